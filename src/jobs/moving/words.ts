import { t } from '@vscode/l10n';
import type { MovingNote } from './note.ts';

/** A note in words, for a list that says where the job goes. */
export function noteWords(note: MovingNote): string {
  switch (note.effect) {
    case 'carried':
      return carriedWords(note);
    case 'changed':
      return changedWords(note);
    case 'left':
      return leftWords(note);
    case 'refused':
      return note.about === 'method' ? t('{0} does not offer {1}.', note.model, note.method) : note.reason;
  }
}

function carriedWords(note: Extract<MovingNote, { effect: 'carried' }>): string {
  switch (note.about) {
    case 'model':
      return t('model {0}', note.value);
    case 'method':
      return t('method {0}', note.value);
    case 'hyperparameter':
      return `${note.name} ${note.value}`;
    case 'seed':
      return t('seed {0}', note.value);
    case 'suffix':
      return t('suffix {0}', note.value);
    case 'grader':
      return t('grader {0}', note.value);
    case 'metadata':
      return note.count === 1 ? t('1 pair of metadata') : t('{0} pairs of metadata', note.count);
    case 'integrations':
      return t('integrations');
    case 'file':
      return note.from === 'copy' ? note.name : t('{0} (fetched from the old service first)', note.name);
  }
}

function changedWords(note: Extract<MovingNote, { effect: 'changed' }>): string {
  switch (note.about) {
    case 'model':
      return t('Model {0} instead of {1}.', note.to, note.from);
    case 'startingModel':
      return t('It starts from {0}: {1} exists at the old service only.', note.to, note.from);
    case 'suffix':
      return t('The suffix is cut to "{0}".', note.to);
  }
}

function leftWords(note: Extract<MovingNote, { effect: 'left' }>): string {
  switch (note.about) {
    case 'hyperparameter':
      return t('{0} ({1}) is not sent: the new service does not know it.', note.name, note.value);
    case 'range':
      return t('{0} ({1}) is not sent: it is outside what the new service accepts.', note.name, note.value);
    case 'seed':
      return t('The seed ({0}) is not sent: it is outside what services accept.', note.value);
    case 'field':
      return t('The field {0} is not sent: only the old service has it.', note.value);
    case 'integrations':
      return t('Integrations are not sent: the local server reports nowhere else.');
  }
}

/** The notes of a job as lines: what is the same in one of them, and one for each thing that is not. */
export function noteLines(notes: readonly MovingNote[]): {
  readonly carried: string;
  readonly others: readonly string[];
} {
  const isCarried = ({ effect }: MovingNote): boolean => effect === 'carried';
  return {
    carried: notes.filter(isCarried).map(noteWords).join(', '),
    others: notes.filter((note) => !isCarried(note)).map(noteWords),
  };
}
