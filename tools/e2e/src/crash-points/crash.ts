/**
 * Loaded into a service with `--import`, from here alone: ends the process at a named moment. No
 * service knows of it; what it takes hold of are the classes that the service itself has loaded.
 *
 * Node runs this file as it stands, so it has only such types as can be left out.
 */
import { readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CrashOrder } from './crash-order.js';

interface Row {
  record: { headers: Record<string, string | undefined> };
}
interface Outgoing {
  message: { type: string };
}
/** A class whose methods are to be replaced. */
type Patched = Record<string, (this: unknown, ...args: never[]) => Promise<unknown>>;

const folder = process.env.CRASH_FOLDER ?? '';
const file = join(folder, `${process.env.INSTANCE_ID}.json`);

function order(): CrashOrder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CrashOrder;
  } catch {
    return undefined;
  }
}

function isOrdered(moment: CrashOrder['moment'], type: string | undefined): boolean {
  const given = order();
  return given?.moment === moment && given.type === type;
}

function crash(): never {
  // Once: the process that is started in this one's place lives.
  unlinkSync(file);
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

const messaging = import.meta.resolve('@tapmesh/messaging');
const main = pathToFileURL(process.argv[1] ?? '').href;

async function methodsOf(path: string, name: string, beside = messaging): Promise<Patched> {
  const loaded = (await import(new URL(path, beside).href)) as Record<
    string,
    { prototype: Patched }
  >;
  const methods = loaded[name]?.prototype;
  if (methods === undefined) throw new Error(`${path} has no class ${name} any more`);
  return methods;
}

function patch(methods: Patched, name: string, by: (original: Patched[string]) => Patched[string]) {
  const original = methods[name];
  if (original === undefined) throw new Error(`there is no method ${name} any more`);
  methods[name] = by(original);
}

const outbox = await methodsOf('./outbox/outbox.js', 'Outbox');
const publisher = await methodsOf('./outbox/outbox-publisher.js', 'OutboxPublisher');
const consumer = await methodsOf('./kafka/group-consumer.js', 'GroupConsumer');

patch(
  outbox,
  'append',
  (original) =>
    async function (this: unknown, ...args: never[]) {
      const messages = args[1] as unknown as Outgoing[];
      // The last statement, which travels together with the commit: later would be too late.
      if (messages.some(({ message }) => isOrdered('before the commit', message.type))) crash();
      return original.apply(this, args);
    },
);

/** The bridge's transaction with the event is over, or about to be. */
let isStored = false;

/** Something is kept from the broker until its offset is committed. */
let keptBack = false;

patch(
  publisher,
  'send',
  (original) =>
    async function (this: unknown, ...args: never[]) {
      const [{ record }] = args as unknown as [Row];
      const type = record.headers.ce_type;
      if (isOrdered('before the publish', type)) crash();
      if (isOrdered('after the offset, before the publish', type)) {
        keptBack = true;
        return new Promise(() => undefined);
      }
      const sent = await original.apply(this, args);
      if (isOrdered('after the publish, before the offset', type)) crash();
      return sent;
    },
);

patch(
  consumer,
  'commit',
  (original) =>
    async function (this: unknown, ...args: never[]) {
      // Not before the crash, however long the publishing takes.
      if (order()?.moment === 'after the publish, before the offset') {
        throw new Error('no offset is committed before the crash');
      }
      if (order()?.moment === 'after the event is stored, before the offset' && isStored) crash();
      const committed = await original.apply(this, args);
      if (keptBack) crash();
      return committed;
    },
);

if (main.includes('/webhook-bridge/')) {
  const intake = await methodsOf('./events/intake.repository.js', 'IntakeRepository', main);
  patch(
    intake,
    'storeEvents',
    (original) =>
      async function (this: unknown, ...args: never[]) {
        const read = args[1] as unknown as { event: { type: string } }[];
        const has = (moment: CrashOrder['moment']) =>
          read.some(({ event }) => isOrdered(moment, event.type));
        if (has('before the event is stored')) crash();
        isStored ||= has('after the event is stored, before the offset');
        return original.apply(this, args);
      },
  );

  const completion = './deliveries/completion.repository.js';
  patch(
    await methodsOf(completion, 'CompletionRepository', main),
    'store',
    (original) =>
      async function (this: unknown, ...args: never[]) {
        const attempts = args[2] as unknown as { delivery: { event: { type: string } } }[];
        const moment = 'after the answer, before that is stored';
        if (attempts.some(({ delivery }) => isOrdered(moment, delivery.event.type))) crash();
        return original.apply(this, args);
      },
  );
}
