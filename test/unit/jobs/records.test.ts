import assert from 'node:assert/strict';
import { inOneLine, recordPage } from '../../../src/jobs/records.ts';

describe('Records of a service', () => {
  it('are cut out of a list as they were sent: digits, order, unknown and repeated fields, white space', () => {
    const first = '{"b": 1.0, "a": 12345678901234567890, "a": null,\n  "x": [1e400, "\\u00e9", {}]}';
    const page = recordPage(`{"object": "list", "data": [${first} ,null, 5],\n "has_more": true, "more": []}`);
    assert.deepEqual(page, { records: [first, 'null', '5'], hasMore: true });
  });

  it('are none where there are none, whatever a list says of them', () => {
    for (const text of [
      '{}',
      '{"data": null}',
      '{"data": {"0": 1}, "has_more": "true"}',
      '{"data": [], "has_more": null}',
    ]) {
      assert.deepEqual(recordPage(text), { records: [], hasMore: false });
    }
    assert.equal(recordPage('[]'), undefined);
    assert.equal(recordPage('<html>'), undefined);
  });

  it('become one line with the same values', () => {
    const record = '{\n  "text": "a\\nb  c",\r\n  "list": [\n    1\n  ]\n}';
    const line = inOneLine(record);
    assert.doesNotMatch(line, /[\r\n]/);
    assert.deepEqual(JSON.parse(line), JSON.parse(record));
  });
});
