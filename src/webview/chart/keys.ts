/** What a key does to the chart that has the focus. */
export type ChartKey =
  | { readonly type: 'step'; readonly by: number }
  | { readonly type: 'end'; readonly of: 'from' | 'to' }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'move'; readonly part: number }
  | { readonly type: 'wholeRun' };

/** Half as wide, or twice. */
export const zoomFactor = 0.5;
/** Points for Page Up and Page Down. */
const page = 10;

/** Undefined where the key means nothing here. */
export function chartKey({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): ChartKey | undefined {
  switch (key) {
    case 'ArrowLeft':
      return shiftKey ? { type: 'move', part: -0.25 } : { type: 'step', by: -1 };
    case 'ArrowRight':
      return shiftKey ? { type: 'move', part: 0.25 } : { type: 'step', by: 1 };
    case 'PageDown':
      return { type: 'step', by: -page };
    case 'PageUp':
      return { type: 'step', by: page };
    case 'Home':
      return { type: 'end', of: 'from' };
    case 'End':
      return { type: 'end', of: 'to' };
    case '+':
    case '=':
      return { type: 'zoom', factor: zoomFactor };
    case '-':
      return { type: 'zoom', factor: 1 / zoomFactor };
    case '0':
    case 'Escape':
      return { type: 'wholeRun' };
    default:
      return undefined;
  }
}
