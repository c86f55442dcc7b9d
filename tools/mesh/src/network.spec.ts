import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Network } from './network.js';
import { freePorts, HOST } from './ports.js';

describe('the network between services and broker', () => {
  let echo: Server;
  let network: Network;
  let client: Socket;

  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, HOST, resolve));
    const [port] = await freePorts(1);
    network = await Network.open({ port: port!, targetPort: (echo.address() as AddressInfo).port });
    client = await connected();
  });

  afterEach(async () => {
    client.destroy();
    await network.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  async function connected(): Promise<Socket> {
    const socket = connect(Number(network.address.split(':')[1]), HOST);
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  async function roundTripMs(): Promise<number> {
    const since = performance.now();
    client.write('ping');
    const [answer] = (await once(client, 'data')) as [Buffer];
    expect(answer.toString()).toBe('ping');
    return performance.now() - since;
  }

  it('is slow each way when told so, until it is restored', async () => {
    network.slowDown(80);
    expect(await roundTripMs()).toBeGreaterThanOrEqual(158);
    network.restore();
    expect(await roundTripMs()).toBeLessThan(158);
  });

  it('breaks what is open, and what comes, while it is cut', async () => {
    network.cut();
    await once(client, 'close');
    const refused = connect(Number(network.address.split(':')[1]), HOST);
    refused.on('error', () => {});
    await once(refused, 'close');

    network.restore();
    client = await connected();
    await roundTripMs();
  });
});
