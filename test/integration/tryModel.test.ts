// Models that were fine-tuned are asked, and what they answer is shown.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ScriptedService } from '../support/scriptedService.ts';
import { addJob, connectionTo } from './scripted.ts';
import { cleanUp, datasetFile, set, untilStatus } from './support.ts';

interface Answers {
  readonly answer: string;
  readonly baseAnswer?: string;
}

const tryModel = (argument: Record<string, unknown>): Thenable<Answers> =>
  vscode.commands.executeCommand('finetune.tryModel', argument);

const shown = (): readonly vscode.TextDocument[] =>
  vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'finetune-answers');

/** An untrained model says anything, line ends of all kinds too, which a document makes alike. */
const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** A row with a system message. */
const briefRow = (question: string): string =>
  JSON.stringify({
    messages: [
      { role: 'system', content: 'Answer with "yes".\nNothing else.' },
      { role: 'user', content: question },
      { role: 'assistant', content: 'yes' },
    ],
  });

describe('Try Model', function () {
  this.timeout(240_000);

  afterEach(cleanUp);

  it('shows what a model of the local server and its base answer, with the system message of its training file', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => briefRow(`Is ${index} a number?`));
    const job = await vscode.commands.executeCommand<string>('finetune.launchJob', {
      trainingFile: (await datasetFile('train.jsonl', rows)).fsPath,
      model: 'baseline-1',
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 3 } } },
      suffix: 'tried',
      confirm: false,
    });
    assert.equal(await untilStatus(job, 'succeeded', 'failed', 'cancelled'), 'succeeded');
    const { answer, baseAnswer } = await tryModel({ job, message: 'Is 3 a `number`?' });
    assert.equal(typeof answer, 'string');
    assert.equal(typeof baseAnswer, 'string');
    const text = shown().at(-1)?.getText() ?? '';
    assert.ok(text.includes('```text\nIs 3 a `number`?\n```'), text);
    assert.ok(text.includes('```text\nAnswer with "yes".\nNothing else.\n```'), text);
    assert.match(text, /## ft\\:baseline\\-1\\:\S+tried/);
    assert.match(text, /## baseline\\-1 \\\(its base model\\\)/);
    assert.ok(letters(text).includes(letters(answer)) && letters(text).includes(letters(baseAnswer ?? '')), text);
  });

  it('gives a program both answers and shows nothing, is refused where that is not allowed, and says what a service says', async () => {
    const acme = await ScriptedService.start({ key: '' });
    try {
      await set('finetune.connections', [connectionTo('Acme', acme)]);
      addJob(acme, 'ftjob-tried', { status: 'succeeded', fine_tuned_model: 'ft:m-1:acme::1' });
      const given = { model: 'ft:m-1:acme::1', connection: 'Acme', job: 'ftjob-tried', message: 'Hi', confirm: false };
      await assert.rejects(async () => tryModel(given), /Acme without asking is not allowed/);
      assert.equal(acme.count('POST /chat/completions'), 0);

      await set('finetune.launch.allowUnattended', true);
      assert.deepEqual(await tryModel(given), { answer: 'Yes.', baseAnswer: 'Yes.' });
      const asked = acme.requests.filter(({ url }) => url.endsWith('/chat/completions'));
      const messages = [{ role: 'user', content: 'Hi' }];
      assert.deepEqual(
        asked.map(({ body }): unknown => JSON.parse(body)),
        [given.model, 'm-1'].map((model) => ({ model, messages })),
      );
      assert.ok(!shown().some(({ uri }) => uri.path.includes('acme')));

      const body = { error: { message: 'No such model.' } };
      acme.next('POST /chat/completions', { type: 'answer', status: 404, body });
      await assert.rejects(async () => tryModel(given), /Acme.* does not know it: No such model\./);
      assert.equal(acme.count('POST /chat/completions'), 3);
      await assert.rejects(async () => tryModel({ ...given, message: '' }), /The argument is \{model/);
    } finally {
      await set('finetune.launch.allowUnattended', undefined);
      await set('finetune.connections', undefined);
      await acme.stop();
    }
  });
});
