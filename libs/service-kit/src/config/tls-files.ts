import { readFileSync } from 'node:fs';

/** What a TLS client needs beside the other's name, as PEM text. */
export interface TlsMaterial {
  /** Whoever signed the server's certificate; the system's authorities when left out. */
  ca?: string;
  /** Our own certificate and its key, where the server asks for one. */
  cert?: string;
  key?: string;
}

export interface TlsSettings {
  /** What stands before `_CA_FILE` and so on, e.g. `KAFKA_TLS`. */
  variable: string;
  enabled: boolean;
  caFile?: string;
  certFile?: string;
  keyFile?: string;
}

/** What is wrong with the settings, one sentence each, and never what stands in a file. */
export function tlsProblems({ variable, enabled, ...files }: TlsSettings): string[] {
  const named = Object.entries(filesOf(variable, files)).filter(([, file]) => file !== undefined);
  if (!enabled) return named.map(([name]) => `${name} is of use only with ${variable}=true`);
  const pair = (files.certFile === undefined) === (files.keyFile === undefined);
  return [
    ...(pair ? [] : [`${variable}_CERT_FILE and ${variable}_KEY_FILE go together`]),
    ...named.flatMap(([name, file]) => pemProblem(name, file ?? '')),
  ];
}

/** @returns undefined where TLS is off */
export function readTls({
  enabled,
  caFile,
  certFile,
  keyFile,
}: TlsSettings): TlsMaterial | undefined {
  if (!enabled) return undefined;
  const read = (file?: string): string | undefined =>
    file === undefined ? undefined : readFileSync(file, 'utf8');
  return { ca: read(caFile), cert: read(certFile), key: read(keyFile) };
}

function filesOf(
  variable: string,
  { caFile, certFile, keyFile }: Omit<TlsSettings, 'variable' | 'enabled'>,
): Record<string, string | undefined> {
  return {
    [`${variable}_CA_FILE`]: caFile,
    [`${variable}_CERT_FILE`]: certFile,
    [`${variable}_KEY_FILE`]: keyFile,
  };
}

function pemProblem(name: string, file: string): string[] {
  try {
    return readFileSync(file, 'utf8').includes('-----BEGIN ')
      ? []
      : [`${name}: ${file} is no PEM file`];
  } catch (error) {
    return [`${name}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`];
  }
}
