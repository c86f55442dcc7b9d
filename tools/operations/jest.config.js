import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'operations', rootDir: import.meta.dirname };
