import { width } from './literal';

/** The memory does not grow: files are read into it, and who looks at its bytes has to find them where they were. */
const end: usize = usize(memory.size()) << 16;
let top: usize = __heap_base;

/** Room for so many bytes, for good, and for some more that may be read after them; 0 where there is none. */
export function allocate(length: i32): usize {
  const start = top;
  if (usize(length) + 2 * width > end - start) return 0;
  top = (start + length + 2 * width - 1) & ~(width - 1);
  return start;
}
