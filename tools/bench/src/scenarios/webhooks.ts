import { BridgeEndpoints } from '../webhooks/bridge-endpoints.js';
import {
  deliveryRun,
  type DeliveryFigures,
  type DeliveryRunOptions,
} from '../webhooks/delivery-run.js';
import { Publisher } from '../webhooks/publisher.js';
import { Receivers } from '../webhooks/receivers.js';
import type { Workbench } from './workbench.js';

const CONSUMERS = 10;
/** 750 deliveries a second: what is to be sustained, and a little more. */
const MANY_PER_SECOND = 75;
const FEW_PER_SECOND = 20;

export const webhooksMesh = () => ({ instances: { 'webhook-bridge': 1 } });

/** Events to HTTP consumers: how soon, how many, and what one that hangs costs the others. */
export async function webhooks(workbench: Workbench): Promise<void> {
  const { mesh, options, progress } = workbench.parts;
  const { seconds } = options;
  const receivers = await Receivers.start();
  const endpoints = await BridgeEndpoints.open(mesh);
  const publisher = new Publisher(mesh);
  const run = async (
    title: string,
    asked: Omit<DeliveryRunOptions, 'seconds'>,
  ): Promise<DeliveryFigures> => {
    const figures = await progress.step(
      `Webhooks, ${title}`,
      () => deliveryRun({ receivers, endpoints, publisher }, { seconds, ...asked }),
      told,
    );
    workbench.problems.push(...figures.problems);
    return figures;
  };
  try {
    const many = { consumers: CONSUMERS, perSecond: MANY_PER_SECOND };
    const few = { consumers: CONSUMERS, perSecond: FEW_PER_SECOND };
    await run('warm-up', many);
    const sparse = await run('one consumer, 50/s', { consumers: 1, perSecond: 50 });
    const sustained = await run('ten consumers, 75/s each', many);
    const alone = await run('ten consumers, 20/s each', few);
    const beside = await run('one of the ten hangs', { ...few, silent: 1 });
    say(workbench, { sparse, sustained, hanging: beside.p99Ms / alone.p99Ms });
  } finally {
    receivers.close();
    await endpoints.close();
    await publisher.close();
  }
}

function told({ deliveriesPerSecond, p50Ms, p99Ms }: DeliveryFigures): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  return `${deliveriesPerSecond.toFixed(0)}/s, p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}`;
}

interface Measured {
  sparse: DeliveryFigures;
  sustained: DeliveryFigures;
  /** The p99 of nine consumers beside one that hangs, over that of ten. */
  hanging: number;
}

function say({ targets }: Workbench, { sparse, sustained, hanging }: Measured): void {
  targets.push(
    {
      name: 'p50 from commit to receipt, one consumer at 50/s',
      value: sparse.p50Ms,
      unit: ' ms',
      reach: { atMost: 15 },
    },
    {
      name: `webhooks delivered a second to ${CONSUMERS} consumers`,
      value: sustained.deliveriesPerSecond,
      unit: '',
      reach: { atLeast: 700 },
    },
    {
      name: 'p99 of nine consumers beside one that hangs ÷ without it',
      value: hanging,
      unit: '×',
      reach: { atMost: 1.2 },
    },
  );
}
