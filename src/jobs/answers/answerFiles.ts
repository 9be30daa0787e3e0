import { sha256Of } from '../uploadedFiles.ts';

/** Where answers lie in the folder of an archive; paths with slashes. */
export interface AnswerFiles {
  /** A copy of the held-out file: answers say little without their questions. */
  readonly rows: string;
  /** The answers of one model, a line a row. */
  readonly answers: string;
}

/**
 * The files for the answers of a model of a service to a held-out file, known by its name and content (`sha256`). Another
 * content has another folder, so that no answer is taken for that to another question.
 */
export async function answerFiles(
  heldOut: { readonly name: string; readonly sha256: string },
  { host, model }: { readonly host: string; readonly model: string },
): Promise<AnswerFiles> {
  const folder = `answers/${safe(heldOut.name.replace(/\.[^.]*$/, '')) || 'rows'}-${heldOut.sha256.slice(0, 8)}`;
  // Names that are the same when they are made safe, or in upper case, stay two.
  const hash = (await sha256Of(JSON.stringify([host, model]))).slice(0, 8);
  return { rows: `${folder}/rows.jsonl`, answers: `${folder}/${safe(model) || 'model'}-${hash}.jsonl` };
}

/** Letters, digits, dots, dashes and underscores, as all of an archive. */
function safe(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
}
