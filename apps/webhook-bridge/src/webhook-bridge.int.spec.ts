import { prepareBridge, type BridgeUnderTest } from './testing/bridge-under-test.js';

describe('the webhook bridge', () => {
  let bridge: BridgeUnderTest;

  beforeAll(async () => void (bridge = await prepareBridge()));
  afterAll(() => bridge?.close());

  it('is ready when it has its database and has joined its group', async () => {
    const { url } = await bridge.start();
    const answer = await fetch(`${url}/health/ready`);
    expect(await answer.json()).toMatchObject({ checks: expect.any(Object) });
    expect(answer.status).toBe(200);
  });
});
