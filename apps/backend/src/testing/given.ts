import type { Decision } from '../decision.js';

/** The shape of a rule's spec: given a state, when a command comes, then … */
export function decider<State, Command, Change, Refusal>(
  decide: (state: State, command: Command, now: Date) => Decision<Change, Refusal>,
  defaultNow: Date,
) {
  return {
    given: (state: State, now = defaultNow) => ({
      when: (command: Command) => ({
        then: (...events: Change[]) =>
          expect(decide(state, command, now)).toEqual({ accepted: true, events }),
        refuses: (refusal: Refusal, ...events: Change[]) =>
          expect(decide(state, command, now)).toEqual({ accepted: false, refusal, events }),
      }),
    }),
  };
}
