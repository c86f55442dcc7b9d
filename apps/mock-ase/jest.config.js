import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'mock-ase', rootDir: import.meta.dirname };
