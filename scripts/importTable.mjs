// Who may import whom (CONTRIBUTING.md, "The house"). One entry a folder of src/; the lint rule house/import-table
// enforces it. `modules` are bare specifiers; "node" stands for every `node:` module.

/** @type {Record<string, { folders: string[], files?: string[], types?: string[], modules?: string[], only?: Record<string, string[]> }>} */
export const importTable = {
  common: { folders: [] },
  dataset: { folders: ['common'], modules: ['jsonc-parser', '@vscode/l10n'] },
  graders: { folders: ['common'], modules: ['@vscode/l10n'] },
  jobs: {
    folders: ['common', 'dataset', 'graders'],
    modules: ['jsonc-parser', '@vscode/l10n'],
    only: { openai: ['jobs/openaiApi.ts'] },
  },
  evaluate: { folders: ['common', 'dataset', 'graders'], files: ['jobs/api'] },
  disk: {
    folders: ['common'],
    files: ['jobs/archive'],
    types: ['jobs/answers/answerModels', 'jobs/folder', 'jobs/launchParts'],
    modules: ['node', '@vscode/l10n'],
  },
  engines: { folders: ['common', 'dataset', 'graders'], modules: ['node'] },
  server: {
    folders: ['common', 'dataset', 'engines', 'graders'],
    files: ['disk/durable', 'disk/processes', 'jobs/request', 'jobs/requestRules'],
    types: ['jobs/api'],
    modules: ['node', 'fastify', '@fastify/multipart'],
  },
  worker: { folders: ['common', 'dataset'], modules: ['node'] },
  cli: {
    folders: ['common', 'dataset', 'disk', 'jobs', 'graders', 'evaluate', 'worker'],
    modules: ['node'],
    only: { 'folder:server': ['cli/serve.ts'] },
  },
  webview: {
    folders: ['common', 'dataset'],
    files: ['jobs/jobStatus', 'jobs/metrics', 'jobs/metricFindings'],
    modules: ['@vscode/l10n'],
    only: { uplot: ['plot', 'areas', 'axes', 'scale'].map((name) => `webview/chart/${name}.ts`) },
  },
  vscode: {
    folders: ['common', 'dataset', 'disk', 'jobs', 'graders', 'evaluate'],
    files: ['worker/protocol', 'worker/start', 'webview/messages'],
    modules: ['vscode', '@vscode/l10n'],
    only: {
      node: ['vscode/localServer.ts', 'vscode/cacheFile.ts', 'vscode/serverPrograms.ts'],
    },
  },
  'extension.ts': { folders: ['vscode', 'common'], modules: ['vscode'] },
};
