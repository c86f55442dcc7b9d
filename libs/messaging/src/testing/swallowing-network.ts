import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server on which bytes can vanish, as they do where a cable is cut: nobody is told. */
export class SwallowingNetwork {
  private swallowing = false;
  private breakingAt?: string;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((near) => this.join(near));
  }

  static async before(url: string): Promise<SwallowingNetwork> {
    const network = new SwallowingNetwork(new URL(url));
    await new Promise<void>((resolve) => network.server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  /** The target's URL, by this way. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.toString();
  }

  swallow(): void {
    this.swallowing = true;
  }

  /** The connection breaks when that is about to come back, which is lost. */
  breakAtAnswer(text: string): void {
    this.breakingAt = text;
  }

  carry(): void {
    this.swallowing = false;
    this.breakingAt = undefined;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (bytes) => {
        const { breakingAt } = this;
        if (from === far && breakingAt && bytes.includes(breakingAt)) near.destroy();
        else if (!this.swallowing) to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => void (this.swallowing || to.destroy()));
    }
  }
}
