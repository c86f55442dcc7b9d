import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'events', rootDir: import.meta.dirname };
