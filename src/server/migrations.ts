/**
 * The tables, as steps that are only ever added to: a database of version N has run the first N. Times are Unix seconds as
 * in the API; `seq` keeps the order of arrival, which ids and times do not.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE files (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    filename TEXT NOT NULL,
    purpose TEXT NOT NULL
  ) STRICT;

  CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    estimated_finish INTEGER,
    status TEXT NOT NULL,
    model TEXT NOT NULL,
    -- the name the final model will have; its checkpoints' names start with it
    model_name TEXT NOT NULL,
    fine_tuned_model TEXT,
    training_file TEXT NOT NULL,
    validation_file TEXT,
    suffix TEXT,
    seed INTEGER NOT NULL,
    method TEXT NOT NULL,
    hyperparameters TEXT NOT NULL,
    metadata TEXT,
    result_files TEXT NOT NULL DEFAULT '[]',
    trained_tokens INTEGER,
    error TEXT,
    -- place in the queue: the lowest is next
    queue_position INTEGER NOT NULL DEFAULT 0,
    -- last step whose metrics are stored
    step INTEGER NOT NULL DEFAULT 0,
    total_steps INTEGER,
    -- crashes of the engine since it last saved its state
    crashes INTEGER NOT NULL DEFAULT 0,
    -- process that trains; left over after a crash of the server
    engine_pid INTEGER
  ) STRICT;
  CREATE INDEX jobs_by_status ON jobs (status, queue_position);

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    level TEXT NOT NULL,
    type TEXT NOT NULL,
    message TEXT NOT NULL,
    data TEXT,
    -- of a metrics event; no step is told twice
    step INTEGER,
    UNIQUE (job_id, step)
  ) STRICT;
  CREATE INDEX events_by_job ON events (job_id, seq);

  CREATE TABLE models (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    -- relative to the data folder
    folder TEXT NOT NULL
  ) STRICT;

  CREATE TABLE checkpoints (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    step INTEGER NOT NULL,
    model TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    metrics TEXT NOT NULL,
    UNIQUE (job_id, step)
  ) STRICT;
  `,
  `
  -- NULL: kept until it is deleted
  ALTER TABLE files ADD COLUMN expires_at INTEGER;
  CREATE VIEW files_in_use AS
    SELECT training_file AS id FROM jobs WHERE status NOT IN ('succeeded', 'failed', 'cancelled')
    UNION SELECT validation_file FROM jobs
      WHERE status NOT IN ('succeeded', 'failed', 'cancelled') AND validation_file IS NOT NULL;

  CREATE TABLE uploads (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    filename TEXT NOT NULL,
    purpose TEXT NOT NULL,
    -- of the whole file, as announced
    bytes INTEGER NOT NULL,
    -- seconds that the file will be kept; NULL: as long as its purpose says
    lifetime INTEGER,
    -- the file that a completed upload became; it may be deleted since
    file_id TEXT
  ) STRICT;

  CREATE TABLE upload_parts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    upload_id TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX upload_parts_by_upload ON upload_parts (upload_id);
  `,
  `
  CREATE TABLE batches (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    completion_window TEXT NOT NULL,
    input_file TEXT NOT NULL,
    output_file TEXT,
    error_file TEXT,
    metadata TEXT,
    -- seconds that the files made of the answers are kept; NULL: as long as their purpose says
    output_lifetime INTEGER,
    problems TEXT,
    total INTEGER NOT NULL DEFAULT 0,
    completed INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    in_progress_at INTEGER,
    finalizing_at INTEGER,
    completed_at INTEGER,
    failed_at INTEGER,
    expired_at INTEGER,
    cancelling_at INTEGER,
    cancelled_at INTEGER
  ) STRICT;

  -- answers of batches that are not over; then they are files
  CREATE TABLE batch_results (
    batch_id TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    -- 1-based line of the input file
    line INTEGER NOT NULL,
    is_failed INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
  ) STRICT;

  DROP VIEW files_in_use;
  CREATE VIEW files_in_use AS
    SELECT training_file AS id FROM jobs WHERE status NOT IN ('succeeded', 'failed', 'cancelled')
    UNION SELECT validation_file FROM jobs
      WHERE status NOT IN ('succeeded', 'failed', 'cancelled') AND validation_file IS NOT NULL
    UNION SELECT input_file FROM batches WHERE status IN ('validating', 'in_progress');
  `,
  `
  -- JSON; NULL where the method has none
  ALTER TABLE jobs ADD COLUMN grader TEXT;
  `,
];
