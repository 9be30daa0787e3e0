// Has properties tried with the same values in each run, so that a failure is the change's and not the draw's. Others are
// tried with FINETUNE_SEED=2 and so on.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FINETUNE_SEED'] ?? 1) });
