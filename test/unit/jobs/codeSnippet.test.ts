import assert from 'node:assert/strict';
import { codeSnippet, snippetLanguages } from '../../../src/jobs/codeSnippets/codeSnippet.ts';
import type { SnippetService, SnippetTask } from '../../../src/jobs/codeSnippets/task.ts';

const openai: SnippetService = { kind: 'openai', authentication: 'key', baseUrl: 'https://api.openai.com/v1' };
const azure: SnippetService = { kind: 'azure', authentication: 'key', baseUrl: 'https://r.openai.azure.com/openai/v1' };
const classic: SnippetService = {
  ...azure,
  baseUrl: 'https://r.openai.azure.com/openai',
  apiVersion: '2025-04-01-preview',
};
const watch: SnippetTask = { type: 'watch', job: 'ftjob-1' };
const ask: SnippetTask = { type: 'ask', model: 'ft:m:acme:codes:1' };

describe('A job as code', () => {
  it('is a Python program that looks at it', () => {
    assert.equal(
      codeSnippet('python', { ...openai, organization: 'org-1', project: 'proj-1' }, watch),
      `# Needs: pip install openai
# OPENAI_API_KEY holds the key.
import os
from openai import OpenAI

client = OpenAI(
    base_url="https://api.openai.com/v1",
    api_key=os.environ["OPENAI_API_KEY"],
    organization="org-1",
    project="proj-1",
)
job = client.fine_tuning.jobs.retrieve("ftjob-1")
print(job.status, job.fine_tuned_model)
events = client.fine_tuning.jobs.list_events("ftjob-1", limit=20)
for event in reversed(events.data):
    print(event.created_at, event.message)
`,
    );
  });

  it('launches one like it in Python, with what the SDK does not name in a body of its own', () => {
    const request = { model: 'm', training_file: 'file-1', method: { type: 'dpo', deep: [true, null] }, odd: 1 };
    const code = codeSnippet('python', openai, { type: 'launch', request });
    assert.match(code, /\n {4}method=\{"type": "dpo", "deep": \[True, None\]\},\n {4}extra_body=\{"odd": 1\},\n\)/);
  });

  it('goes to Azure with its header, and with the version that older addresses want', () => {
    assert.match(codeSnippet('curl', classic, watch), /events\?limit=20&api-version=2025-04-01-preview'/);
    assert.match(
      codeSnippet('curl', classic, ask),
      /\/openai\/deployments\/ft%3Am%3Aacme%3Acodes%3A1\/chat\/completions\?api-version=2025-04-01-preview'/,
    );
    assert.match(codeSnippet('curl', azure, ask), /\/openai\/v1\/chat\/completions'/);
    for (const service of [azure, classic]) {
      assert.match(codeSnippet('curl', service, watch), /-H "api-key: \$AZURE_OPENAI_API_KEY"/);
      for (const language of snippetLanguages) assert.match(codeSnippet(language, service, ask), /Deploy the model/);
    }
    assert.match(codeSnippet('python', classic, watch), /AzureOpenAI\(\n.*\n {4}api_version="2025-04-01-preview"/);
    assert.match(codeSnippet('node', azure, watch), /defaultHeaders: \{ 'api-key': process\.env\.AZURE_OPENAI_API_KEY/);
  });

  it('takes a token of a Microsoft account from a variable, and says how to get one', () => {
    for (const language of snippetLanguages) {
      const code = codeSnippet(language, { ...classic, authentication: 'microsoft' }, watch);
      assert.match(code, /AZURE_OPENAI_AD_TOKEN holds a token: az account get-access-token/);
    }
  });

  it('needs no variable where a service asks for nothing', () => {
    for (const language of snippetLanguages) {
      const code = codeSnippet(language, { ...openai, kind: 'compatible', authentication: 'none' }, watch);
      assert.doesNotMatch(code, /environ|process\.env|Authorization|import os/);
    }
  });

  it('names its variable as the command line does for services without one of their own', () => {
    assert.match(codeSnippet('curl', { ...openai, kind: 'local' }, watch), /Bearer \$FINETUNE_API_KEY"/);
  });

  it('holds what it was given as text, whatever is in it', () => {
    const task: SnippetTask = { type: 'launch', request: { model: `it's "$HOME" \`id\` \\ \n`, training_file: 'f' } };
    assert.match(codeSnippet('curl', openai, task), /it'\\''s \\"\$HOME\\" `id` \\\\ \\n/);
    for (const language of ['python', 'node'] as const) {
      assert.ok(codeSnippet(language, openai, task).includes(JSON.stringify(task.request['model'])));
    }
  });
});
