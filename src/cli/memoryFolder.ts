import type { TextFolder } from '../jobs/folder.ts';

/** A folder that lasts as long as this process: a pipeline's machine keeps nothing. */
export function memoryFolder(): TextFolder {
  const files = new Map<string, string>();
  return {
    create(name, text) {
      const isNew = !files.has(name);
      if (isNew) files.set(name, text);
      return Promise.resolve(isNew);
    },
    read: (name) => Promise.resolve(files.get(name)),
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
    names: () => Promise.resolve([...files.keys()]),
  };
}
