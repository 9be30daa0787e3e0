// Has properties of the unit tests tried more often (test/support/runs.ts).
process.env['FINETUNE_MANY_RUNS'] = '1';
