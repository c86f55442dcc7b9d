import fc from 'fast-check';
import { MemoryEndpoints } from '../testing/memory-endpoints.js';
import { countIntake } from './intake-counts.js';

const endpoint = new MemoryEndpoints().add({ url: 'https://a.example' });
const place = fc.record({
  topic: fc.constantFrom('assets', 'incoming-payments'),
  partition: fc.nat(2),
});

describe('what is counted of a batch', () => {
  it('is every record for every endpoint, by where it was read', () => {
    const read = [
      { topic: 'assets', partition: 0 },
      { topic: 'assets', partition: 1 },
      { topic: 'assets', partition: 0 },
    ];
    expect(countIntake(read, [{ endpoint, heard: [2] }])).toEqual([
      { endpointId: endpoint.id, topic: 'assets', partition: 0, read: 2, accepted: 1 },
      { endpointId: endpoint.id, topic: 'assets', partition: 1, read: 1, accepted: 0 },
    ]);
  });

  it('adds up to what was read and to what is heard', () => {
    fc.assert(
      fc.property(fc.array(place), fc.func(fc.boolean()), (read, hears) => {
        const heard = read.flatMap((_, at) => (hears(at) ? [at] : []));
        const counts = countIntake(read, [{ endpoint, heard }]);
        const sum = (of: 'read' | 'accepted') => counts.reduce((all, one) => all + one[of], 0);
        expect(sum('read')).toBe(read.length);
        expect(sum('accepted')).toBe(heard.length);
      }),
    );
  });
});
