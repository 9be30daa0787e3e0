import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';

/** What a task or another extension asks of `finetune.keepAnswers`. */
export interface AnswerArgument {
  /** A path or a URI text, as `folder`. */
  readonly heldOut: string;
  readonly models: readonly { readonly connection: string; readonly model: string }[];
  readonly folder: string;
  /** False: ask nothing. */
  readonly confirm: boolean;
}

/** Reads `{heldOut, models, folder, confirm?}`; undefined for any other argument. Throws a UserError (`answers.badArgument`). */
export function parseAnswerArgument(value: unknown): AnswerArgument | undefined {
  if (!isObject(value) || !('heldOut' in value)) return undefined;
  const { heldOut, models, folder, confirm } = value;
  const areModels = Array.isArray(models) && models.length > 0 && models.every(isNamedModel);
  if (typeof heldOut === 'string' && typeof folder === 'string' && areModels) {
    return { heldOut, models, folder, confirm: confirm !== false };
  }
  throw new UserError(
    'answers.badArgument',
    'The argument is {heldOut, models: [{connection, model}], folder}.',
    'See "Go on elsewhere" in the README.',
  );
}

const isNamedModel = (value: unknown): value is AnswerArgument['models'][number] =>
  isObject(value) && typeof value.connection === 'string' && typeof value.model === 'string';
