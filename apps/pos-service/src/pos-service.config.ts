import { answersWithinMs, Env, IsDatabaseUrl, WalletAddressConfig } from '@tapmesh/service-kit';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

export type TerminalMode = 'own' | 'rafiki';

const LONGEST_OVERLOAD_MS = 3_000;

export class PosServiceConfig extends WalletAddressConfig {
  @Env('POS_SERVICE_DATABASE_URL', "PostgreSQL URL of this service's own database")
  @IsDatabaseUrl()
  databaseUrl: string;

  @Env('DATABASE_POOL_SIZE', 'connections to the database')
  @IsInt()
  @Min(2)
  @Max(200)
  databasePoolSize: number = 10;

  @Env(
    'PAYMENT_DEADLINE_MS',
    'time for a decision, from the request on; a terminal may ask for less',
  )
  @IsInt()
  @Min(100)
  @Max(120_000)
  paymentDeadlineMs: number = 10_000;

  @Env('ANSWER_GRACE_MS', 'how long a terminal waits for the word after the deadline')
  @IsInt()
  @Min(0)
  @Max(60_000)
  answerGraceMs: number = 2_000;

  @Env('SECOND_LOOK_MS', 'how often answers that other instances stored are looked for')
  @IsInt()
  @Min(10)
  @Max(60_000)
  secondLookMs: number = 500;

  @Env('MAX_WAITING', 'terminals that may wait here at once; more are told 503')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxWaiting: number = 10_000;

  @Env(
    'OVERLOAD_AFTER_MS',
    'when even the fastest answer takes so long, fewer terminals are let in; left out: half of ' +
      'PAYMENT_DEADLINE_MS, 3000 at most',
  )
  @IsOptional()
  @IsInt()
  @Min(100)
  @Max(120_000)
  overloadAfterMs?: number;

  @Env(
    'MAX_OUTBOX_AGE_MS',
    'when messages have waited for the broker for so long, nobody is let in',
  )
  @IsInt()
  @Min(100)
  @Max(120_000)
  maxOutboxAgeMs: number = 3_000;

  @Env('MAX_PAYMENTS_PER_COMMIT', 'requests that may be stored in one transaction')
  @IsInt()
  @Min(1)
  @Max(2_000)
  maxPaymentsPerCommit: number = 256;

  @Env('WALLET_ADDRESS_TIMEOUT_MS', "time for looking up a sender's wallet address")
  @IsInt()
  @Min(10)
  @Max(60_000)
  walletAddressTimeoutMs: number = 2_000;

  @Env('WALLET_ADDRESS_CACHE_MS', "how long a sender's wallet address is remembered")
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  walletAddressCacheMs: number = 60_000;

  @Env('WALLET_ADDRESS_CACHE_SIZE', "how many senders' wallet addresses are remembered")
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  walletAddressCacheSize: number = 20_000;

  @Env(
    'FOREIGN_CARD_SERVICES',
    'true to look up wallet addresses of others, and to ask the card services that they name',
  )
  @IsBoolean()
  foreignCardServices: boolean = false;

  @Env(
    'CARD_SERVICE_DOOR',
    'kafka, or http where the card service that our own wallet addresses name is not ours',
  )
  @IsIn(['kafka', 'http'])
  cardServiceDoor: 'kafka' | 'http' = 'kafka';

  @Env(
    'FOREIGN_HOSTS_ALLOWED',
    'host names, separated by commas, that may be at private addresses and be asked without TLS',
  )
  @IsOptional()
  @IsString({ each: true })
  foreignHostsAllowed: string[] = [];

  @Env('TERMINAL_MODE', "own, or rafiki for terminals made for Rafiki's point-of-sale service")
  @IsIn(['own', 'rafiki'])
  terminalMode: TerminalMode = 'own';

  @Env('ALLOW_RAFIKI_TERMINALS_IN_PRODUCTION', 'lets anybody ask for payments, without a key')
  @IsBoolean()
  allowRafikiTerminalsInProduction: boolean = false;

  /** Answers that are slower by then come too late: it follows the deadline, unless it is given. */
  overloadThresholdMs(): number {
    return this.overloadAfterMs ?? Math.min(LONGEST_OVERLOAD_MS, this.paymentDeadlineMs / 2);
  }

  /** What is allowed and yet seldom meant: who waits too long at a shutdown asks another instance. */
  warnings(): string[] {
    const longestWaitMs = this.shutdownGraceMs + this.paymentDeadlineMs + this.answerGraceMs;
    return longestWaitMs <= answersWithinMs(this.shutdownTimeoutMs)
      ? []
      : [
          'SHUTDOWN_TIMEOUT_MS less 9 s is shorter than SHUTDOWN_GRACE_MS, PAYMENT_DEADLINE_MS and ' +
            'ANSWER_GRACE_MS together: after SIGTERM some terminals will be told outcome_unknown; ' +
            'raise it, and the time until SIGKILL',
        ];
  }

  override problems(): string[] {
    return [...super.problems(), ...this.keylessProblems(), ...this.overloadProblems()];
  }

  private keylessProblems(): string[] {
    const keyless = this.terminalMode === 'rafiki' && this.nodeEnv === 'production';
    return keyless && !this.allowRafikiTerminalsInProduction
      ? [
          'TERMINAL_MODE=rafiki asks terminals for no key and is refused when NODE_ENV is ' +
            'production, unless ALLOW_RAFIKI_TERMINALS_IN_PRODUCTION is true',
        ]
      : [];
  }

  private overloadProblems(): string[] {
    return this.overloadThresholdMs() < this.paymentDeadlineMs
      ? []
      : [
          'OVERLOAD_AFTER_MS must be below PAYMENT_DEADLINE_MS: no answer in time would ever ' +
            'count as slow; leave it out to have half of the deadline',
        ];
  }
}
