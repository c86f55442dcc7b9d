import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';

/**
 * Deeper than anything that our doors take, and shallow enough for whatever walks over it: a few
 * thousand levels, which fit in a small body, overflow the stack of a validator.
 */
export const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

type Done = (error: Error | null, body?: unknown) => void;
type BodyParser = (request: FastifyRequest, body: Buffer, done: Done) => void;

/** Fastify's own JSON parser, for bodies that are text and not deeper than anybody means. */
export function jsonBody(instance: Pick<FastifyInstance, 'getDefaultJsonParser'>): BodyParser {
  const parse = instance.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    // Decoding would put U+FFFD for what is broken: another text than the one that was signed.
    if (!isUtf8(body)) done(refusal('the body is not UTF-8', 400));
    else if (isDeeperThan(MAX_DEPTH, body)) done(refusal('the body is nested too deeply', 400));
    else void parse(request, body.toString('utf8'), done);
  };
}

/** A body that is no JSON, whatever it is. */
export const otherBody: BodyParser = (_request, _body, done) =>
  done(refusal('the body must be application/json', 415));

export function isDeeperThan(limit: number, json: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]!;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPENING.has(byte)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (CLOSING.has(byte)) depth -= 1;
  }
  return false;
}

function refusal(message: string, statusCode: number): Error {
  return Object.assign(new Error(message), { statusCode });
}
