import { buildSchema, type GraphQLField } from 'graphql';
import { readFileSync } from 'node:fs';
import { isRefused, type Operation } from './operation.js';
import { operations } from './operations.js';

const SCHEMA = new URL('../../../schema.graphql', import.meta.url);

/** The document's list of operations: what the schema says of them, and what is tried of each. */
export function operationsList(): string {
  const schema = buildSchema(readFileSync(SCHEMA, 'utf8'));
  const rows = (type: ReturnType<typeof schema.getQueryType>) =>
    Object.values(type?.getFields() ?? {}).map(rowOf);
  return [
    '### Queries',
    HEAD,
    ...rows(schema.getQueryType()),
    '',
    '### Mutations',
    HEAD,
    ...rows(schema.getMutationType()),
  ].join('\n');
}

const HEAD = `
| | operation | | another tenant is told | who lacks what it needs is told |
|-|-|-|-|-|`;

function rowOf({ name, description, deprecationReason }: GraphQLField<unknown, unknown>): string {
  const what = `${description ?? ''}${deprecationReason ? ' Deprecated.' : ''}`;
  const operation = (operations as Record<string, Operation>)[name]!;
  return `| ✓ | \`${name}\` | ${what} | ${toldOthers(operation)} | ${toldWho(operation)} |`;
}

function toldOthers({ another, as, answers }: Operation): string {
  const code = (text: string) => `\`${text}\``;
  if (as === 'operator') return `the operator’s alone: ${code(String(another))}`;
  if (isRefused(answers) && another === answers.refused) return `${code(another)}, as all are`;
  if (typeof another === 'object') return 'empty lists';
  if (another === 'nothing') return code('null');
  if (another === 'own page') return 'its own';
  return another === 'own answer' ? 'answered too' : code(another);
}

function toldWho({ lacking }: Operation): string {
  if (lacking === undefined) return '';
  return lacking.refused === 'nothing' ? '`null`' : `\`${lacking.refused}\``;
}
