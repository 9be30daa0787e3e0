import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as languageServices from 'vscode-json-languageservice';
import { jobFileMembers } from '../../../src/jobs/jobFile.ts';
import { methodNames } from '../../../src/jobs/requestRules/methods.ts';
import { requestFields } from '../../../src/jobs/requestRules/requestFields.ts';
import { corpusCases } from '../../unit/jobs/requestRules/support.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const json = createRequire(import.meta.url)('vscode-json-languageservice') as typeof languageServices;
const schema = JSON.parse(readFileSync('media/jobFile.schema.json', 'utf8')) as Schema;

/** The JSON support of VS Code, with our schema. */
function service(): languageServices.LanguageService {
  const languageService = json.getLanguageService({});
  languageService.configure({ schemas: [{ uri: 'file:///schema.json', fileMatch: ['*.finetune.json'], schema }] });
  return languageService;
}

const documentOf = (text: string): languageServices.TextDocument =>
  json.TextDocument.create('file:///a.finetune.json', 'json', 1, text);

describe('the schema of job files', () => {
  it('knows what the rules know', () => {
    const { request, method } = schema.definitions ?? {};
    const keys = (part: Schema | undefined): string[] => Object.keys(part?.properties ?? {}).sort();
    assert.deepEqual(keys(schema), jobFileMembers.toSorted());
    assert.deepEqual(keys(request), requestFields.toSorted());
    assert.deepEqual(keys(method), ['type', ...methodNames].sort());
  });

  it('marks nothing by itself: what is wrong is told once, by the rules', async () => {
    const languageService = service();
    for (const { name, request } of corpusCases()) {
      const document = documentOf(JSON.stringify({ request }));
      const marks = await languageService.doValidation(document, languageService.parseJSONDocument(document));
      assert.deepEqual(marks, [], name);
    }
  });

  it('offers members and values, and explains them', async () => {
    const languageService = service();
    const offered = async (text: string): Promise<string[]> => {
      const document = documentOf(text.replace('|', ''));
      const position = document.positionAt(text.indexOf('|'));
      const list = await languageService.doComplete(document, position, languageService.parseJSONDocument(document));
      return list?.items.map(({ label }) => label) ?? [];
    };
    assert.ok((await offered('{"request": {"su|": 1}}')).includes('suffix'));
    assert.deepEqual((await offered('{"request": {"method": {"type": |}}}')).sort(), [
      '"dpo"',
      '"reinforcement"',
      '"supervised"',
    ]);
    const document = documentOf('{"request": {"seed": 1}}');
    const hover = await languageService.doHover(
      document,
      document.positionAt(15),
      languageService.parseJSONDocument(document),
    );
    assert.match(JSON.stringify(hover?.contents), /same seed/);
  });
});
