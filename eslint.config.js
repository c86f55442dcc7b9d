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
          ],
        },
      ],
    },
  ],
};

/** One folder alone knows the Kafka client, so that another could stand there. */
const kafkaClientAtHome = {
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'kafkajs', message: 'Only libs/messaging/src/kafka and tools/mesh know kafkajs.' },
      ],
    },
  ],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.mesh/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { '@nx': nx }, rules: { ...moduleBoundaries, ...kafkaClientAtHome } },
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
    files: ['libs/messaging/src/kafka/**', 'tools/mesh/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['tools/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  prettier,
);
