import { execFileSync } from 'node:child_process';
import { inRepository } from '../paths.js';

export interface Variable {
  name: string;
  required: boolean;
  default?: string;
}

const known = new Map<string, Variable[]>();

/** What a built program says of its own configuration: tools may not import apps. */
export function variablesOf(app: string): Variable[] {
  const before = known.get(app);
  if (before) return before;
  const text = execFileSync(process.execPath, [inRepository(app, 'dist/main.js'), '--help=json'], {
    encoding: 'utf8',
  });
  const { variables } = JSON.parse(text) as { variables: Variable[] };
  known.set(app, variables);
  return variables;
}
