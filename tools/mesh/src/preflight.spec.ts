import { findJava, javaMajor, requireMaven } from './preflight.js';

describe('before anything starts', () => {
  it('a missing Java is told in one line, with what to do', async () => {
    const refusal = findJava({ PATH: '/nonexistent' });
    await expect(refusal).rejects.toThrow(/^Kafka needs Java 17 or newer, and "java" does not run/);
    await expect(refusal).rejects.toThrow(/apt-get install openjdk-17-jre-headless/);
    await expect(refusal).rejects.toThrow(/^[^\n]*$/);
  });

  it('a JAVA_HOME without a Java is named', async () => {
    await expect(findJava({ PATH: process.env.PATH, JAVA_HOME: '/nonexistent' })).rejects.toThrow(
      '"/nonexistent/bin/java" does not run',
    );
  });

  it('a missing Maven is told in one line, with what to do', async () => {
    const refusal = requireMaven({ PATH: '/nonexistent' });
    await expect(refusal).rejects.toThrow(/"mvn" does not run: install it/);
    await expect(refusal).rejects.toThrow(/KAFKA_BROKERS/);
  });

  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['something else', undefined],
  ])('%s is Java %p', (output, major) => {
    expect(javaMajor(output)).toBe(major);
  });
});
