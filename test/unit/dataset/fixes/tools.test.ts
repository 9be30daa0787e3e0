import assert from 'node:assert/strict';
import { fixesOf } from './support.ts';

const call = (id: string, name = 'set_timer'): string =>
  `{"id":"${id}","type":"function","function":{"name":"${name}","arguments":"{}"}}`;
const calls = (...list: readonly string[]): string => `{"role":"assistant","tool_calls":[${list.join(',')}]}`;
const result = (id: string): string => `{"role":"tool","tool_call_id":"${id}","content":"ok"}`;
const ask = '{"role":"user","content":"Timer"}';
const said = '{"role":"assistant","content":"Set."}';
const tool = (name: string): string => `{"type":"function","function":{"name":"${name}"}}`;
const row = (messages: readonly string[], rest = `,"tools":[${tool('set_timer')}]`): string =>
  `{"messages":[${messages.join(',')}]${rest}}`;

describe('fixes of tools and calls', () => {
  const cases: readonly (readonly [rule: string, row: string, fixed: string])[] = [
    ['tools/not-array', row([ask, said], `,"tools":${tool('a')}`), row([ask, said], `,"tools":[${tool('a')}]`)],
    ['tools/empty-functions', row([ask, said], ',"functions":[]'), row([ask, said], '')],
    [
      'tools/invalid-tool',
      row([ask, said], ',"tools":[{"name":"a","strict":true}]'),
      row([ask, said], ',"tools":[{"type":"function","function":{"name":"a","strict":true}}]'),
    ],
    [
      'tools/invalid-tool',
      row([ask, said], ',"tools":[{"type":"function","name":"a","strict":true}]'),
      row([ask, said], ',"tools":[{"type":"function","function":{"name":"a","strict":true}}]'),
    ],
    [
      'tools/invalid-tool',
      row([ask, said], ',"tools":[{"function":{"name":"a"}}]'),
      row([ask, said], ',"tools":[{"type":"function","function":{"name":"a"}}]'),
    ],
    [
      'tools/invalid-name',
      row([ask, calls(call('a', 'set timer!'))], `,"tools":[${tool('set timer!')}]`),
      row([ask, calls(call('a', 'set_timer'))], `,"tools":[${tool('set_timer')}]`),
    ],
    [
      'tools/invalid-parallel',
      row([ask, said], `,"tools":[${tool('a')}],"parallel_tool_calls":"False"`),
      row([ask, said], `,"tools":[${tool('a')}],"parallel_tool_calls":false`),
    ],
    ['tools/parallel-without-tools', row([ask, said], ',"parallel_tool_calls":true'), row([ask, said], '')],
    [
      'tools/invalid-tool-call',
      row([ask, calls(call('call_1'), '{"function":{"name":"set_timer","arguments":"{}"}}')]),
      row([
        ask,
        calls(
          call('call_1'),
          call('call_2').replace('"id":"call_2","type":"function"', '"id":"call_2","type":"function"'),
        ),
      ]),
    ],
    [
      'tools/invalid-tool-call',
      row([ask, calls(call('a')).replace('[', '').replace(']', '')]),
      row([ask, calls(call('a'))]),
    ],
    [
      'tools/arguments-not-string',
      row([ask, calls(call('a').replace('"{}"', '{"m": 5.0}'))]),
      row([ask, calls(call('a').replace('"{}"', '"{\\"m\\": 5.0}"'))]),
    ],
    ['tools/unknown-function', row([ask, calls(call('a', 'start_timer'))]), row([ask, calls(call('a'))])],
    [
      'tools/missing-tool-call-id',
      row([ask, calls(call('a'), call('b')), result('a'), '{"role":"tool","content":"ok"}']),
      row([ask, calls(call('a'), call('b')), result('a'), '{"role":"tool","content":"ok","tool_call_id":"b"}']),
    ],
    [
      'tools/unmatched-tool-result',
      row([ask, calls(call('a')), result('z'), said]),
      row([ask, calls(call('a')), result('a'), said]),
    ],
    [
      'tools/unanswered-tool-call',
      row([ask, calls(call('a'), call('b')), result('a'), said]),
      row([ask, calls(call('a'), call('b')), result('a'), '{"role":"tool","tool_call_id":"b","content":""}', said]),
    ],
    [
      'tools/duplicate-call-id',
      row([ask, calls(call('a'), call('a')), result('a'), result('a'), said]),
      row([ask, calls(call('a'), call('call_1')), result('a'), result('call_1'), said]),
    ],
    [
      'tools/deprecated-functions',
      row(
        [
          ask,
          '{"role":"assistant","content":null,"function_call":{"name":"weigh","arguments":"{ }"}}',
          '{"role":"function","name":"weigh","content":"2 g"}',
          said,
        ],
        ',"functions":[{"name":"weigh"}]',
      ),
      row(
        [
          ask,
          '{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weigh","arguments":"{ }"}}]}',
          '{"role":"tool","tool_call_id":"call_1","content":"2 g"}',
          said,
        ],
        `,"tools":[${tool('weigh')}]`,
      ),
    ],
  ];
  for (const [rule, before, fixed] of cases) {
    it(`${rule}: ${before}`, () => assert.deepEqual(fixesOf(before, rule)[0]?.slice(1), [fixed]));
  }
});

describe('fixes of images', () => {
  const image = (detail: string): string =>
    `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.b/c.png","detail":${detail}}}]},${said}]}`;

  it('spell a detail right', () => {
    assert.deepEqual(fixesOf(image('"HIGH"'), 'vision/invalid-detail')[0]?.slice(1), [image('"high"')]);
  });

  it('leave an unknown one to the service', () => {
    assert.deepEqual(fixesOf(image('5'), 'vision/invalid-detail')[0]?.slice(1), [image('"auto"')]);
  });
});
