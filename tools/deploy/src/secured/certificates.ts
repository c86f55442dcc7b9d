import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  certFile: string;
  keyFile: string;
}

/** An authority of our own, made by openssl in a folder that goes with the test. */
export class CertificateAuthority {
  readonly caFile: string;
  private readonly keyFile: string;

  constructor(
    private readonly folder: string,
    private readonly name = 'authority',
  ) {
    this.caFile = join(folder, `${name}.pem`);
    this.keyFile = join(folder, `${name}.key`);
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-keyout', this.keyFile, '-out', this.caFile],
    );
  }

  get ca(): string {
    return readFileSync(this.caFile, 'utf8');
  }

  /** Of whoever answers at 127.0.0.1, or of a client. */
  issue(subject: string): Certificate {
    const [certFile, keyFile] = [this.file(subject, 'pem'), this.file(subject, 'key')];
    const [request, extensions] = [this.file(subject, 'csr'), this.file(subject, 'ext')];
    openssl(
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes'],
      ...['-subj', `/CN=${subject}`, '-keyout', keyFile, '-out', request],
    );
    writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1\n');
    openssl(
      ...['x509', '-req', '-days', '2', '-in', request, '-out', certFile],
      ...['-CA', this.caFile, '-CAkey', this.keyFile, '-CAcreateserial', '-extfile', extensions],
    );
    return { certFile, keyFile };
  }

  private file(subject: string, kind: string): string {
    return join(this.folder, `${this.name}-${subject}.${kind}`);
  }
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
