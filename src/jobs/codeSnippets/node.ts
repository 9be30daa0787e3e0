import { greeting, keyVariable, shownEvents, type SnippetService, type SnippetTask } from './task.ts';
import { comments } from './comments.ts';

/** A program for Node (an ES module, `.mjs`) that uses the official SDK. */
export function nodeSnippet(service: SnippetService, task: SnippetTask): string {
  const client = service.apiVersion === undefined ? 'OpenAI' : 'AzureOpenAI';
  return [
    ...comments(service, task, 'npm install openai').map((line) => `// ${line}`),
    `import { ${client} } from 'openai';`,
    '',
    `const client = new ${client}({`,
    ...clientOptions(service).map((line) => `  ${line},`),
    '});',
    ...taskLines(task),
    '',
  ].join('\n');
}

const literal = (value: unknown): string => JSON.stringify(value);

function clientOptions(service: SnippetService): readonly string[] {
  const { baseUrl, apiVersion, kind, authentication, organization, project } = service;
  const variable = keyVariable(service);
  const key = variable === undefined ? literal('none') : `process.env.${variable}`;
  const isClassic = apiVersion !== undefined;
  const isAzureKey = kind === 'azure' && authentication === 'key' && !isClassic;
  return [
    `baseURL: ${literal(baseUrl)}`,
    ...(isClassic ? [`apiVersion: ${literal(apiVersion)}`] : []),
    isClassic && authentication === 'microsoft' ? `azureADTokenProvider: async () => ${key}` : `apiKey: ${key}`,
    ...(isAzureKey ? [`defaultHeaders: { 'api-key': ${key} }`] : []),
    ...(organization === undefined ? [] : [`organization: ${literal(organization)}`]),
    ...(project === undefined ? [] : [`project: ${literal(project)}`]),
  ];
}

function taskLines(task: SnippetTask): readonly string[] {
  switch (task.type) {
    case 'watch':
      return [
        `const job = await client.fineTuning.jobs.retrieve(${literal(task.job)});`,
        'console.log(job.status, job.fine_tuned_model);',
        `const events = await client.fineTuning.jobs.listEvents(${literal(task.job)}, { limit: ${shownEvents} });`,
        'for (const event of events.data.reverse()) console.log(event.created_at, event.message);',
      ];
    case 'launch':
      return [
        `const job = await client.fineTuning.jobs.create(${JSON.stringify(task.request, undefined, 2)});`,
        'console.log(job.id, job.status);',
      ];
    case 'ask':
      return [
        'const answer = await client.chat.completions.create({',
        `  model: ${literal(task.model)},`,
        `  messages: [${literal(greeting)}],`,
        '});',
        'console.log(answer.choices[0].message.content);',
      ];
  }
}
