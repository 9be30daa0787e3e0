import { isObject, type JsonObject } from '../common/json.ts';
import { templatesOf, type Template } from './templates.ts';

/** What templates read: a row of the dataset and a model's answer to it. */
export interface Graded {
  /** The row without its messages and tools. */
  readonly item: JsonObject;
  /** The answer as text. */
  readonly outputText: string;
}

/** Why a template has no value: there is no such variable, or the answer that it looks into is no JSON. */
export type RenderFault = 'invalid_variable_error' | 'sample_parse_error';

/** The namespaces that templates read. */
export class Variables {
  readonly #item: JsonObject;
  readonly #sample: JsonObject;

  constructor({ item, outputText }: Graded) {
    this.#item = item;
    const output_json = parse(outputText);
    const message = { role: 'assistant', content: outputText };
    this.#sample = {
      output_text: outputText,
      output_tools: [],
      choices: [{ message }],
      ...(output_json === undefined ? {} : { output_json }),
    };
  }

  /** `text` with the values in the place of its templates: texts as they are, everything else as JSON. */
  render(text: string): { readonly text: string } | { readonly fault: RenderFault } {
    let rendered = '';
    let end = 0;
    for (const placed of templatesOf(text)) {
      const value = this.#read(placed.template);
      if (value === undefined) return { fault: this.#fault(placed.template) };
      rendered += text.slice(end, placed.start) + (typeof value === 'string' ? value : JSON.stringify(value));
      end = placed.end;
    }
    return { text: rendered + text.slice(end) };
  }

  #read(template: Template): unknown {
    if (template.type === 'broken') return undefined;
    const { namespace, path } = template;
    let value: unknown = namespace === 'item' ? this.#item : namespace === 'sample' ? this.#sample : undefined;
    for (const key of path) value = member(value, key);
    return value;
  }

  #fault(template: Template): RenderFault {
    if (template.type === 'broken' || template.namespace !== 'sample') return 'invalid_variable_error';
    const wantsJson = template.path[0] === 'output_json' && this.#sample.output_json === undefined;
    return wantsJson ? 'sample_parse_error' : 'invalid_variable_error';
  }
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? (value[Number(key)] as unknown) : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
