import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom: docs/architecture.md. A wrong import fails here, not in a review. */
const moduleBoundaries = {
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: false,
      allow: ['.*/jest\\.preset\\.js$'],
      depConstraints: [
        { sourceTag: 'type:contract', onlyDependOnLibsWithTags: [] },
        { sourceTag: 'type:messaging', onlyDependOnLibsWithTags: ['type:contract'] },
        { sourceTag: 'type:service-kit', onlyDependOnLibsWithTags: [] },
        {
          sourceTag: 'type:app',
          onlyDependOnLibsWithTags: ['type:contract', 'type:messaging', 'type:service-kit'],
        },
        {
          sourceTag: 'type:tool',
          onlyDependOnLibsWithTags: [
            'type:contract',
            'type:messaging',
            'type:service-kit',
            'type:tool',
            'type:operations',
          ],
        },
        // A tool that judges an app's books by the app's own rule, of its package's `./reconciliation`.
        {
          sourceTag: 'type:operations',
          onlyDependOnLibsWithTags: [
            'type:contract',
            'type:messaging',
            'type:service-kit',
            'type:tool',
            'type:app',
          ],
        },
        // The one place where apps meet in one process: docs/adr/0014-simulation.md.
        {
          sourceTag: 'type:simulation',
          onlyDependOnLibsWithTags: [
            'type:contract',
            'type:messaging',
            'type:service-kit',
            'type:app',
          ],
        },
      ],
    },
  ],
};

/** What only the simulation may take apart. */
const partsForTheSimulation = {
  group: ['@tapmesh/*/simulation'],
  message: 'Only tools/simulation wires services from their parts.',
};

/** One folder alone knows the Kafka client, so that another could stand there. */
const kafkaClient = {
  name: 'kafkajs',
  message: 'Only libs/messaging/src/kafka and tools that administer Kafka know kafkajs.',
};

const nothingOfOurs = {
  group: ['@tapmesh/*', '../**'],
  message: 'Stand-ins are written from Rafiki’s source and import nothing of ours.',
};

const restrictedImports = {
  'no-restricted-imports': ['error', { paths: [kafkaClient], patterns: [partsForTheSimulation] }],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.mesh/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { '@nx': nx }, rules: { ...moduleBoundaries, ...restrictedImports } },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['libs/messaging/src/kafka/**', 'tools/{deploy,mesh,topics}/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [partsForTheSimulation] }] },
  },
  {
    files: ['tools/simulation/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [kafkaClient] }] },
  },
  {
    // They stand for other people's programs: whatever they know of ours they would know by chance.
    files: ['tools/e2e/src/rafiki-stand-ins/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [nothingOfOurs] }] },
  },
  { files: ['tools/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  prettier,
);
