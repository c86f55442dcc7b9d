import { Audience, Command, parsePayload, RefusalCode } from '@tapmesh/events';
import { askerOf, speaksFor } from './asker.js';
import { refusalOf, type RefusedCommand } from './refusal.js';

const BANK = '01900000-0000-7000-8000-000000000101';
const OTHER_BANK = '01900000-0000-7000-8000-000000000102';
const REQUEST_ID = '01900000-0000-7000-8000-00000000000a';

const command = (differing: Partial<RefusedCommand['envelope']> = {}): RefusedCommand => ({
  envelope: {
    id: '01900000-0000-7000-8000-0000000000c1',
    type: Command.FundOutgoingPayment,
    source: '/some-bank',
    subject: '01900000-0000-7000-8000-0000000000b1',
    tenantId: BANK,
    deadline: '2026-01-01T00:00:10.000Z',
    ...differing,
  },
  key: REQUEST_ID,
  code: RefusalCode.AlreadyFunded,
});

describe('a refusal', () => {
  it.each([
    ['/card-service', Audience.CardService],
    ['/pos-service', Audience.PosService],
    ['/some-bank', Audience.Tenant],
  ])('goes back to %s', (source, audience) => {
    const refusal = refusalOf(command({ source }));
    expect(refusal).toMatchObject({ audience: [audience], tenantId: BANK, key: REQUEST_ID });
  });

  it('names the command, the payment and the request', () => {
    const { envelope } = command();
    const refusal = refusalOf(command())!;
    expect(parsePayload(refusal.type, refusal.data)).toMatchObject({
      commandId: envelope.id,
      commandType: envelope.type,
      code: RefusalCode.AlreadyFunded,
      paymentId: envelope.subject,
      requestId: REQUEST_ID,
    });
  });

  it('names no request where no card payment is spoken of', () => {
    expect(refusalOf(command({ deadline: undefined }))!.data.requestId).toBeUndefined();
  });

  it('is told to nobody where nobody is named', () => {
    expect(refusalOf(command({ tenantId: undefined }))).toBeUndefined();
    expect(refusalOf(command({ id: 'none' }))).toBeUndefined();
  });
});

describe('an asker', () => {
  it('that is a bank speaks for its own customers alone', () => {
    const bank = askerOf({ source: '/some-bank', tenantId: BANK });
    expect(speaksFor(bank, BANK)).toBe(true);
    expect(speaksFor(bank, OTHER_BANK)).toBe(false);
  });

  it('that is a service of the mesh speaks for anybody’s', () => {
    expect(speaksFor(askerOf({ source: '/card-service' }), BANK)).toBe(true);
    expect(speaksFor(askerOf({ source: '/pos-service' }), OTHER_BANK)).toBe(true);
  });

  it('that nobody knows speaks for nobody', () => {
    expect(speaksFor(askerOf({ source: '/stranger' }), BANK)).toBe(false);
  });
});
