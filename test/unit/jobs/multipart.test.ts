import assert from 'node:assert/strict';
import { MultipartBody } from '../../../src/jobs/multipart.ts';

describe('A form with a file', () => {
  it('is read as the fields and the file that it was made of', async () => {
    const file = new File(['{"a":"é"}\r\n--x\r\n'], 'a "b".jsonl', { type: 'application/jsonl' });
    const body = new MultipartBody({ purpose: 'fine-tune' }, { field: 'file', file }, 'form-1');
    const read = await new Response(body).formData();
    assert.equal(read.get('purpose'), 'fine-tune');
    const sent = read.get('file') as File;
    assert.deepEqual([sent.type, await sent.text()], [file.type, await file.text()]);
    assert.match(sent.name, /^a .*b.*\.jsonl$/);
  });

  it('has the length that is sent', async () => {
    const body = new MultipartBody({ purpose: 'x' }, { field: 'file', file: new File(['äöü'], 'ü.jsonl') }, 'form-1');
    assert.equal((await new Response(body.stream()).arrayBuffer()).byteLength, body.size);
  });
});
