import type { JsonObject } from '../formats.ts';
import type { Report } from './report.ts';

/** Checks a row of prompt and completion. `isKnown`: it has a key of some format; else nothing is said of its other keys. */
export function checkCompletions(example: JsonObject, isKnown: boolean, report: Report): void {
  const { prompt, completion } = example;
  if (isKnown) {
    for (const key in example) {
      if (key !== 'prompt' && key !== 'completion') report.keys('completion/unknown-key', example, key);
    }
  }
  if (prompt === undefined) report.brace('completion/missing-prompt', example);
  else if (typeof prompt !== 'string') report.value('completion/invalid-type', example, 'prompt');
  if (completion === undefined) report.brace('completion/missing-completion', example);
  else if (typeof completion !== 'string') report.value('completion/invalid-type', example, 'completion');
  else if (completion.trim() === '') report.value('completion/empty-completion', example, 'completion');
}
