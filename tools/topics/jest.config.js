import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'topics', rootDir: import.meta.dirname };
