/** How the bank answers when one of its customers pays. */
export type Decision =
  /** From the balance, as Rafiki's mock bank does. */
  | { kind: 'balance' }
  /** A bank that verifies cards says why, in one of Rafiki's two words. */
  | {
      kind: 'cancel';
      reason: string;
      cardPaymentFailureReason?: 'invalid_signature' | 'invalid_request';
    }
  | { kind: 'silent' };

export interface Account {
  path: string;
  name: string;
  balance: bigint;
  /** Of the balance, what payments under way will take. */
  pending: bigint;
  decision: Decision;
  walletAddressId?: string;
}

/** What the bank's customers have. */
export class AseAccounts {
  private readonly accounts = new Map<string, Account>();

  open(path: string, balance: bigint): Account {
    const name = path.replace('accounts/', '');
    const account: Account = {
      ...{ path, name, balance },
      pending: 0n,
      decision: { kind: 'balance' },
    };
    this.accounts.set(path, account);
    return account;
  }

  byPath(path: string): Account {
    const account = this.accounts.get(path);
    if (account === undefined) throw new Error('No account found for wallet address');
    return account;
  }

  byWalletAddress(id: string): Account {
    const found = [...this.accounts.values()].find((account) => account.walletAddressId === id);
    if (found === undefined) throw new Error('No account found for wallet address');
    return found;
  }

  /** @returns whether the customer has it */
  hold(account: Account, amount: bigint): boolean {
    if (account.balance - account.pending < amount) return false;
    account.pending += amount;
    return true;
  }

  /** A payment's end: what was sent is gone, the rest is free again. */
  settle(account: Account, { held, sent }: { held: bigint; sent: bigint }): void {
    account.pending -= held;
    account.balance -= sent;
  }
}
