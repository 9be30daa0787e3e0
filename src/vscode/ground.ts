import type * as vscode from 'vscode';
import type { Clock } from '../common/time.ts';
import type { Log } from './log.ts';
import type { Reporter } from './report.ts';
import type { StatusItem } from './statusItem.ts';

/** What both halves of the extension are built from. */
export interface Ground {
  readonly context: vscode.ExtensionContext;
  readonly reporter: Reporter;
  readonly log: Log;
  readonly clock: Clock;
  readonly status: StatusItem;
  /** Folder of the bundled programs. */
  readonly programs: vscode.Uri;
}
