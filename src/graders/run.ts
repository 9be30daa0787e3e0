import type { JsonObject } from '../common/json.ts';
import { grade, type GradeFault } from './grade.ts';
import type { Graded } from './render.ts';

/** What POST /fine_tuning/alpha/graders/run answers: RunGraderResponse of OpenAI's API description (2026-08-21). */
export interface GraderRun {
  readonly reward: number;
  readonly metadata: {
    readonly name: string;
    readonly type: string;
    readonly errors: Readonly<Record<GradeFault, boolean>> & Readonly<Record<string, boolean | string | null>>;
    /** Seconds. */
    readonly execution_time: number;
    /** Those of the graders inside a multi grader, by their names. */
    readonly scores: Readonly<Record<string, number>>;
    readonly token_usage: null;
    readonly sampled_model_name: null;
  };
  readonly sub_rewards: Readonly<Record<string, number>>;
  readonly model_grader_token_usage_per_model: Readonly<Record<string, never>>;
}

/**
 * Runs a grader on one answer; conditions as for `grade`.
 * @param now milliseconds of any clock that does not go back
 */
export function runGrader(grader: JsonObject, graded: Graded, now: () => number): GraderRun {
  const start = now();
  const { reward, subRewards, faults } = grade(grader, graded);
  return {
    reward,
    metadata: {
      name: typeof grader.name === 'string' ? grader.name : '',
      type: String(grader.type),
      errors: errorsOf(faults),
      execution_time: (now() - start) / 1000,
      scores: subRewards,
      token_usage: null,
      sampled_model_name: null,
    },
    sub_rewards: subRewards,
    model_grader_token_usage_per_model: {},
  };
}

/** All flags of the API. Those of models and of Python stay down: no such grader runs here. */
function errorsOf(faults: ReadonlySet<GradeFault>): GraderRun['metadata']['errors'] {
  return {
    formula_parse_error: faults.has('formula_parse_error'),
    sample_parse_error: faults.has('sample_parse_error'),
    truncated_observation_error: false,
    unresponsive_reward_error: false,
    invalid_variable_error: faults.has('invalid_variable_error'),
    other_error: faults.has('other_error'),
    python_grader_server_error: false,
    python_grader_server_error_type: null,
    python_grader_runtime_error: false,
    python_grader_runtime_error_details: null,
    model_grader_server_error: false,
    model_grader_refusal_error: false,
    model_grader_parse_error: false,
    model_grader_server_error_details: null,
  };
}
