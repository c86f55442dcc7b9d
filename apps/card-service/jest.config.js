import preset from '../../jest.preset.js';

export default {
  ...preset,
  displayName: 'card-service',
  rootDir: import.meta.dirname,
  // Suites share two cores and one broker with others: slow is not wrong.
  testTimeout: 30_000,
};
