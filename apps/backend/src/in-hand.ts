interface Rules<State, Change, Fact> {
  evolve(state: State, change: Change): State;
  factsOf(state: State, change: Change): Fact[];
}

/**
 * The rows that a batch has locked, changed command by command, so that a second command for the
 * same row sees what the first one did; they are saved once, at the end.
 */
export class InHand<State extends { id: string }, Change, Fact> {
  readonly facts: Fact[] = [];
  private readonly changedIds = new Set<string>();

  constructor(
    private readonly states: Map<string, State>,
    private readonly rules: Rules<State, Change, Fact>,
  ) {}

  get(id: string): State | undefined {
    return this.states.get(id);
  }

  all(): State[] {
    return [...this.states.values()];
  }

  apply(state: State, changes: Change[]): void {
    let current = state;
    for (const change of changes) {
      current = this.rules.evolve(current, change);
      this.facts.push(...this.rules.factsOf(current, change));
    }
    if (changes.length === 0) return;
    this.states.set(state.id, current);
    this.changedIds.add(state.id);
  }

  changed(): State[] {
    return [...this.changedIds].flatMap((id) => this.states.get(id) ?? []);
  }
}
