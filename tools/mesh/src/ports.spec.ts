import { createServer, type AddressInfo, type Server } from 'node:net';
import { choosePort, freePorts, HOST, isFree, portVariable } from './ports.js';

describe('ports', () => {
  let listener: Server;
  let taken: number;

  beforeAll(async () => {
    listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, HOST, resolve));
    taken = (listener.address() as AddressInfo).port;
  });

  afterAll(async () => {
    await new Promise((resolve) => listener.close(resolve));
  });

  it('are free, and each is given once', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    await expect(Promise.all(ports.map(isFree))).resolves.not.toContain(false);
  });

  it('are named after the service', () => {
    expect(portVariable('mock-ase-alpha-bank')).toBe('MOCK_ASE_ALPHA_BANK_PORT');
  });

  it('that the environment asks for are taken as they are', async () => {
    const [port] = await freePorts(1);
    await expect(choosePort('pos-service', { POS_SERVICE_PORT: String(port) })).resolves.toBe(port);
  });

  it('that the environment asks for and somebody has are refused by name', async () => {
    await expect(choosePort('kafka', { KAFKA_PORT: String(taken) })).rejects.toThrow(
      `port ${taken}, which KAFKA_PORT asks for, is taken`,
    );
  });

  it.each(['abc', '0', '65536', '-1', '80.5'])('"%s" is no port', async (asked) => {
    await expect(choosePort('kafka', { KAFKA_PORT: asked })).rejects.toThrow('KAFKA_PORT must be');
  });
});
