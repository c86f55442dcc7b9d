import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import { readFileSync } from 'node:fs';
import type { AdminApiContext, Caller } from './caller.js';
import { formatErrors } from './error-format.js';
import { documentFault } from './document-fault.js';
import { queryLimits } from './query-limits.js';
import { scalars } from './scalars.js';
import type { RequestSignatures } from './signature/request-signatures.js';

/** Beside the package's `src` and `dist` alike. */
const SCHEMA = new URL('../../schema.graphql', import.meta.url);
/** Metadata and a card's payload; every other door takes 64 KiB. */
const BODY_LIMIT_BYTES = 256 * 1024;

export interface AdminApiOptions {
  signatures: RequestSignatures;
  isProduction: boolean;
}

/** Schema first: the SDL is the contract with Rafiki's clients. */
export function driverOptions({
  signatures,
  isProduction,
}: AdminApiOptions): Omit<MercuriusDriverConfig, 'driver'> {
  const callers = new WeakMap<FastifyRequest, Caller>();

  /** Before anything, validation among it, may change the body: it is what was signed. */
  async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { method, headers, body } = request;
    if (method !== 'POST') return reply.status(405).header('allow', 'POST').send('use POST');
    const caller = await signatures.verify({
      tenantId: headers['tenant-id'],
      signature: headers.signature,
      content: body,
    });
    if (caller === undefined) return reply.status(401).send('Unauthorized');
    callers.set(request, caller);
    const fault = documentFault(body);
    if (fault === undefined) return undefined;
    const { statusCode, response } = formatErrors(
      { errors: [new GraphQLError(fault)] },
      {} as never,
    );
    return reply.status(statusCode).send(response);
  }

  return {
    path: '/graphql',
    typeDefs: readFileSync(SCHEMA, 'utf8'),
    resolvers: scalars,
    // An interface's type is known by the resolver that returns it; nobody is asked.
    resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
    graphiql: false,
    subscription: false,
    cache: 1_024,
    jit: 2,
    validationRules: isProduction ? [...queryLimits, NoSchemaIntrospectionCustomRule] : queryLimits,
    errorFormatter: formatErrors,
    additionalRouteOptions: { preValidation: authenticate, bodyLimit: BODY_LIMIT_BYTES },
    context: (request: FastifyRequest): AdminApiContext => ({
      // Mercurius asks for a context to tell errors too, as of a body that could not be read.
      get caller() {
        const caller = callers.get(request);
        if (caller === undefined) throw new Error('a request came past its signature');
        return caller;
      },
    }),
  };
}
