import { mavenComplaint } from './kafka-download.js';

describe('what Maven complains of', () => {
  it('is its first error, without its decoration', () => {
    const lines = [
      '[WARNING] a warning',
      '[ERROR] Could not transfer artifact: maven.example.org: Name or service not known -> [Help 1]',
      '[ERROR] ',
      '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.',
    ];
    expect(mavenComplaint(lines)).toBe(
      'Could not transfer artifact: maven.example.org: Name or service not known',
    );
  });

  it('is unknown when Maven says nothing', () => {
    expect(mavenComplaint([])).toBeUndefined();
  });
});
