import type { ConnectOverCDPTransport } from 'playwright-core';

/** The part of the DevTools protocol's messages that is looked at here. */
interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
}

/**
 * The DevTools protocol of the Chromium at that address (`ws://...` or `http://...`), for playwright's `connectOverCDP`, but
 * that no network is reported. A window talks with its extension host over a socket, and to tell playwright of each message
 * takes up to a third of a test's time where an editor changes much.
 * @throws Error where nothing answers there.
 */
export async function quietTransport(devtools: string): Promise<ConnectOverCDPTransport> {
  const socket = new WebSocket(devtools.startsWith('ws') ? devtools : await browserAddress(devtools));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`Chromium does not answer at ${devtools}.`)));
  });
  const transport: ConnectOverCDPTransport = {
    send(message: Message) {
      const { id, sessionId, method } = message;
      if (method !== 'Network.enable') return socket.send(JSON.stringify(message));
      queueMicrotask(() => transport.onmessage?.({ id, sessionId, result: {} }));
    },
    close: () => socket.close(),
  };
  socket.addEventListener('message', ({ data }) => transport.onmessage?.(JSON.parse(String(data)) as object));
  socket.addEventListener('close', () => transport.onclose?.());
  return transport;
}

async function browserAddress(devtools: string): Promise<string> {
  const answer = await fetch(new URL('/json/version', devtools));
  const { webSocketDebuggerUrl } = (await answer.json()) as { readonly webSocketDebuggerUrl: string };
  return webSocketDebuggerUrl;
}
