import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The backend, as far as the POS service asks it for wallet addresses. */
export class WalletAddressHost {
  private server: Server;
  private port = 0;
  asked: string[] = [];
  /** Told beside what a wallet address always says. */
  page: object = {};

  static async start(): Promise<WalletAddressHost> {
    const host = new WalletAddressHost();
    await host.comeBack();
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async comeBack(): Promise<void> {
    this.server = createServer((request, response) => {
      const path = request.url ?? '';
      this.asked.push(path);
      if (!path.startsWith('/accounts/') || path.includes('nobody')) {
        response.writeHead(404).end();
        return;
      }
      const asset = { assetCode: 'USD', assetScale: 2 };
      response.end(JSON.stringify({ id: `${this.url}${path}`, ...asset, ...this.page }));
    });
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async goAway(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
