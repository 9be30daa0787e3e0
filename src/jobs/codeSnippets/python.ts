import { isObject, type JsonObject } from '../../common/json.ts';
import { greeting, keyVariable, shownEvents, type SnippetService, type SnippetTask } from './task.ts';
import { comments } from './comments.ts';

/** A Python program that uses the official SDK. */
export function pythonSnippet(service: SnippetService, task: SnippetTask): string {
  const isClassic = service.apiVersion !== undefined;
  const client = isClassic ? 'AzureOpenAI' : 'OpenAI';
  return [
    ...comments(service, task, 'pip install openai').map((line) => `# ${line}`),
    ...(keyVariable(service) === undefined ? [] : ['import os']),
    `from openai import ${client}`,
    '',
    `client = ${client}(`,
    ...clientArguments(service).map((line) => `    ${line},`),
    ')',
    ...taskLines(task),
    '',
  ].join('\n');
}

function clientArguments(service: SnippetService): readonly string[] {
  const { baseUrl, apiVersion, kind, authentication, organization, project } = service;
  const variable = keyVariable(service);
  const key = variable === undefined ? '"none"' : `os.environ["${variable}"]`;
  const isClassic = apiVersion !== undefined;
  const isAzureKey = kind === 'azure' && authentication === 'key' && !isClassic;
  return [
    `base_url=${literal(baseUrl)}`,
    ...(isClassic ? [`api_version=${literal(apiVersion)}`] : []),
    isClassic && authentication === 'microsoft' ? `azure_ad_token=${key}` : `api_key=${key}`,
    ...(isAzureKey ? [`default_headers={"api-key": ${key}}`] : []),
    ...(organization === undefined ? [] : [`organization=${literal(organization)}`]),
    ...(project === undefined ? [] : [`project=${literal(project)}`]),
  ];
}

function taskLines(task: SnippetTask): readonly string[] {
  switch (task.type) {
    case 'watch':
      return [
        `job = client.fine_tuning.jobs.retrieve(${literal(task.job)})`,
        'print(job.status, job.fine_tuned_model)',
        `events = client.fine_tuning.jobs.list_events(${literal(task.job)}, limit=${shownEvents})`,
        'for event in reversed(events.data):',
        '    print(event.created_at, event.message)',
      ];
    case 'launch':
      return [
        'job = client.fine_tuning.jobs.create(',
        ...launchArguments(task.request).map((line) => `    ${line},`),
        ')',
        'print(job.id, job.status)',
      ];
    case 'ask':
      return [
        'answer = client.chat.completions.create(',
        `    model=${literal(task.model)},`,
        `    messages=[${literal(greeting)}],`,
        ')',
        'print(answer.choices[0].message.content)',
      ];
  }
}

/** What the SDK names; it takes nothing else but in a body of one's own. */
const named = new Set([
  'model',
  'training_file',
  'validation_file',
  'hyperparameters',
  'integrations',
  'metadata',
  'method',
  'seed',
  'suffix',
]);

function launchArguments(request: JsonObject): readonly string[] {
  const lines = Object.entries(request).map(([name, value]) => [name, `${name}=${literal(value)}`] as const);
  const others = Object.fromEntries(Object.entries(request).filter(([name]) => !named.has(name)));
  return [
    ...lines.filter(([name]) => named.has(name)).map(([, line]) => line),
    ...(Object.keys(others).length === 0 ? [] : [`extra_body=${literal(others)}`]),
  ];
}

/** A value as Python writes it. Texts in JSON are texts in Python. */
function literal(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${literal(member)}`);
  return `{${members.join(', ')}}`;
}
