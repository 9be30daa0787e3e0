import { parseArgs } from 'node:util';
import { serviceArguments, serviceOptions, type ServiceArguments } from './launchUsage.ts';
import { usageError } from './usage.ts';

/** Where the key of the new service comes from, if that is another one. */
export const newKeyVariable = 'FINETUNE_NEW_API_KEY';

/** The part of `finetune archive --help` that tells of answers. */
export const answersUsage = `  finetune archive --answers FILE --out FOLDER --model OLD [--new-model NEW] [OPTION...]

  --answers FILE      ask models the rows of a held-out file, and keep what they answer in FOLDER/answers
  --model NAME        the old model, of the service that the options above name
  --new-model NAME    the new one
  --new-base-url URL, --new-connection NAME  its service, where that is another one; its key: ${newKeyVariable}

The last message of a row is not sent where it is the assistant's: it is kept as the reference. At most four requests are
under way; run again, it asks only what is not kept yet.
`;

export interface AnswersArguments {
  readonly heldOut: string;
  readonly out: string;
  readonly old: ServiceArguments;
  readonly next: ServiceArguments;
  /** True where the new model is at another service than the old one. */
  readonly isElsewhere: boolean;
  readonly model: string | undefined;
  readonly newModel: string | undefined;
}

/** What the words of a command line ask for; throws a usage error where they make no sense. */
export function answersArguments(args: readonly string[]): AnswersArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...serviceOptions,
      out: { type: 'string' },
      answers: { type: 'string' },
      model: { type: 'string' },
      'new-model': { type: 'string' },
      'new-base-url': { type: 'string' },
      'new-connection': { type: 'string' },
    },
  });
  const { answers: heldOut = '', out = '', model } = values;
  const newModel = values['new-model'];
  if (heldOut === '') throw usageError('Name a held-out file: --answers FILE.');
  if (out === '') throw usageError('Name a folder: --out FOLDER.');
  if (!model && !newModel) throw usageError('Name a model: --model NAME, --new-model NAME or both.');
  const old = serviceArguments(values);
  const [baseUrl, connection] = [values['new-base-url'], values['new-connection']];
  const isElsewhere = baseUrl !== undefined || connection !== undefined;
  if (isElsewhere && !newModel) throw usageError('Name the model of the new service: --new-model NAME.');
  const elsewhere = serviceArguments({
    connection,
    connections: baseUrl === undefined ? values.connections : undefined,
    'base-url': baseUrl,
  });
  return { heldOut, out, old, next: isElsewhere ? elsewhere : old, isElsewhere, model, newModel };
}
