import assert from 'node:assert/strict';
import { formats, roles, type Format } from '../../../src/dataset/formats.ts';
import { readTree } from '../../../src/dataset/rowTree.ts';
import { allowedKeys, keySchema, rowKinds } from '../../../src/dataset/schema.ts';
import { sessionOf } from './support.ts';

const rulesOf = (row: string, format: Format): readonly string[] =>
  sessionOf(row, { format }).problems.map(({ rule }) => rule);

/** Keys that some message may have, and one that none has. */
const messageKeys = ['name', 'tool_calls', 'tool_call_id', 'refusal', 'function_call', 'audio', 'weight', 'from'];

describe('Keys that are explained and suggested', () => {
  for (const role of roles) {
    it(`are those that the rules allow in a message of role ${role}`, () => {
      const tree = readTree(`{"role": "${role}"}`);
      assert.ok(tree);
      const allowed = new Set(allowedKeys('message', tree).map(([key]) => key));
      for (const key of messageKeys) {
        const rules = rulesOf(JSON.stringify({ messages: [{ role, content: 'Hi', [key]: 1 }] }), 'chat');
        const isRefused = rules.includes('chat/unknown-message-key') || rules.includes('chat/weight-on-non-assistant');
        // The name of a tool message is tolerated, the audio of an assistant message has a rule of its own.
        assert.equal(allowed.has(key), !isRefused, `${key} of ${role}`);
      }
    });
  }

  const unknownKey = ['chat/unknown-key', 'completion/unknown-key', 'dpo/unknown-key'];
  for (const format of formats.filter((each) => each !== 'reinforcement')) {
    it(`are those that the rules allow in a ${format} row`, () => {
      const keys = ['messages', 'tools', 'parallel_tool_calls', 'functions', 'prompt', 'completion', 'input'];
      for (const key of [...keys, 'preferred_output', 'non_preferred_output', 'id']) {
        const own = { chat: 'messages', completions: 'prompt', preference: 'input' }[format as 'chat'];
        const rules = rulesOf(JSON.stringify({ [own]: 1, [key]: 1 }), format);
        const isRefused = rules.some((rule) => unknownKey.includes(rule) || rule === 'file/mixed-formats');
        assert.equal(keySchema(rowKinds[format], key) !== undefined, !isRefused, `${key}: ${rules.join()}`);
      }
    });
  }
});
