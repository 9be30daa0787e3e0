import * as vscode from 'vscode';
import { pickStep, type Choice, type StepOutcome } from '../multiStep.ts';

const browse = Symbol('browse');
type Picked = vscode.Uri | undefined | typeof browse;

interface DatasetQuestion {
  readonly title: string;
  /** Of the wizard that asks; nothing for a question that stands alone. */
  readonly step?: number | undefined;
  readonly totalSteps?: number | undefined;
  readonly canGoBack?: boolean | undefined;
  readonly placeholder: string;
  /** Words of the choice for "no file"; without them a file must be chosen. */
  readonly none?: string;
  /** Left out of the list. */
  readonly except?: vscode.Uri;
  /** Preselected. */
  readonly active?: vscode.Uri;
}

/** `.jsonl` files listed at most; the others are reached by browsing. */
const listed = 200;

/** Lets the person choose a `.jsonl` file of the workspace, or one from disk. */
export async function chooseDataset(question: DatasetQuestion): Promise<StepOutcome<vscode.Uri | undefined>> {
  const { t } = vscode.l10n;
  const found = await vscode.workspace.findFiles('**/*.{jsonl,ndjson}', '**/node_modules/**', listed);
  const files = found
    .filter((uri) => uri.toString() !== question.except?.toString())
    .sort((a, b) => a.path.localeCompare(b.path));
  const choices: Choice<Picked>[] = [
    ...(question.none === undefined
      ? []
      : [{ label: question.none, iconPath: new vscode.ThemeIcon('circle-slash'), value: undefined }]),
    ...files.map((uri) => ({
      label: vscode.workspace.asRelativePath(uri),
      iconPath: new vscode.ThemeIcon('file'),
      value: uri,
    })),
    { label: t('Browse...'), iconPath: new vscode.ThemeIcon('folder-opened'), value: browse, alwaysShow: true },
  ];
  const active = files.find((uri) => uri.toString() === question.active?.toString());
  const { title, step, totalSteps, canGoBack, placeholder } = question;
  const result = await pickStep<Picked>({
    title,
    step,
    totalSteps,
    canGoBack,
    placeholder,
    choices,
    ...(active && { active }),
  });
  if (result.type !== 'chosen') return result;
  if (result.value !== browse) return { type: 'chosen', value: result.value };
  const filters = { [t('JSON Lines')]: ['jsonl', 'ndjson'] };
  const [chosen] = (await vscode.window.showOpenDialog({ filters, title: question.placeholder })) ?? [];
  return chosen ? { type: 'chosen', value: chosen } : { type: 'left' };
}
