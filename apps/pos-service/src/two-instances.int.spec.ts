import { Topic, topicDefinitions } from '@tapmesh/events';
import type { RunningService } from '@tapmesh/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from './testing/eventually.js';
import { replyPartitionOf } from './testing/peers.js';
import { answerPartitions, PosSurroundings, tap } from './testing/pos-surroundings.js';

const PARTITIONS = topicDefinitions.find(({ name }) => name === Topic.CardAnswers)?.partitions ?? 0;

describe('two instances of the POS service', () => {
  let surroundings: PosSurroundings;
  let one: RunningService;
  let other: RunningService;

  beforeAll(async () => {
    surroundings = await PosSurroundings.create();
    [one, other] = await Promise.all([surroundings.start(), surroundings.start()]);
    // Both are in the group, and each partition belongs to one of them.
    await eventually(() => {
      const [ones, others] = [answerPartitions(one), answerPartitions(other)];
      const all = new Set([...ones, ...others]);
      return ones.length > 0 && others.length > 0 && all.size === PARTITIONS ? true : undefined;
    });
  });
  afterAll(() => surroundings.close());

  it('share the answers', async () => {
    for (const service of [one, other]) {
      const body = surroundings.body();
      const answer = tap(service, body);
      const question = await surroundings.cardService.asked(body.requestId);
      expect(answerPartitions(service)).toContain(replyPartitionOf(question));
      await surroundings.cardService.approve(body.requestId);
      expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
    }
  });

  it('take one payment when both are asked for it at once, and give one answer', async () => {
    const bodies = Array.from({ length: 20 }, () => surroundings.body());
    const answers = bodies.flatMap((body) => [one, other].map((service) => tap(service, body)));
    await Promise.all(
      bodies.map(({ requestId }) => surroundings.cardService.decline(requestId, 'card_blocked')),
    );
    for (const { status, body } of await Promise.all(answers)) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ result: { code: 'declined', reason: 'card_blocked' } });
    }
    for (const { requestId } of bodies) {
      expect(await surroundings.rows(requestId)).toHaveLength(1);
      const asked = surroundings.heard.matching(({ key }) => key === requestId);
      expect(asked).toHaveLength(2);
    }
  });

  it('tell a terminal what the other one was told', async () => {
    const body = surroundings.body();
    const answer = tap(one, body);
    await surroundings.cardService.asked(body.requestId);
    const foreign = answerPartitions(other)[0];
    await surroundings.cardService.approveTo(foreign, {
      requestId: body.requestId,
      outgoingPaymentId: uuidv7(),
    });
    expect(await answer).toMatchObject({
      status: 200,
      body: { result: { code: 'approved' } },
    });
  });

  it('tell the same about a payment that the other one took', async () => {
    const body = surroundings.body();
    const answer = tap(one, body);
    await surroundings.cardService.decline(body.requestId, 'limit_exceeded');
    expect((await tap(other, body)).body).toEqual((await answer).body);
    const amount = { value: '7', assetCode: 'USD', assetScale: 2 };
    expect((await tap(other, { ...body, amount })).status).toBe(409);
  });

  it('lose nothing when one of them ends: the other answers', async () => {
    const body = surroundings.body();
    const leaving = await surroundings.start({ SHUTDOWN_TIMEOUT_MS: '10000' });
    const answer = tap(leaving, body);
    await surroundings.cardService.asked(body.requestId);
    const closed = leaving.close();
    expect(await answer).toMatchObject({
      status: 504,
      body: { error: { code: 'outcome_unknown', requestId: body.requestId } },
    });
    await closed;
    await surroundings.cardService.approve(body.requestId);
    const again = await tap(other, body);
    expect(again).toMatchObject({ status: 200, body: { result: { code: 'approved' } } });
  });

  it('give the terminals that still wait their answer before they end', async () => {
    const body = surroundings.body();
    const leaving = await surroundings.start();
    const answer = tap(leaving, body);
    await surroundings.cardService.asked(body.requestId);
    const closed = leaving.close();
    await eventually(async () => (await refusesNewTerminals(leaving)) || undefined);
    await surroundings.cardService.approve(body.requestId);
    expect(await answer).toMatchObject({ status: 200, body: { result: { code: 'approved' } } });
    await closed;
  });
});

async function refusesNewTerminals({ url }: RunningService): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).status === 503;
  } catch {
    return true;
  }
}
