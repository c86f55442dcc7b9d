import { Causes } from './causes.js';

const cause = (spanId: string) => ({ traceId: 't', spanId, traceFlags: 1 });

describe('causes', () => {
  it('are the last under each key', () => {
    const causes = new Causes();
    causes.set('a', cause('1'));
    causes.set('a', cause('2'));
    expect(causes.get('a')).toEqual(cause('2'));
  });

  it('are forgotten when there are too many, the oldest first', () => {
    const causes = new Causes(2);
    causes.set('a', cause('1'));
    causes.set('b', cause('2'));
    causes.set('a', cause('3'));
    causes.set('c', cause('4'));
    expect(causes.get('b')).toBeUndefined();
    expect(causes.get('a')).toEqual(cause('3'));
  });

  it('are not kept for messages without a key', () => {
    const causes = new Causes();
    causes.set('', cause('1'));
    expect(causes.get('')).toBeUndefined();
  });
});
