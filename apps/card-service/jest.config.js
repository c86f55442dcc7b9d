import preset from '../../jest.preset.js';

export default {
  ...preset,
  displayName: 'card-service',
  rootDir: import.meta.dirname,
};
