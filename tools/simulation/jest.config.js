import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'simulation', rootDir: import.meta.dirname };
