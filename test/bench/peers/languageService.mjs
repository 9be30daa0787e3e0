// What an editor without us can do: the JSON language service with a schema of chat data, line by line.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

// Its main is a script whose names an import does not see.
const { TextDocument, getLanguageService } = createRequire(import.meta.url)('vscode-json-languageservice');

const message = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { enum: ['system', 'developer', 'user', 'assistant', 'tool', 'function'] },
    content: { type: ['string', 'array', 'null'] },
    name: { type: 'string', maxLength: 64 },
    weight: { enum: [0, 1] },
    tool_calls: { type: 'array', items: { type: 'object', required: ['id', 'type', 'function'] } },
    tool_call_id: { type: 'string' },
  },
  additionalProperties: false,
};
const schema = {
  type: 'object',
  required: ['messages'],
  properties: {
    messages: { type: 'array', minItems: 1, items: message },
    tools: { type: 'array', items: { type: 'object', required: ['type', 'function'] } },
    parallel_tool_calls: { type: 'boolean' },
  },
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
