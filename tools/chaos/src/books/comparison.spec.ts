import { APPROVED, TIMED_OUT } from '../terminals/tap.js';
import { compareAnswers, type BackendRow, type PosRow, type Told } from './comparison.js';

const requestId = 'r';

interface Case {
  heard: string | undefined;
  complaints: string[];
  pos: Omit<PosRow, 'requestId'> | undefined;
  backend: Omit<BackendRow, 'requestId'> | undefined;
}

const approved: Case = {
  heard: APPROVED,
  complaints: [],
  pos: { status: 'APPROVED', declineReason: null },
  backend: { state: 'COMPLETED', cancelReason: null },
};

/** The kinds of what is found, in an approved payment that differs as given. */
function compare(difference: Partial<Case>): string[] {
  const { heard, complaints, pos, backend } = { ...approved, ...difference };
  const told: Told = {
    requestId,
    customer: 'c',
    heard,
    complaints,
    possible: [APPROVED, TIMED_OUT],
  };
  return compareAnswers(
    [told],
    pos === undefined ? [] : [{ requestId, ...pos }],
    backend === undefined ? [] : [{ requestId, ...backend }],
  ).map(({ kind }) => kind);
}

const timedOut = {
  heard: TIMED_OUT,
  pos: { status: 'DECLINED', declineReason: 'decision_timeout' },
  backend: { state: 'CANCELLED', cancelReason: 'decision_timeout' },
};

describe('what a terminal was told, against the books', () => {
  it('agrees when all say the same', () => {
    expect(compare({})).toEqual([]);
    expect(compare(timedOut)).toEqual([]);
  });

  it('agrees when the command itself came too late, and nothing was made', () => {
    const pos = { status: 'DECLINED', declineReason: 'deadline_passed' };
    expect(compare({ ...timedOut, pos, backend: undefined })).toEqual([]);
  });

  it('finds a terminal without an answer', () => {
    expect(compare({ heard: undefined })).toEqual(['unanswered']);
  });

  it('finds an answer that cannot be', () => {
    const heard = 'declined: card_blocked';
    const pos = { status: 'DECLINED', declineReason: 'card_blocked' };
    expect(compare({ ...timedOut, heard, pos })).toEqual(['impossible-answer']);
  });

  it('finds an answer that the POS service does not have', () => {
    expect(compare({ pos: { status: 'REQUESTED', declineReason: null } })).toEqual([
      'answer-and-pos',
    ]);
    expect(compare({ pos: undefined })).toEqual(['answer-and-pos']);
  });

  it('finds money that moved for a declined payment, and an approval without money', () => {
    const moved = { state: 'COMPLETED', cancelReason: null };
    expect(compare({ ...timedOut, backend: moved })).toEqual(['answer-and-money']);
    expect(compare({ backend: timedOut.backend })).toEqual(['answer-and-money']);
    expect(compare({ backend: undefined })).toEqual(['answer-and-money']);
  });

  it('passes on what the terminal complains of', () => {
    expect(compare({ complaints: ['was told two things'] })).toEqual(['answer-changed']);
  });
});
