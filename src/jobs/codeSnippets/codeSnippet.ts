import { curlSnippet } from './curl.ts';
import { nodeSnippet } from './node.ts';
import { pythonSnippet } from './python.ts';
import type { SnippetService, SnippetTask } from './task.ts';

export const snippetLanguages = ['python', 'node', 'curl'] as const;
export type SnippetLanguage = (typeof snippetLanguages)[number];

/** A program that runs as it is, once the variable that it names holds the key. */
export function codeSnippet(language: SnippetLanguage, service: SnippetService, task: SnippetTask): string {
  switch (language) {
    case 'python':
      return pythonSnippet(service, task);
    case 'node':
      return nodeSnippet(service, task);
    case 'curl':
      return curlSnippet(service, task);
  }
}
