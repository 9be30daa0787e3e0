import { readdirSync, readFileSync } from 'node:fs';

/** What Linux says of each process, in its file in /proc; nothing on other systems. The words of a `cmdline` end with NUL. */
export function processes(file: 'stat' | 'cmdline'): readonly string[] {
  if (process.platform !== 'linux') return [];
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      return [readFileSync(`/proc/${id}/${file}`, 'utf8')];
    } catch {
      // It has ended since it was listed.
      return [];
    }
  });
}
