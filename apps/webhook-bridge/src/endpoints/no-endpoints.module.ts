import { Global, Module } from '@nestjs/common';
import { Signer } from '../signatures/signer.js';
import { EndpointDirectory } from './endpoint-directory.js';
import { EndpointHealth } from './endpoint-health.js';

/** Until endpoints can be made: there are none. */
@Global()
@Module({
  providers: [
    {
      provide: EndpointDirectory,
      useValue: {
        all: async () => [],
        matching: async () => [],
        byId: async () => undefined,
      } satisfies EndpointDirectory,
    },
    { provide: EndpointHealth, useValue: { note: async () => undefined } satisfies EndpointHealth },
    { provide: Signer, useValue: { headersFor: async () => ({}) } satisfies Signer },
  ],
  exports: [EndpointDirectory, EndpointHealth, Signer],
})
export class NoEndpointsModule {}
