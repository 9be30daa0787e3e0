import { resolve } from 'node:path';

/** The repository's folder. */
export const root = resolve(import.meta.dirname, '..', '..');

/** Folder of the sample workspace that ships with the extension. */
export const sampleFolder = resolve(root, 'media', 'sample');
