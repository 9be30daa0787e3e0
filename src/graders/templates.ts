/** What stands between `{{` and `}}`. */
export type Template =
  { readonly type: 'broken' } | { readonly type: 'variable'; readonly namespace: string; readonly field: string };

/** Only the innermost of several braces open a template, so that JSON text may hold one: `{"n": {{item.n}}}`. */
const opening = /\{\{(?!\{)/g;
const closing = '}}';

const name = String.raw`[^\s.[\]{}]+`;
const index = String.raw`\[(?:\d+|'[^']*'|"[^"]*")\]`;
/** Like a JSON path: `item.answer`, `sample.output_tools[0].function.name`, `item["a b"]`. */
const variable = new RegExp(`^\\s*(${name})(\\.${name}|${index})(?:\\.${name}|${index})*\\s*$`);

/** The templates of a text in their order; a `{{` that is never closed is a broken one and the last. */
export function templatesOf(text: string): readonly Template[] {
  const templates: Template[] = [];
  opening.lastIndex = 0;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const start = open.index + open[0].length;
    const end = text.indexOf(closing, start);
    if (end < 0) return [...templates, { type: 'broken' }];
    templates.push(readTemplate(text.slice(start, end)));
    opening.lastIndex = end + closing.length;
  }
  return templates;
}

function readTemplate(content: string): Template {
  const [, namespace, first] = variable.exec(content) ?? [];
  if (namespace === undefined || first === undefined) return { type: 'broken' };
  return { type: 'variable', namespace, field: first.replaceAll(/^\.|^\[["']?|["']?\]$/g, '') };
}
