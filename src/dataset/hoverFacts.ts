import { viewOf, type ExampleView } from './example.ts';
import { isRole, type Format } from './formats.ts';
import type { Span } from './problems.ts';
import { pointedAt, type RowPosition } from './rowPosition.ts';
import { readTree, textOf } from './rowTree.ts';
import { formatOfRow, keySchema, kindAt, type ObjectKind } from './schema.ts';
import { keyDoc, roleDoc, type KeyDoc } from './schemaDocs.ts';

/** Image types that services train on. Source: OpenAI vision fine-tuning guide, 2026. */
export type ImageType = 'jpeg' | 'png' | 'webp';

/** What there is to tell about a place in a row. Texts may hold text of the row. */
export type HoverFact = { readonly span: Span } & (
  | { readonly type: 'key' | 'value'; readonly name: string; readonly doc: KeyDoc }
  | { readonly type: 'row'; readonly format: Format; readonly view: ExampleView }
  | { readonly type: 'image'; readonly imageType: ImageType; readonly base64: string; readonly doc: KeyDoc }
);

/** The fact about the character at `column` (0-based) of a row; undefined where there is nothing to say. */
export function hoverFactAt(row: string, column: number, fileFormat: Format | undefined): HoverFact | undefined {
  const tree = readTree(row);
  const format = formatOfRow(tree, fileFormat);
  const position = pointedAt(row, tree, column);
  if (!tree || !format) return undefined;
  const { span, containers } = position;
  if (position.type === 'bracket') {
    const isRow = containers.length === 1 && tree.type === 'object';
    return isRow ? { type: 'row', format, view: viewOf(tree), span } : undefined;
  }
  const kind = kindAt(containers, format);
  return kind && position.member ? memberFact(position, position.member.key, kind) : undefined;
}

function memberFact(position: RowPosition, key: string, kind: ObjectKind): HoverFact | undefined {
  const { span } = position;
  const schema = keySchema(kind, key);
  if (position.type === 'key') {
    if (schema) return { type: 'key', name: key, doc: keyDoc(schema.doc), span };
    return kind === 'reinforcementRow' ? { type: 'key', name: key, doc: keyDoc('referenceField'), span } : undefined;
  }
  const text = textOf(position.value);
  if (position.type !== 'value' || text === undefined || !schema) return undefined;
  if (schema.doc === 'role') return isRole(text) ? { type: 'value', name: text, doc: roleDoc(text), span } : undefined;
  if (schema.doc !== 'url') return undefined;
  const image = /^data:image\/(jpeg|png|webp);base64,/.exec(text);
  if (!image) return undefined;
  const base64 = text.slice(image[0].length);
  return { type: 'image', imageType: image[1] as ImageType, base64, doc: keyDoc('url'), span };
}
