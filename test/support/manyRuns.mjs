// Has what is tried at random tried more often (test/support/runs.ts).
process.env['FINETUNE_MANY_RUNS'] = '1';
