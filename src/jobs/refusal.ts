import { t } from '@vscode/l10n';
import { UserError } from '../common/errors.ts';
import { failureLocations } from './failureLocations.ts';
import { failureOf, quotable } from './serviceErrors.ts';

/** A file that the service did not take when it looked at it. */
export class FileRefused extends UserError {
  /** The service's own words, free of what must not be repeated. */
  readonly words: string;

  constructor(connection: string, filename: string, reason: string) {
    const words = quotable(reason);
    const isPlaced = failureLocations(words).length > 0;
    super(
      'upload.refused',
      t('{0} refused {1}: {2}', connection, filename, words),
      isPlaced ? t('Fix what is marked, then launch again.') : t('Fix the file, then launch again.'),
      { actions: isPlaced ? ['openProblems'] : [], connection },
    );
    this.words = words;
  }
}

/** What a service said against a file, where its words name lines of it; undefined for any other failure. */
export function refusedWords(error: unknown): string | undefined {
  const words = wordsOn(error);
  return failureLocations(words).length > 0 ? words : undefined;
}

function wordsOn(error: unknown): string {
  // Not by its class: all errors of ours count as each other's.
  if (error instanceof UserError && 'words' in error) return String(error.words);
  const { status, message = '' } = failureOf(error) ?? {};
  return status === 400 ? quotable(message) : '';
}
