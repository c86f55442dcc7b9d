import { answersWithinMs, Env, IsDatabaseUrl, WalletAddressConfig } from '@tapmesh/service-kit';
import { IsInt, Max, Min } from 'class-validator';

export class CardServiceConfig extends WalletAddressConfig {
  @Env('CARD_SERVICE_DATABASE_URL', "PostgreSQL URL of this service's own database")
  @IsDatabaseUrl()
  databaseUrl: string;

  @Env('DATABASE_POOL_SIZE', 'connections to the database')
  @IsInt()
  @Min(1)
  @Max(200)
  databasePoolSize = 10;

  @Env('CARD_PAYMENT_TIMEOUT_MS', 'time for a decision on a payment that is asked for over HTTP')
  @IsInt()
  @Min(100)
  @Max(120_000)
  cardPaymentTimeoutMs = 30_000;

  @Env('ANSWER_GRACE_MS', 'how long whoever asks over HTTP waits for the word after the deadline')
  @IsInt()
  @Min(0)
  @Max(60_000)
  answerGraceMs = 2_000;

  @Env('SECOND_LOOK_MS', 'how often answers that other instances stored are looked for')
  @IsInt()
  @Min(10)
  @Max(60_000)
  secondLookMs = 100;

  @Env('MAX_WAITING', 'callers that may wait here over HTTP at once; more are told 503')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxWaiting = 10_000;

  @Env(
    'MAX_OUTBOX_AGE_MS',
    'when messages have waited for the broker for so long, nobody is let in over HTTP',
  )
  @IsInt()
  @Min(100)
  @Max(120_000)
  maxOutboxAgeMs = 3_000;

  @Env('INCOMING_PAYMENT_TIMEOUT_MS', 'time for looking up an incoming payment at the backend')
  @IsInt()
  @Min(10)
  @Max(60_000)
  incomingPaymentTimeoutMs = 2_000;

  /** What is allowed and yet seldom meant: who waits too long at a shutdown asks another instance. */
  warnings(): string[] {
    const longestWaitMs = this.shutdownGraceMs + this.cardPaymentTimeoutMs + this.answerGraceMs;
    return longestWaitMs <= answersWithinMs(this.shutdownTimeoutMs)
      ? []
      : [
          'SHUTDOWN_TIMEOUT_MS less 9 s is shorter than SHUTDOWN_GRACE_MS, CARD_PAYMENT_TIMEOUT_MS ' +
            'and ANSWER_GRACE_MS together: after SIGTERM some callers over HTTP will be told ' +
            'outcome_unknown; raise it, and the time until SIGKILL',
        ];
  }
}
