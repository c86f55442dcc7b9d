import { maskPayload } from './masking.js';

const payload = JSON.stringify({
  id: 'p-1',
  card: { number: '4111111111111111', holder: 'A "B"', expiry: { month: 12 } },
  lines: [{ note: 'secret one' }, { note: 'secret two', amount: '5' }],
});

describe('a masked payload', () => {
  it('shows all where nothing is masked', () => {
    const { data, hide } = maskPayload(payload, []);
    expect(data).toEqual(JSON.parse(payload));
    expect(hide('4111111111111111')).toBe('4111111111111111');
  });

  it('hides fields by their path, whole objects and those in arrays', () => {
    const { data } = maskPayload(payload, ['card.number', 'card.expiry', 'lines.note']);
    expect(data).toEqual({
      id: 'p-1',
      card: { number: '***', holder: 'A "B"', expiry: '***' },
      lines: [{ note: '***' }, { note: '***', amount: '5' }],
    });
  });

  it('hides a field that is named with one inside it', () => {
    expect(maskPayload(payload, ['card', 'card.number']).data).toMatchObject({ card: '***' });
  });

  it('leaves a field of the same name elsewhere', () => {
    expect(maskPayload(payload, ['number']).data).toEqual(JSON.parse(payload));
  });

  it('hides the same values where a consumer repeats them', () => {
    const { hide } = maskPayload(payload, ['card']);
    expect(hide('no card 4111111111111111 of {"holder":"A \\"B\\""}, month 12')).toBe(
      'no card *** of {"holder":"***"}, month 12',
    );
  });
});
