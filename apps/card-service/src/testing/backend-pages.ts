import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The backend's public pages, as far as the card service looks at them. */
export class BackendPages {
  expiresAt = new Date(Date.now() + 3_600_000);
  private server: Server;

  static async start(): Promise<BackendPages> {
    const pages = new BackendPages();
    pages.server = createServer((request, response) => {
      const path = request.url ?? '';
      if (!path.startsWith('/incoming-payments/') || path.endsWith('dead')) {
        response.writeHead(path.endsWith('dead') ? 500 : 404).end();
        return;
      }
      const id = `${pages.url}${path}`;
      const walletAddress = `${pages.url}/accounts/corner-shop`;
      response.end(JSON.stringify({ id, walletAddress, expiresAt: pages.expiresAt }));
    });
    await new Promise<void>((resolve) => pages.server.listen(0, '127.0.0.1', resolve));
    return pages;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
