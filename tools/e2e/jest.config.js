import preset from '../../jest.preset.js';

export default {
  ...preset,
  displayName: 'e2e',
  rootDir: import.meta.dirname,
  // A killed consumer's partitions come back when its session has timed out, on two shared cores.
  testTimeout: 120_000,
};
