import { formatTimeline } from './timeline.js';

const tappedAt = Date.parse('2026-01-02T03:04:05.000Z');

describe('a timeline', () => {
  it('tells each hop: when, which service, which event, where to', () => {
    const lines = formatTimeline({
      tappedAt,
      tookMs: 41.6,
      answer: 'approved',
      events: [
        {
          at: tappedAt + 30,
          source: 'backend',
          type: 'outgoing_payment.funded',
          topic: 'outgoing-payment-status',
        },
        {
          at: tappedAt + 3,
          source: 'pos-service',
          type: 'incoming_payment.create',
          topic: 'payment-commands',
        },
        {
          at: tappedAt + 44,
          source: 'backend',
          type: 'incoming_payment.completed',
          topic: 'incoming-payments',
        },
      ],
    });
    expect(lines).toEqual([
      '    0 ms  terminal     POST /payment               → pos-service',
      '    3 ms  pos-service  incoming_payment.create     → payment-commands',
      '   30 ms  backend      outgoing_payment.funded     → outgoing-payment-status',
      '   42 ms  pos-service  answers: approved           → terminal',
      '   44 ms  backend      incoming_payment.completed  → incoming-payments',
    ]);
  });

  it('keeps the order in which events of one millisecond were heard, and never goes below zero', () => {
    const event = (type: string, at: number) => ({ type, at, source: 'backend', topic: 'assets' });
    const lines = formatTimeline({
      tappedAt,
      tookMs: 9,
      answer: 'approved',
      events: [event('first', tappedAt - 1), event('second', tappedAt), event('third', tappedAt)],
    });
    expect(lines.map((line) => line.trim().split(/\s{2,}/)[2])).toEqual([
      'POST /payment',
      'first',
      'second',
      'third',
      'answers: approved',
    ]);
    expect(lines[1]).toMatch(/^ +0 ms/);
  });
});
