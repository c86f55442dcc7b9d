import preset from '../../jest.preset.js';

export default {
  ...preset,
  displayName: 'webhook-bridge',
  rootDir: import.meta.dirname,
};
