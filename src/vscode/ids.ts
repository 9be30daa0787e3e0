/** Every id that package.json and the code share; a unit test proves that both agree. */
export const commands = {
  launchJob: 'finetune.launchJob',
  launchAgain: 'finetune.launchAgain',
  launchAgainOn: 'finetune.launchAgainOn',
  keepAnswers: 'finetune.keepAnswers',
  pauseJob: 'finetune.pauseJob',
  resumeJob: 'finetune.resumeJob',
  cancelJob: 'finetune.cancelJob',
  openMetrics: 'finetune.openMetrics',
  showEvents: 'finetune.showEvents',
  copyJobId: 'finetune.copyJobId',
  copyModelName: 'finetune.copyModelName',
  copyAsCode: 'finetune.copyAsCode',
  copyValue: 'finetune.copyValue',
  pinJob: 'finetune.pinJob',
  unpinJob: 'finetune.unpinJob',
  openFileContent: 'finetune.openFileContent',
  deleteFile: 'finetune.deleteFile',
  deleteModel: 'finetune.deleteModel',
  tryModel: 'finetune.tryModel',
  showFailureLine: 'finetune.showFailureLine',
  filterJobs: 'finetune.filterJobs',
  clearJobFilter: 'finetune.clearJobFilter',
  groupJobs: 'finetune.groupJobs',
  loadMoreJobs: 'finetune.loadMoreJobs',
  refreshJobs: 'finetune.refreshJobs',
  addConnection: 'finetune.addConnection',
  editConnection: 'finetune.editConnection',
  renameConnection: 'finetune.renameConnection',
  removeConnection: 'finetune.removeConnection',
  testConnection: 'finetune.testConnection',
  enterKey: 'finetune.enterKey',
  chooseDefaultConnection: 'finetune.chooseDefaultConnection',
  archiveConnection: 'finetune.archiveConnection',
  verifyArchive: 'finetune.verifyArchive',
  openSample: 'finetune.openSample',
  checkFile: 'finetune.checkFile',
  checkAsDataset: 'finetune.checkAsDataset',
  stopChecking: 'finetune.stopChecking',
  chooseFormat: 'finetune.chooseFormat',
  chooseTarget: 'finetune.chooseTarget',
  saveAsUtf8: 'finetune.saveAsUtf8',
  explainRule: 'finetune.explainRule',
  showLog: 'finetune.showLog',
  showServerLog: 'finetune.showServerLog',
  startLocalServer: 'finetune.startLocalServer',
  stopLocalServer: 'finetune.stopLocalServer',
  openServerFolder: 'finetune.openServerFolder',
  cleanUpLocalServer: 'finetune.cleanUpLocalServer',
} as const;

export const settings = {
  datasetFiles: 'finetune.dataset.files',
  datasetTarget: 'finetune.dataset.target',
  datasetModel: 'finetune.dataset.model',
  tokenHints: 'finetune.dataset.tokenHints',
  validationFiles: 'finetune.dataset.validationFiles',
  connections: 'finetune.connections',
  defaultConnection: 'finetune.launch.defaultConnection',
  allowUnattended: 'finetune.launch.allowUnattended',
  prices: 'finetune.launch.prices',
  tellsEnds: 'finetune.jobs.notifyWhenOver',
  localServerPort: 'finetune.localServer.port',
  localServerEngines: 'finetune.localServer.engines',
} as const;

export const views = { jobs: 'finetune.jobs' } as const;

export const contextKeys = {
  /** The active editor holds a dataset. */
  isDataset: 'finetune.isDataset',
  /** The jobs view lists at least one job. */
  hasJobs: 'finetune.hasJobs',
  /** Why the jobs view is empty, or `jobs` (`JobsOverview`). */
  jobsOverview: 'finetune.jobsOverview',
  /** The jobs view shows only jobs that pass a filter. */
  isFiltered: 'finetune.isFiltered',
} as const;

/** Kind of the webviews that hold a chart. */
export const chartViewType = 'finetune.metrics';

/** Scheme of the read-only event logs. */
export const eventsScheme = 'finetune-events';

/** First part of their paths, by which VS Code knows their language. */
export const eventsFolder = 'fine-tuning-events';

/** Scheme of the read-only contents of files at services. */
export const uploadedScheme = 'finetune-uploaded';

/** Scheme of the summaries of files checked from disk. */
export const summaryScheme = 'finetune-summary';

/** Scheme of the reports on archives. */
export const archiveReportScheme = 'finetune-archive';

/** Scheme of what models answered that somebody tried. */
export const answersScheme = 'finetune-answers';

/** Owner of our diagnostics, shown as their source. */
export const diagnosticsOwner = 'finetune';
