import { greeting, keyVariable, shownEvents, type SnippetService, type SnippetTask } from './task.ts';
import { comments } from './comments.ts';

/** Requests of curl, for a shell as Unix has them. */
export function curlSnippet(service: SnippetService, task: SnippetTask): string {
  const lines = comments(service, task, '').map((line) => `# ${line}`);
  return [...lines, ...requests(service, task).map((request) => command(service, request)), ''].join('\n');
}

interface Request {
  /** Below the base address, with its query. */
  readonly path: string;
  /** Of a POST. */
  readonly body?: unknown;
}

function requests({ apiVersion }: SnippetService, task: SnippetTask): readonly Request[] {
  switch (task.type) {
    case 'watch': {
      const path = `/fine_tuning/jobs/${encodeURIComponent(task.job)}`;
      return [{ path }, { path: `${path}/events?limit=${shownEvents}` }];
    }
    case 'launch':
      return [{ path: '/fine_tuning/jobs', body: task.request }];
    case 'ask': {
      // Azure's older addresses name the deployment.
      const deployment = apiVersion === undefined ? '' : `/deployments/${encodeURIComponent(task.model)}`;
      return [{ path: `${deployment}/chat/completions`, body: { model: task.model, messages: [greeting] } }];
    }
  }
}

function command(service: SnippetService, { path, body }: Request): string {
  const { baseUrl, apiVersion, organization, project } = service;
  const version = apiVersion === undefined ? '' : `${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
  return [
    `curl -sS ${quoted(`${baseUrl}${path}${version}`)}`,
    ...keyHeader(service),
    ...(organization === undefined ? [] : [`-H ${quoted(`OpenAI-Organization: ${organization}`)}`]),
    ...(project === undefined ? [] : [`-H ${quoted(`OpenAI-Project: ${project}`)}`]),
    ...(body === undefined
      ? []
      : [`-H ${quoted('Content-Type: application/json')}`, `-d ${quoted(JSON.stringify(body, undefined, 2))}`]),
  ].join(' \\\n  ');
}

/** In double quotes, where the shell puts the key in. */
function keyHeader(service: SnippetService): readonly string[] {
  const variable = keyVariable(service);
  if (variable === undefined) return [];
  const isAzureKey = service.kind === 'azure' && service.authentication === 'key';
  return [`-H "${isAzureKey ? 'api-key: ' : 'Authorization: Bearer '}$${variable}"`];
}

/** A text as a shell takes it, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
