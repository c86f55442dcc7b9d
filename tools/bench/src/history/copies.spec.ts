import { valueOf } from './copies.js';
import { copyStatement } from './copy-statement.js';

describe('what a copy has in a column', () => {
  it('is its own id, in place of the template’s, alone or within a text', () => {
    expect(valueOf({ name: 'id', type: 'uuid' })).toContain('WHEN c.old_outgoing THEN c.outgoing');
    expect(valueOf({ name: 'receiver', type: 'text' })).toContain('c.old_incoming::text');
    expect(valueOf({ name: 'card_data', type: 'jsonb' })).toMatch(/t\.card_data::text.*::jsonb$/);
  });

  it('is the template’s time, later or earlier', () => {
    expect(valueOf({ name: 'created_at', type: 'timestamp with time zone' })).toBe(
      't.created_at + c.shift',
    );
  });

  it('is the same otherwise', () => {
    expect(valueOf({ name: 'amount', type: 'bigint' })).toBe('t.amount');
  });

  it('is not guessed where the column is gone', () => {
    const table = { name: 'holds', isOf: 'true', rowsEach: 1, own: { command_id: 'NULL' } };
    const columns = [{ name: 'payment_id', type: 'uuid' }];
    expect(() => copyStatement(table, columns)).toThrow('holds has no column command_id');
  });
});
