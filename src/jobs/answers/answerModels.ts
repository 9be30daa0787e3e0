import type { ChatApi } from '../api.ts';
import type { Patience } from '../retry.ts';
import { answerFiles } from './answerFiles.ts';
import { keepAnswers } from './keepAnswers.ts';
import { rowsOf } from './rows.ts';

/** A file that grows line by line, as `disk/lineFile.ts` has it. */
interface Lines {
  /** Whole lines that were there when it was opened. */
  readonly lines: number;
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/** The held-out file, and the folder that answers to it are kept in. */
export interface AnswerFolder {
  readonly heldOut: { readonly name: string; readonly sha256: string };
  /** The content of the held-out file. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** Copies the held-out file there, once. */
  readonly copyHeldOut: (path: string) => Promise<void>;
  readonly open: (path: string) => Promise<Lines>;
}

/** A model that is asked. */
export interface AskedModel {
  readonly host: string;
  readonly model: string;
  readonly api: ChatApi;
}

export interface AnswerRun extends Patience {
  readonly folder: AnswerFolder;
  readonly models: readonly AskedModel[];
  /** Hears how many rows a model has been asked. */
  readonly onProgress: (model: AskedModel, done: number) => void;
}

/** What is kept of one model. */
export interface ModelAnswers {
  readonly model: string;
  readonly host: string;
  /** In the folder, with slashes. */
  readonly path: string;
  /** Rows, and how many of them an earlier run had kept. */
  readonly rows: number;
  readonly before: number;
}

/** Asks one model after the other all rows that are not kept yet. What is kept stays when this throws or is stopped. */
export async function answerModels({ folder, models, onProgress, ...patience }: AnswerRun): Promise<ModelAnswers[]> {
  const kept: ModelAnswers[] = [];
  for (const asked of models) {
    const { host, model, api } = asked;
    const files = await answerFiles(folder.heldOut, asked);
    await folder.copyHeldOut(files.rows);
    const lines = await folder.open(files.answers);
    try {
      const rows = await keepAnswers({
        ...patience,
        api,
        model,
        rows: rowsOf(folder.chunks()),
        done: lines.lines,
        keep: (line) => lines.append(line),
        onProgress: (done) => onProgress(asked, done),
      });
      kept.push({ model, host, path: files.answers, rows, before: lines.lines });
    } finally {
      await lines.close();
    }
  }
  return kept;
}
