import { requireBroker } from './kafka.js';
import { freePorts, HOST } from './ports.js';

describe('a broker that is away', () => {
  it('is told in one line', async () => {
    const [port] = await freePorts(1);
    await expect(requireBroker(`${HOST}:${port}`)).rejects.toThrow(
      `no Kafka broker answers at ${HOST}:${port}: start it or correct KAFKA_BROKERS`,
    );
  });
});
