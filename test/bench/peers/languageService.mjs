// What an editor without us can do: the JSON language service with a schema of chat data, line by line.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

// Its main is a script whose names an import does not see.
const { TextDocument, getLanguageService } = createRequire(import.meta.url)('vscode-json-languageservice');

// In the manner of the published schemas of requests: one alternative a role.
const parts = { type: 'array', minItems: 1, items: { type: 'object', required: ['type'] } };
const text = { oneOf: [{ type: 'string' }, parts] };
const message = (role, properties, required) => ({
  type: 'object',
  properties: { role: { type: 'string', enum: [role] }, content: text, name: { type: 'string' }, ...properties },
  required: ['role', ...required],
  additionalProperties: false,
});
const call = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    type: { enum: ['function'] },
    function: {
      type: 'object',
      properties: { name: { type: 'string' }, arguments: { type: 'string' } },
      required: ['name', 'arguments'],
    },
  },
  required: ['id', 'type', 'function'],
};
const answer = {
  content: { anyOf: [text, { type: 'null' }] },
  refusal: { type: ['string', 'null'] },
  weight: { enum: [0, 1] },
  tool_calls: { type: 'array', items: call },
};
const messages = {
  type: 'array',
  minItems: 1,
  items: {
    anyOf: [
      message('system', {}, ['content']),
      message('user', {}, ['content']),
      message('assistant', answer, []),
      message('tool', { tool_call_id: { type: 'string' } }, ['content', 'tool_call_id']),
      message('function', {}, ['content', 'name']),
    ],
  },
};
const tool = {
  type: 'object',
  properties: {
    type: { enum: ['function'] },
    function: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  },
  required: ['type', 'function'],
};
const schema = {
  type: 'object',
  properties: { messages, tools: { type: 'array', items: tool }, parallel_tool_calls: { type: 'boolean' } },
  required: ['messages'],
  additionalProperties: false,
};

const service = getLanguageService({});
service.configure({ validate: true, schemas: [{ uri: 'chat', fileMatch: ['*.json'], schema }] });
let rows = 0;
let problems = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const document = TextDocument.create(`file:///${rows++}.json`, 'json', 1, line);
  problems += (await service.doValidation(document, service.parseJSONDocument(document))).length;
}
console.log(JSON.stringify({ rows, problems }));
