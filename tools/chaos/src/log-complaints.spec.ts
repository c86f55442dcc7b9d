import { complaintsIn } from './log-complaints.js';

const line = (level: string, msg: string): string => JSON.stringify({ level, msg });

describe('complaints in a log', () => {
  it('are errors that nobody handled', () => {
    const fatal = line('fatal', 'ended by an error that nobody caught');
    const raw = 'Uncaught TypeError: x is not a function';
    expect(complaintsIn([line('info', 'listening'), fatal, raw].join('\n'))).toEqual([fatal, raw]);
  });

  it('are no errors that were handled, and no talk of them', () => {
    const log = [
      line('error', 'deadlines could not be looked at'),
      line('debug', 'no unhandled rows'),
      '',
    ];
    expect(complaintsIn(log.join('\n'))).toEqual([]);
  });
});
