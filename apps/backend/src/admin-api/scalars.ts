import { MAX_MINOR_UNITS } from '@tapmesh/events';
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

const UINT8_MAX = 255;

const UInt8 = new GraphQLScalarType<number, number>({
  name: 'UInt8',
  serialize: readUInt8,
  parseValue: readUInt8,
  parseLiteral: (node) => readUInt8(literal(node, Kind.INT)),
});

/** Rafiki's clients send numbers and decimal strings, and read a decimal string. */
const UInt64 = new GraphQLScalarType<bigint, string>({
  name: 'UInt64',
  serialize: (value) => readUInt64(value).toString(),
  parseValue: readUInt64,
  parseLiteral: (node) =>
    readUInt64(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : node),
});

const JSONObject = new GraphQLScalarType<Record<string, unknown>, Record<string, unknown>>({
  name: 'JSONObject',
  serialize: readObject,
  parseValue: readStorable,
  parseLiteral: (node, variables) => readStorable(valueFromASTUntyped(node, variables)),
});

export const scalars = { UInt8, UInt64, JSONObject };

function readUInt8(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > UINT8_MAX) {
    throw new GraphQLError('a UInt8 is a whole number from 0 to 255');
  }
  return value;
}

/** A number that is no longer exact is refused: it may have been another one. */
function readUInt64(value: unknown): bigint {
  const isExact =
    typeof value === 'bigint' ||
    (typeof value === 'number' && Number.isSafeInteger(value)) ||
    (typeof value === 'string' && /^\d{1,20}$/.test(value));
  const read = isExact ? BigInt(value) : -1n;
  if (read < 0n || read > MAX_MINOR_UNITS) {
    throw new GraphQLError(
      `a UInt64 is a whole number from 0 to ${MAX_MINOR_UNITS}, as a decimal string or an exact number`,
    );
  }
  return read;
}

function readObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GraphQLError('a JSONObject is an object');
  }
  return value as Record<string, unknown>;
}

/** PostgreSQL's `jsonb` holds neither NUL nor half of a surrogate pair: such a text is refused, not lost. */
function readStorable(value: unknown): Record<string, unknown> {
  const object = readObject(value);
  if (!isStorable(object)) throw new GraphQLError('a JSONObject has no NUL and no half characters');
  return object;
}

/** As deep as a body may be, which is bounded. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Surrogate}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

function literal(node: ValueNode, kind: Kind.INT): unknown {
  return node.kind === kind ? Number(node.value) : undefined;
}
