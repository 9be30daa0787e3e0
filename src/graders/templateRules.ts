import { isObject } from '../common/json.ts';
import { elementPath, memberPath } from '../common/jsonPath.ts';
import { rowFields, sampleFields } from './fields.ts';
import type { Report } from './problem.ts';
import { templatesOf, type Template } from './templates.ts';

/** What is known about what templates can read. */
export interface TemplateContext {
  /** Fields of the training data's rows; undefined where they are not known. */
  readonly itemFields?: readonly string[] | undefined;
  /** The method has a response_format, so that answers are JSON. */
  readonly hasResponseFormat: boolean;
}

/** Checks the templates of a text; the same fault of one text is told once. */
export function checkTemplates(text: unknown, path: string, context: TemplateContext, report: Report): void {
  if (typeof text !== 'string') return;
  const seen = new Set<string>();
  for (const { template } of templatesOf(text)) {
    const key = template.type === 'broken' ? '' : JSON.stringify([template.namespace, template.path[0]]);
    if (!seen.has(key)) checkTemplate(template, path, context, report);
    seen.add(key);
  }
}

function checkTemplate(template: Template, path: string, context: TemplateContext, report: Report): void {
  if (template.type === 'broken') return report('grader/template-syntax', path);
  const { namespace } = template;
  const [field] = template.path;
  if (namespace === 'sample') {
    if (!sampleFields.has(field)) report('grader/sample-field', path, { field });
    if (field === 'output_json' && !context.hasResponseFormat) report('grader/output-json-needs-response-format', path);
  } else if (namespace === 'item') {
    const { itemFields } = context;
    const isThere = !itemFields || itemFields.includes(field) || rowFields.includes(field);
    if (!isThere) report('grader/item-field', path, { field });
  } else report('grader/template-namespace', path, { namespace });
}

/** Checks the messages that a score_model is asked with. */
export function checkMessageTemplates(input: unknown, path: string, context: TemplateContext, report: Report): void {
  if (!Array.isArray(input)) return;
  for (const [index, message] of input.entries()) {
    if (!isObject(message)) continue;
    const { content } = message;
    const contentPath = memberPath(elementPath(path, index), 'content');
    if (!Array.isArray(content)) checkPart(content, contentPath, context, report);
    else content.forEach((part, place) => checkPart(part, elementPath(contentPath, place), context, report));
  }
}

/** A part is a text, or an object with a text. */
function checkPart(part: unknown, path: string, context: TemplateContext, report: Report): void {
  if (isObject(part)) checkTemplates(part.text, memberPath(path, 'text'), context, report);
  else checkTemplates(part, path, context, report);
}
