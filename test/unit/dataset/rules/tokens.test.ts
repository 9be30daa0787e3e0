import assert from 'node:assert/strict';
import { baseModel, tokenLimit } from '../../../../src/dataset/models.ts';
import { problemMessage } from '../../../../src/dataset/messages.ts';
import { mayRowExceedTokenLimit, overTokenLimit, safeBytes } from '../../../../src/dataset/rules/tokens.ts';

describe('the limit of tokens', () => {
  const cases: readonly (readonly [model: string, tokens: number | undefined])[] = [
    ['gpt-4.1-mini-2025-04-14', 65_536],
    ['gpt-4.1', 65_536],
    ['gpt-4o-2024-08-06', 65_536],
    ['ft:gpt-4o-mini-2024-07-18:acme::abc', 65_536],
    ['gpt-4.1-mini-2025-04-14.ft-0123', 65_536],
    ['gpt-3.5-turbo-0125', 16_385],
    ['gpt-3.5-turbo-0613', 4_096],
    ['gpt-4', undefined],
    ['o4-mini-2025-04-16', undefined],
    ['davinci-002', undefined],
  ];
  for (const [model, tokens] of cases) {
    it(`of ${model} is ${tokens ?? 'not known'}`, () => assert.equal(tokenLimit(model), tokens));
  }

  it('is what the service tells', () => {
    assert.equal(tokenLimit('gpt-4.1', { tokensPerExample: 100 }), 100);
    assert.equal(tokenLimit('own', { tokensPerExample: 100 }), 100);
  });

  it('is that of the base of a fine-tuned model', () => {
    assert.equal(baseModel('ft:gpt-4.1:acme::abc'), 'gpt-4.1');
    assert.equal(baseModel('gpt-4.1'), 'gpt-4.1');
  });
});

describe('a row', () => {
  it('is counted only if it has the bytes for too many tokens', () => {
    assert.ok(safeBytes() > 63_000);
    assert.ok(safeBytes() < 65_537);
    assert.equal(safeBytes('davinci-002'), Infinity);
    assert.ok(safeBytes('own', { tokensPerExample: 4000 }) < 4000);
  });

  const at = (row: string, tokens: number): string | undefined => {
    const problem = overTokenLimit(row, tokens);
    return problem && row.slice(problem.span.start, problem.span.end);
  };

  it('with more tokens than that is marked at the key of what is trained', () => {
    assert.equal(at('{"messages":[]}', 65_536), undefined);
    assert.equal(at('{"tools":[], "messages":[]}', 65_537), '"messages"');
    assert.equal(at('{"preferred_output":[],"input":{}}', 65_537), '"input"');
    assert.equal(at('{"completion":"","prompt":""}', 65_537), '"prompt"');
    assert.equal(at(' {"completion":""}', 65_537), '{');
  });

  it('says both numbers, and whether the first is exact', () => {
    const sentence = (row: string): string => {
      const problem = overTokenLimit(row, 70_000);
      return problem ? problemMessage({ ...problem, row: 0 }) : '';
    };
    const exact = '70,000 tokens; the end will be cut at 65,536.';
    assert.equal(sentence('{"messages":[{"role":"user","content":"the \\"tools\\": none"}]}'), exact);
    assert.equal(sentence('{"prompt":"tools","completion":""}'), exact);
    const estimates = ['"tools": []', '"a":{"image_url" :{}}', '"tool_calls":[]', '"preferred_output":[]'];
    for (const member of estimates) assert.equal(sentence(`{"messages":[],${member}}`), `About ${exact}`);
  });
});

describe('the text of a row', () => {
  it('is long enough by its bytes, not by its units', () => {
    const units = 63_808;
    assert.equal(mayRowExceedTokenLimit('a'.repeat(units)), false);
    assert.equal(mayRowExceedTokenLimit('a'.repeat(units + 1)), true);
    assert.equal(mayRowExceedTokenLimit(`é${'a'.repeat(units - 2)}`), false);
    assert.equal(mayRowExceedTokenLimit(`é${'a'.repeat(units - 1)}`), true);
    assert.equal(mayRowExceedTokenLimit('字'.repeat(units / 3)), false);
    assert.equal(mayRowExceedTokenLimit('字'.repeat(units / 3 + 1)), true);
    assert.equal(mayRowExceedTokenLimit('😀'.repeat(units / 4)), false);
    assert.equal(mayRowExceedTokenLimit('😀'.repeat(units / 4 + 1)), true);
    assert.equal(mayRowExceedTokenLimit('a'.repeat(3000), 'own', { tokensPerExample: 1000 }), true);
    assert.equal(mayRowExceedTokenLimit('a'.repeat(1e6), 'davinci-002'), false);
  });
});
