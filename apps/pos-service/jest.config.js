import preset from '../../jest.preset.js';

export default {
  ...preset,
  displayName: 'pos-service',
  rootDir: import.meta.dirname,
  // Real servers on a busy machine: a hook that starts a service may take its time.
  testTimeout: 60_000,
};
