import fc from 'fast-check';
import { KeyedRows, merged } from './merged.js';

interface Row {
  key: string;
  value: number;
}

const stream = (rows: Row[], pageSize: number): KeyedRows<Row> => {
  const left = [...rows];
  return new KeyedRows(
    () => Promise.resolve(left.splice(0, pageSize)),
    ({ key }) => key,
  );
};

describe('streams read side by side', () => {
  it('give every row once, under its key, whatever the pages are', async () => {
    const row = fc.record({ key: fc.constantFrom(...'abcdefgh'), value: fc.nat() });
    const rows = fc.array(row).map((all) => all.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 4 }), async (left, right, size) => {
        const groups = [];
        for await (const group of merged<[Row, Row]>(stream(left, size), stream(right, 1))) {
          groups.push(group);
        }
        expect(groups.map(({ key }) => key)).toEqual(
          [...new Set([...left, ...right].map(({ key }) => key))].toSorted(),
        );
        expect(groups.flatMap(({ rows: [first] }) => first)).toEqual(left);
        expect(groups.flatMap(({ rows: [, second] }) => second)).toEqual(right);
        for (const { key, rows: found } of groups) {
          expect(found.flat().every((row) => row.key === key)).toBe(true);
        }
      }),
    );
  });

  it('tell of a page that cannot be read', async () => {
    const broken = new KeyedRows<Row>(
      () => Promise.reject(new Error('gone')),
      ({ key }) => key,
    );
    const read = async () => {
      for await (const group of merged<[Row]>(broken)) throw new Error(`read ${group.key}`);
    };
    await expect(read()).rejects.toThrow('gone');
  });
});
