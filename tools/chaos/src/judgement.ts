import { meshFolder } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { compareAnswers } from './books/comparison.js';
import { readAnswerBooks } from './books/read-books.js';
import { complaintsOf } from './log-complaints.js';
import { countBy, summaryOf, type ChaosResult } from './result.js';
import type { Run } from './run.js';

const QUIET_WITHIN_MS = 90_000;
const HEARD_WITHIN_MS = 120_000;

/** Everybody's books, what terminals and consumers were told, and what the services' logs say. */
export async function judge(run: Run): Promise<ChaosResult> {
  const { options, mesh, plan, checkout, listeners, crashes, troubles, say } = run;
  const { databases } = mesh;
  const report = await audit(mesh, { quietWithinMs: QUIET_WITHIN_MS, onProgress: say });
  say('every webhook is compared with the topics');
  const webhooks = await listeners.judge({ withinMs: HEARD_WITHIN_MS });
  const { pos, backend } = await readAnswerBooks(databases);
  const told = checkout.testimonies.map(({ requestId, heard, tap, complaints }) => ({
    requestId,
    customer: `${tap.customer.name} (${tap.customer.account})`,
    heard,
    complaints,
    possible: tap.customer.outcomes,
  }));
  return {
    seed: options.seed,
    seconds: options.seconds,
    ...summaryOf(checkout.testimonies),
    faults: countBy(plan, ({ kind }) => kind),
    webhooks: listeners.summary(),
    disagreements: [...report.disagreements, ...webhooks, ...compareAnswers(told, pos, backend)],
    quiet: report.quiet,
    crashes,
    unhandled: await complaintsOf(meshFolder(mesh.name)),
    troubles,
  };
}
