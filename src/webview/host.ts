import type { FromChart, ToChart } from './messages.ts';

/** The extension, as a page sees it. */
export interface Host<State> {
  send(message: FromChart): void;
  onMessage(listener: (message: ToChart) => void): void;
  /** What the page remembered when it was last shown, even before a reload; undefined the first time. */
  state(): State | undefined;
  remember(state: State): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** Once a page: VS Code gives its side out a single time. `readState` makes sense of whatever was remembered. */
export function connectHost<State>(readState: (value: unknown) => State | undefined): Host<State> {
  const api = acquireVsCodeApi();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code, not a window
    send: (message) => api.postMessage(message),
    onMessage: (listener) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToChart>) => listener(data));
    },
    state: () => readState(api.getState()),
    remember: (state) => api.setState(state),
  };
}
