/** Watches the console's channel as an open page does: a live event says that something changed, then the messages are read. */

import type { ConsoleMessage } from '../src/store/chat-contract.ts';

export interface LiveChat {
  /** When it first held, by `performance.now()`. Looks after each live event; throws when it took too long. */
  until(isSo: () => Promise<boolean>, what: string): Promise<number>;
  close(): void;
}

export interface ChatSource {
  readonly url: string;
  get<T>(path: string): Promise<T>;
}

const waitMsMax = 60_000;

export async function followChat(source: ChatSource, token: string): Promise<LiveChat> {
  const stop = new AbortController();
  const answer = await fetch(`${source.url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal });
  if (!answer.ok || answer.body === null) throw new Error(`The live events answered ${answer.status}`);
  let happened = 0;
  let wake: (() => void) | null = null;
  void readAll(answer.body, () => {
    happened += 1;
    wake?.();
  });
  return {
    async until(isSo, what) {
      const deadline = performance.now() + waitMsMax;
      for (;;) {
        const seen = happened;
        if (await isSo()) return performance.now();
        if (performance.now() > deadline) throw new Error(`Not within ${waitMsMax / 1_000} s: ${what}`);
        if (seen === happened) await nextEvent((given) => (wake = given));
      }
    },
    close: () => stop.abort(),
  };
}

/** An event, or a second without one. */
function nextEvent(onWake: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1_000);
    onWake(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function readAll(body: ReadableStream<Uint8Array>, onEvent: () => void): Promise<void> {
  try {
    for await (const chunk of body) if (new TextDecoder().decode(chunk).includes('event: ')) onEvent();
  } catch {
    // Closed by us.
  }
}

/** The root messages of the channel, newest last. */
export async function rootsOf(source: ChatSource): Promise<readonly ConsoleMessage[]> {
  return (await source.get<{ items: readonly ConsoleMessage[] }>('/api/v1/chat/messages?channel=ops&limit=200')).items;
}

export async function threadOf(source: ChatSource, rootId: string): Promise<readonly ConsoleMessage[]> {
  return (await source.get<{ items: readonly ConsoleMessage[] }>(`/api/v1/chat/messages/${rootId}/thread`)).items;
}
