import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { TestClient, type Answer, type Json } from './serverHarness.ts';

/** The published description of the API (test/fixtures/contract). */
export const descriptionPath = fileURLToPath(new URL('../fixtures/contract/openapi-fine-tuning.json', import.meta.url));
const description: Json = JSON.parse(readFileSync(descriptionPath, 'utf8'));

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With its parameters: `/files/{file_id}`. */
  readonly path: string;
}

const paths = description.paths as Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>;
export const operations: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId: id }]) => ({ id, method: method.toUpperCase(), path })),
);

/** The id of the operation that a request is. */
function operationOf(method: string, path: string): string | undefined {
  const [plain = ''] = path.split('?');
  const pattern = (of: string): RegExp => new RegExp(`^${of.replace(/\{\w+\}/g, '[^/]+')}$`);
  return operations.find((operation) => operation.method === method && pattern(operation.path).test(plain))?.id;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(withNull(description) as object, 'description');

/** `nullable` is OpenAPI's own; JSON Schema knows it neither beside a reference nor beside an enumeration. */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...schema } = Object.fromEntries(Object.entries(value).map(([key, of]) => [key, withNull(of)]));
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** Fails where a value is not of a schema of the description. */
export function assertSchema(name: string, value: unknown): void {
  const validate = ajv.compile({ $ref: `description#/components/schemas/${name}` });
  assert.ok(validate(value), `${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}

/** The error body of the API, which the description leaves open. */
const isEnvelope = ajv.compile({
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      additionalProperties: false,
      properties: {
        // A sentence, without a stack.
        message: { type: 'string', pattern: '^[^\\n]+$' },
        type: { enum: ['invalid_request_error', 'server_error'] },
        param: { type: ['string', 'null'] },
        code: { type: ['string', 'null'] },
      },
    },
  },
});

export function assertEnvelope({ status, body }: Answer): void {
  assert.ok(isEnvelope(body), `${status}: ${ajv.errorsText(isEnvelope.errors)} in ${JSON.stringify(body)}`);
}

interface Violation {
  readonly location: readonly string[];
  readonly message: string;
}

/**
 * Asks through Prism, a proxy that holds requests and responses against the description and tells violations in a header.
 * Each answer must be free of them; a request that is refused may have some itself.
 */
export class ContractClient extends TestClient {
  /** Ids of the operations that were asked. */
  readonly driven = new Set<string | undefined>();

  override async ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const answer = await super.ask(method, path, body, headers);
    this.driven.add(operationOf(method, path));
    const violations = JSON.parse(answer.headers.get('sl-violations') ?? '[]') as Violation[];
    const isRefused = answer.status >= 400;
    if (isRefused) assertEnvelope(answer);
    const isExpected = ({ location: [part], message }: Violation): boolean =>
      isRefused && (part === 'request' || message.startsWith('Unable to match the returned status'));
    const unexpected = violations.filter((violation) => !isExpected(violation));
    assert.deepEqual(unexpected, [], `${method} ${path}: ${answer.status}`);
    return answer;
  }
}
