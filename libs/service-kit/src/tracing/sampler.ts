import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TracesSampler } from '../config/traces-sampler.js';

const samplers: Record<TracesSampler, (share: number) => Sampler> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (share) => new TraceIdRatioBasedSampler(share),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (share) =>
    new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
};

/** By OpenTelemetry's names; the SDK reads no environment itself. */
export function samplerOf(name: TracesSampler, share: number): Sampler {
  return samplers[name](share);
}
