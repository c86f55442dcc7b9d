import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { DelayLine } from './delay-line.js';
import { HOST } from './ports.js';

export interface NetworkOptions {
  /** Where clients connect. */
  port: number;
  /** Where their bytes go. */
  targetPort: number;
}

/**
 * The network between services and broker, which can be slow or cut: a TCP proxy that knows nothing
 * of what it carries. Kafka advertises its address, so that clients never find a way around it.
 */
export class Network {
  private delayMs = 0;
  private isCut = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async open({ port, targetPort }: NetworkOptions): Promise<Network> {
    const server = createServer();
    const network = new Network(server, `${HOST}:${port}`);
    server.on('connection', (client) => network.carry(client, targetPort));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, resolve);
    });
    return network;
  }

  /** From now on every byte takes so much longer, each way; 0 is as fast as it goes. */
  slowDown(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /** Breaks every connection, and every new one, until it is restored. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Neither slow nor cut any more. */
  restore(): void {
    this.isCut = false;
    this.delayMs = 0;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private carry(client: Socket, targetPort: number): void {
    // Whoever hangs up, or the end of either server, is no news: both sides find out themselves.
    client.on('error', () => {});
    if (this.isCut) {
      client.destroy();
      return;
    }
    const target = connect({ port: targetPort, host: HOST, noDelay: true });
    client.setNoDelay(true);
    for (const socket of [client, target]) {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    }
    const end = (): void => {
      client.destroy();
      target.destroy();
    };
    pipeline(client, this.line(), target, end);
    pipeline(target, this.line(), client, end);
  }

  private line(): DelayLine {
    return new DelayLine(() => this.delayMs);
  }
}
