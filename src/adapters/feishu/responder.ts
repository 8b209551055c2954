/**
 * How one interaction is answered. Feishu shows a toast, but only with the answer to the click itself: a word that comes at once rides
 * on it, a later or longer one is told in private.
 */

import type { Clock } from '../../domain/clock.ts';
import type { Notice, Responder } from '../contract.ts';
import { feishuLimits } from './limits.ts';

const toastTypes = { ok: 'success', info: 'info', warn: 'warning', error: 'error' } as const;

export interface Toast {
  readonly toast: { readonly type: 'success' | 'info' | 'warning' | 'error'; readonly content: string };
}

export interface ToastSlot {
  /** False when it comes too late, or is too long for a toast. */
  offer(notice: Notice): boolean;
  /** No word will come: the answer needn't wait any longer. */
  close(): void;
  /** Resolves with the toast, or empty after the time. */
  answer(): Promise<Toast | Record<string, never>>;
}

export function createToastSlot(clock: Clock, withinMs: number): ToastSlot {
  const { promise, resolve } = Promise.withResolvers<Toast | Record<string, never>>();
  let isOpen = true;
  const end = (answer: Toast | Record<string, never>): void => {
    isOpen = false;
    resolve(answer);
  };
  return {
    offer(notice) {
      if (!isOpen) return false;
      const isShort = notice.text.length <= feishuLimits.toastCharsMax && !notice.text.includes('\n');
      end(isShort ? { toast: { type: toastTypes[notice.level], content: notice.text } } : {});
      return isShort;
    },
    close: () => end({}),
    async answer() {
      const patience = new AbortController();
      const late = clock.sleep(withinMs, patience.signal).catch(() => undefined);
      const found = await Promise.race([promise, late.then(() => null)]);
      patience.abort();
      isOpen = false;
      return found ?? {};
    },
  };
}

/** `tell` is the private way for what can't be a toast; there is no slot behind a message. */
export function createResponder(slot: ToastSlot | null, tell: (notice: Notice) => Promise<void>): Responder {
  return {
    async whisper(notice) {
      if (slot?.offer(notice) !== true) await tell(notice);
    },
    // Forms stand in the card from the start.
    openForm: async () => false,
  };
}
