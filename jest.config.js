export default {
  projects: ['libs/*', 'apps/*', 'tools/*'].map((rooms) => `<rootDir>/${rooms}/jest.config.js`),
  maxWorkers: 2,
};
