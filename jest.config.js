import preset from './jest.preset.js';

export default {
  projects: ['libs/*', 'apps/*', 'tools/*'].map((rooms) => `<rootDir>/${rooms}/jest.config.js`),
  maxWorkers: 2,
  // Of several projects at once Jest hears only the root's.
  testTimeout: preset.testTimeout,
};
