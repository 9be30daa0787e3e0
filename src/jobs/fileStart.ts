import type { FileStart } from './api.ts';

/** The first bytes of what is being sent; the rest is not waited for. A character that is cut is left out. */
export async function startOf({ body }: Response, maxBytes: number): Promise<FileStart> {
  if (!body) return { text: '', isWhole: true };
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (let left = maxBytes; ;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isWhole: true };
    text += decoder.decode(value.subarray(0, left), { stream: true });
    if (value.length > left) {
      await reader.cancel();
      return { text, isWhole: false };
    }
    left -= value.length;
  }
}
