import { rulePage, type RuleSection } from '../dataset/rulesPage.ts';
import { graderRules } from '../graders/catalogue.ts';
import { fitRules } from './requestRules/catalogue/fit.ts';
import { parameterRules } from './requestRules/catalogue/parameters.ts';
import { requestRules } from './requestRules/catalogue/request.ts';

const introduction = `# Jobs and graders

What Finetune Workbench checks in the request that creates a job: the JSON of \`POST /fine_tuning/jobs\`, with the grader of
a reinforcement job in it. \`finetune check-job\` checks such a request.

Problems name their place as a path: \`$.method.supervised.hyperparameters.n_epochs\`; \`$\` is the whole request. What is
missing is told at the object that lacks it. A member that is null counts as missing. Rules on dates speak only of OpenAI,
and only where today is known; rules on models not of a local server, which has its own.

<!-- Made by scripts/rulesDoc.mjs from src/jobs/requestRules/catalogue and src/graders/catalogue.ts. Change it there. -->
`;

const sections: readonly RuleSection[] = [
  ['Requests', requestRules],
  ['Methods and hyperparameters', parameterRules],
  ['Model, method, data and date', fitRules],
  ['Graders', graderRules],
];

/** The part of `docs/rules.md` on jobs and graders. */
export function jobRulesPage(): string {
  return rulePage(introduction, sections);
}
