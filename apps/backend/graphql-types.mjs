#!/usr/bin/env node
// TypeScript types of schema.graphql, for the resolvers. `--check` writes nothing and fails where they
// are not current; so does CI.
import { GraphQLDefinitionsFactory } from '@nestjs/graphql';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const help = `npm run graphql [-- --check]

Makes apps/backend/src/admin-api/schema.types.ts of apps/backend/schema.graphql.

  --check   write nothing; exit code 1 where the types are not current
  --help    this text
`;
const args = process.argv.slice(2);
const unknown = args.find((argument) => !['--check', '--help'].includes(argument));
if (args.includes('--help')) {
  process.stdout.write(help);
} else if (unknown !== undefined) {
  process.stderr.write(`unknown option ${unknown}\n\n${help}`);
  process.exitCode = 2;
} else {
  await run(args.includes('--check'));
}

async function run(check) {
  const path = (name) => fileURLToPath(new URL(name, import.meta.url));
  const target = path('src/admin-api/schema.types.ts');
  const made = await format(await generate(path('schema.graphql')), {
    ...(await resolveConfig(target)),
    parser: 'typescript',
  });
  if (!check) {
    await writeFile(target, made);
    return;
  }
  const stored = await readFile(target, 'utf8').catch(() => '');
  if (stored === made) return;
  process.stderr.write('schema.types.ts is not current: run `npm run graphql` and commit it\n');
  process.exitCode = 1;
}

async function generate(schema) {
  const folder = await mkdtemp(join(tmpdir(), 'tapmesh-graphql-'));
  try {
    const path = join(folder, 'types.ts');
    await new GraphQLDefinitionsFactory().generate({
      typePaths: [schema],
      path,
      outputAs: 'interface',
      enumsAsTypes: true,
      skipResolverArgs: true,
      customScalarTypeMapping: {
        UInt8: 'number',
        UInt64: 'bigint',
        JSONObject: 'Record<string, unknown>',
      },
    });
    return await readFile(path, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}
