import type { Clock } from '../common/time.ts';

/** Longest line that is passed on, in UTF-16 units. */
const maxTextLength = 2000;

/** At most so many lines go into the log in each period (milliseconds): progress bars write without end. */
const maxLines = 100;
const period = 10_000;

/** Passes lines of an engine's stderr on, cut, and no more than the log should take; says how many were left out. */
export function limitText(clock: Clock, onText: (line: string) => void): (line: string) => void {
  let began = clock.now();
  let lines = 0;
  return (line) => {
    if (clock.now() - began >= period) {
      if (lines > maxLines) onText(`(${lines - maxLines} lines were left out)`);
      began = clock.now();
      lines = 0;
    }
    lines++;
    if (lines <= maxLines) onText(line.slice(0, maxTextLength));
  };
}
