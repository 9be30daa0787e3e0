/** One version of the npm package `code-server`, which carries a whole VS Code with its browser workbench. */
export interface PinnedVSCode {
  /** 4.N.P is VS Code 1.N.P. */
  readonly packageVersion: string;
  /**
   * The Node that its extension host runs on, as in the desktop VS Code of that version; undefined for the one that runs
   * this. VS Code 1.110 needs Node 22: on 24 its extension host stops answering.
   */
  readonly node: string | undefined;
  /**
   * Version of the npm package with ripgrep, which finds a workspace's files; undefined where code-server brings it.
   * Older ones would download it from elsewhere.
   */
  readonly ripgrep: string | undefined;
}

/** `oldest` is what `engines.vscode` in package.json promises; `newest` is raised by hand. */
export const pinned = {
  oldest: { packageVersion: '4.110.0', node: '22.23.3', ripgrep: '1.18.0' },
  newest: { packageVersion: '4.139.1', node: undefined, ripgrep: undefined },
} as const satisfies Record<string, PinnedVSCode>;

export type PinnedName = keyof typeof pinned;

/** The pinned VS Code that FINETUNE_VSCODE names; `newest` without it. */
export function chosenName(env: NodeJS.ProcessEnv): PinnedName {
  const name = env['FINETUNE_VSCODE'] ?? 'newest';
  if (name === 'oldest' || name === 'newest') return name;
  throw new Error(`FINETUNE_VSCODE is ${name}; it can be oldest or newest.`);
}
