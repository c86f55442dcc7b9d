import preset from '../../jest.preset.js';

export default {
  ...preset,
  displayName: 'pos-service',
  rootDir: import.meta.dirname,
};
