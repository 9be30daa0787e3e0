/** Members of the request that creates a job, from OpenAI's API description (2026-08-21). Services refuse others. */
export const requestFields: readonly string[] = [
  'model',
  'training_file',
  'validation_file',
  'suffix',
  'seed',
  'method',
  'metadata',
  'integrations',
  // Deprecated; read where there is no method.
  'hyperparameters',
];
