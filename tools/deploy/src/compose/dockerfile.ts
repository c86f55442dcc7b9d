import { readFileSync } from 'node:fs';
import { inRepository } from '../paths.js';

export interface Dockerfile {
  nodeVersion: string;
  /** What the image sets for whatever runs in it. */
  environment: Record<string, string>;
  exposed: string;
  user: string | undefined;
  /** Of the repository, as the build stage has it; `$APP` stands for the workspace. */
  copied: string[];
  healthcheck: string;
}

/** As much of it as a test can hold against the rest of the project. */
export function readDockerfile(): Dockerfile {
  const text = readFileSync(inRepository('Dockerfile'), 'utf8').replaceAll(/\\\n\s*/g, ' ');
  const of = (instruction: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.trimStart().startsWith(`${instruction} `))
      .map((line) => line.trim().slice(instruction.length + 1));
  const assignments = of('ENV').flatMap((line) => line.split(' '));
  return {
    nodeVersion: /NODE_VERSION=(\S+)/.exec(text)?.[1] ?? '',
    environment: Object.fromEntries(assignments.map((pair) => pair.split('=', 2))),
    exposed: of('EXPOSE')[0] ?? '',
    user: of('USER')[0],
    copied: of('COPY')
      .filter((line) => line.startsWith('--from=build'))
      .flatMap((line) => line.split(' ').slice(1, -1))
      .map((path) => path.replace('/tapmesh/', '').replace('${APP}', '$APP')),
    healthcheck: of('HEALTHCHECK').join(' '),
  };
}
