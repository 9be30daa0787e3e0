/**
 * What happens to a part of a job on its way to another service. `carried` = it is the same there; `changed` = it is
 * something else there; `left` = it is not sent; `refused` = the job cannot be launched there.
 */
export type NoteEffect = 'carried' | 'changed' | 'left' | 'refused';

/** One thing that a person should know before the job is sent; put into words by movingWords.ts. */
export type MovingNote =
  | { readonly effect: 'carried'; readonly about: 'method' | 'seed' | 'suffix' | 'grader'; readonly value: string }
  | { readonly effect: 'carried'; readonly about: 'metadata'; readonly count: number }
  | {
      readonly effect: 'carried';
      readonly about: 'hyperparameter' | 'model';
      readonly name: string;
      readonly value: string;
    }
  | { readonly effect: 'carried'; readonly about: 'integrations' }
  | { readonly effect: 'changed'; readonly about: 'model' | 'suffix'; readonly from: string; readonly to: string }
  /** The job went on from a model that only the old service has. */
  | { readonly effect: 'changed'; readonly about: 'startingModel'; readonly from: string; readonly to: string }
  | {
      readonly effect: 'left';
      readonly about: 'hyperparameter' | 'range';
      readonly name: string;
      readonly value: string;
    }
  | { readonly effect: 'left'; readonly about: 'seed' | 'field'; readonly value: string }
  | { readonly effect: 'left'; readonly about: 'integrations' }
  | { readonly effect: 'refused'; readonly about: 'method'; readonly method: string; readonly model: string }
  /** Whatever else keeps the job from being launched, in words. */
  | { readonly effect: 'refused'; readonly about: 'other'; readonly reason: string }
  /** `from`: the copy on this machine, or the old service, whose copy is fetched first. */
  | { readonly effect: 'carried'; readonly about: 'file'; readonly from: 'copy' | 'service'; readonly name: string };

/** True where the job cannot be launched there. */
export const isRefused = (notes: readonly MovingNote[]): boolean => notes.some(({ effect }) => effect === 'refused');
