/** What stands between `{{` and `}}`. */
export type Template =
  | { readonly type: 'broken' }
  /** `path` is never empty: `['answers', '0']` for `item.answers[0]`. */
  | { readonly type: 'variable'; readonly namespace: string; readonly path: readonly [string, ...string[]] };

/** A template and where it stands, braces included, in UTF-16 units from `start` to before `end`. */
export interface PlacedTemplate {
  readonly template: Template;
  readonly start: number;
  readonly end: number;
}

/** Only the innermost of several braces open a template, so that JSON text may hold one: `{"n": {{item.n}}}`. */
const opening = /\{\{(?!\{)/g;
const closing = '}}';

const name = String.raw`[^\s.[\]{}]+`;
const index = String.raw`\[(?:\d+|'[^']*'|"[^"]*")\]`;
const step = String.raw`\.${name}|${index}`;
/** Like a JSON path: `item.answer`, `sample.output_tools[0].function.name`, `item["a b"]`. */
const variable = new RegExp(`^\\s*(${name})((?:${step})+)\\s*$`);
const steps = new RegExp(step, 'g');

/** The templates of a text in their order; a `{{` that is never closed is a broken one and the last. */
export function templatesOf(text: string): readonly PlacedTemplate[] {
  const templates: PlacedTemplate[] = [];
  opening.lastIndex = 0;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const start = open.index;
    const inside = start + open[0].length;
    const close = text.indexOf(closing, inside);
    if (close < 0) return [...templates, { template: { type: 'broken' }, start, end: text.length }];
    const end = close + closing.length;
    templates.push({ template: readTemplate(text.slice(inside, close)), start, end });
    opening.lastIndex = end;
  }
  return templates;
}

function readTemplate(content: string): Template {
  const [, namespace, rest] = variable.exec(content) ?? [];
  const [first, ...more] = Array.from(rest?.matchAll(steps) ?? [], ([part]) =>
    part.replaceAll(/^\.|^\[["']?|["']?\]$/g, ''),
  );
  if (namespace === undefined || first === undefined) return { type: 'broken' };
  return { type: 'variable', namespace, path: [first, ...more] };
}
