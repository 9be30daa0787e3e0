/**
 * The path of a file as seen from the folder of another one, with slashes; absolute where they are on different drives. Both
 * are absolute paths of this machine.
 */
export function relativePath(from: string, to: string): string {
  const parts = (path: string): string[] => path.split(/[\\/]/);
  const [folder, target] = [parts(from).slice(0, -1), parts(to)];
  if (folder[0]?.toLowerCase() !== target[0]?.toLowerCase()) return to;
  // A drive may be written in either case.
  let shared = 1;
  while (shared < folder.length && shared < target.length - 1 && folder[shared] === target[shared]) shared++;
  const up = folder.slice(shared).map(() => '..');
  return [...up, ...target.slice(shared)].join('/');
}
