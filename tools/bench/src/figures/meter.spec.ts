import { costs } from './meter.js';

describe('what a payment costs', () => {
  const before = {
    database: { writingTransactions: 1_000, statements: 5_000 },
    kafka: new Map([['Fetch', 100]]),
    processor: new Map([
      ['backend', 1.5],
      ['kafka', 2],
    ]),
  };
  const after = {
    database: { writingTransactions: 1_020, statements: 5_075 },
    kafka: new Map([
      ['Fetch', 130],
      ['Produce', 20],
    ]),
    processor: new Map([
      ['backend', 1.6],
      ['kafka', 2.05],
    ]),
  };

  it('is what was spent in between, over the payments', () => {
    const found = costs({ before, after, payments: 10 });
    expect(found).toMatchObject({
      statementsPerPayment: 7.5,
      commitsPerPayment: 2,
      kafkaRequestsPerPayment: 5,
      kafkaRequestsByApi: { Fetch: 3, Produce: 2 },
    });
    expect(found.processorMsByProcess.backend).toBeCloseTo(10);
    expect(found.processorMsByProcess.kafka).toBeCloseTo(5);
    expect(found.processorMsPerPayment).toBeCloseTo(15);
  });

  it('is unknown, and not nothing, where this machine does not tell', () => {
    const mute = {
      database: { writingTransactions: 1, statements: Number.NaN },
      kafka: new Map<string, number>(),
      processor: new Map<string, number>(),
    };
    expect(costs({ before: mute, after: mute, payments: 10 })).toMatchObject({
      processorMsPerPayment: Number.NaN,
      statementsPerPayment: Number.NaN,
      kafkaRequestsPerPayment: Number.NaN,
      commitsPerPayment: 0,
    });
  });
});
