import type { SharedFolder } from '../../src/jobs/folder.ts';

/** A folder in memory. */
export function sharedFolder(): SharedFolder & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    async create(name, text) {
      if (texts.has(name)) return false;
      texts.set(name, text);
      return true;
    },
    read: async (name) => texts.get(name),
    async replace(name, text) {
      texts.set(name, text);
    },
    async remove(name) {
      texts.delete(name);
    },
    names: async () => Array.from(texts.keys()),
  };
}
