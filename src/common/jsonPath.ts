/** The path of a whole JSON value. Paths are written as people write them: `$.integrations[0].type`. */
export const rootPath = '$';

const quoteless = String.raw`[^\s.[\]"'\\]+`;
const quotelessKey = new RegExp(`^${quoteless}$`);
const segment = new RegExp(String.raw`\.(${quoteless})|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]`, 'gy');

/** The path of a member of the object at `path`. A key that would be read wrongly after a dot stands in brackets: `$["a.b"]`. */
export function memberPath(path: string, key: string): string {
  return quotelessKey.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The path of an element (0-based) of the array at `path`. */
export function elementPath(path: string, index: number): string {
  return `${path}[${index}]`;
}

/** The keys and 0-based indexes that lead to the value at `path`, from the root on. */
export function pathSegments(path: string): readonly (string | number)[] {
  return [...path.slice(rootPath.length).matchAll(segment)].map(([, key, index, quoted]) => {
    if (key !== undefined) return key;
    return index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index);
  });
}
