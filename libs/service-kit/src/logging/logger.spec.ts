import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { TEST_ENVIRONMENT } from '../testing/test-service.js';
import { LineContext } from './line-fields.js';
import { createLogger } from './logger.js';

async function logged(fields: object, message = 'said'): Promise<Record<string, unknown>> {
  const lines: string[] = [];
  const config = loadConfig(ServiceConfig, { ...TEST_ENVIRONMENT, LOG_LEVEL: 'info' });
  const logger = await createLogger({
    name: 'example',
    config,
    destination: { write: (line: string) => void lines.push(line) },
  });
  logger.info(fields, message);
  return JSON.parse(lines.join('')) as Record<string, unknown>;
}

describe('the log', () => {
  it('adds what is going on, where the line does not say it itself', async () => {
    const lines: string[] = [];
    const context = new LineContext();
    context.add(() => ({ requestId: 'in hand', traceId: 't' }));
    context.add((line) => (line.requestId === 'own' ? { messageId: 'm' } : undefined));
    const logger = await createLogger({
      name: 'example',
      config: loadConfig(ServiceConfig, { ...TEST_ENVIRONMENT, LOG_LEVEL: 'info' }),
      destination: { write: (line: string) => void lines.push(line) },
      context,
    });
    logger.info({ requestId: 'own' }, 'said');
    logger.info('said');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { requestId: 'own', traceId: 't', messageId: 'm' },
      { requestId: 'in hand', traceId: 't' },
    ]);
  });

  it('is one JSON object a line with service, instance, time and the ids that are given', async () => {
    const line = await logged({ requestId: 'r-1', paymentId: 'p-1', traceId: 't-1' });
    expect(line).toMatchObject({
      level: 'info',
      service: 'example',
      requestId: 'r-1',
      paymentId: 'p-1',
      traceId: 't-1',
      msg: 'said',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      instance: expect.any(String) as unknown,
    });
  });

  it.each([
    'authorization',
    'Authorization',
    'signature',
    'payload',
    'apiSecret',
    'key',
    'password',
    'cookie',
  ])('hides %s at any depth', async (name) => {
    const secret = 'do-not-tell';
    const line = await logged({
      [name]: secret,
      headers: { [name]: secret },
      list: [{ deep: { deeper: { [name]: secret } } }],
    });
    expect(JSON.stringify(line)).not.toContain(secret);
    expect(line.headers).toEqual({ [name]: '[redacted]' });
  });

  it('tells an error with its cause, but not the parameters of a failed statement', async () => {
    const cause = new Error('connection reset');
    const error = Object.assign(new Error('insert failed', { cause }), {
      code: '23505',
      parameters: ['4111111111111111'],
      query: 'INSERT …',
    });
    const line = await logged({ err: error });
    expect(line.err).toMatchObject({
      message: 'insert failed',
      code: '23505',
      stack: expect.stringContaining('logger.spec') as unknown,
      cause: { message: 'connection reset' },
    });
    expect(JSON.stringify(line)).not.toContain('4111111111111111');
  });

  it('survives a structure that holds itself', async () => {
    const ring: Record<string, unknown> = { name: 'ring' };
    ring.self = ring;
    expect(await logged({ ring })).toMatchObject({ msg: 'said' });
  });
});
