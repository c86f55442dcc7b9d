import { isAddressedToUs } from './addressed.js';

describe('a message on our topics', () => {
  it.each([
    [{ ce_type: 'card_payment.approved' }, true],
    [{ ce_type: 'command.refused', ce_audience: 'pos-service' }, true],
    [{ ce_type: 'command.refused', ce_audience: 'tenant,pos-service' }, true],
    [{ ce_type: 'command.refused', ce_audience: 'card-service' }, false],
    [{ ce_type: 'command.refused' }, false],
    [{}, true],
  ])('%j is ours: %s', (headers, ours) => {
    expect(isAddressedToUs(headers)).toBe(ours);
  });
});
