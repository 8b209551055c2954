/** Answers Zhiban's calls within the process of the plugin: each with a limit of time, each with exactly one answer. */

import { setTimeout as wait } from 'node:timers/promises';
import { type AdapterMemory, ChatError } from '../../adapters/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import { SystemError } from '../../domain/errors.ts';
import type { Method, Order } from '../protocol.ts';
import type { Borrow } from './around.ts';
import { GoneError } from './gone-error.ts';
import type { Guard } from './guard.ts';
import { createMethods } from './methods.ts';

export interface ServeOptions {
  /** The URL of the plugin's module. */
  readonly main: string;
  readonly guard: Guard;
  readonly send: (value: unknown) => boolean;
}

/** The one clock of a process that no test drives. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};

export function createServe({ main, guard, send }: ServeOptions): (order: Order) => void {
  const running = new Map<number, AbortController>();
  const needs = createNeeds(send);
  const always = new AbortController().signal;
  const methods = createMethods({ main, guard, clock, memory: createMemory(needs.borrowFor(0, always)) });

  async function answer(id: number, method: Method, params: Readonly<Record<string, unknown>>, withinMs: number): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const limit = setTimeout(() => controller.abort(new Error(`no end within ${withinMs} ms`)), withinMs);
    try {
      const result = await methods[method](params, controller.signal, needs.borrowFor(id, controller.signal));
      if (!send({ id, result: result ?? null })) send({ id, error: { kind: 'threw', message: 'The answer is larger than 4 MiB' } });
    } catch (error) {
      send({ id, error: describe(error) });
    } finally {
      clearTimeout(limit);
      running.delete(id);
    }
  }

  return (order) => {
    if ('need' in order) needs.settle(order);
    else if ('cancel' in order) running.get(order.cancel)?.abort(new Error('no longer wanted'));
    else void answer(order.id, order.method, order.params, order.withinMs);
  };
}

const memoryWithinMs = 15_000;

/** What the chat adapter wrote down lies with Zhiban. */
function createMemory(borrow: Borrow): AdapterMemory {
  return {
    get: (key) => borrow('memory.get', { key }, AbortSignal.timeout(memoryWithinMs)),
    set: async (key, value) => void (await borrow('memory.set', { key, value }, AbortSignal.timeout(memoryWithinMs))),
  };
}

type Settled = Extract<Order, { readonly need: number }>;

/** What calls that run have asked Zhiban for. */
function createNeeds(send: ServeOptions['send']) {
  const waiting = new Map<number, (settled: Settled) => void>();
  let last = 0;
  return {
    borrowFor:
      (call: number, ended: AbortSignal): Borrow =>
      (what, params, signal) =>
        new Promise((resolve, reject) => {
          last += 1;
          const need = last;
          const either = AbortSignal.any([ended, signal]);
          const onAbort = (): void => {
            waiting.delete(need);
            reject(new SystemError('The time for it is over', { retry: 'later', cause: either.reason }));
          };
          if (either.aborted) return onAbort();
          waiting.set(need, (settled) => {
            waiting.delete(need);
            either.removeEventListener('abort', onAbort);
            if ('error' in settled) reject(new SystemError(settled.error, { retry: settled.retry }));
            else resolve(settled.result);
          });
          either.addEventListener('abort', onAbort, { once: true });
          if (!send({ need, call, what, params })) onAbort();
        }),
    /** Late ones are nobody's. */
    settle: (settled: Settled): void => waiting.get(settled.need)?.(settled),
  };
}

interface Described {
  readonly kind: string;
  readonly message: string;
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

function describe(error: unknown): Described {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2_000);
  if (error instanceof GoneError) return { kind: 'gone', message };
  if (error instanceof SystemError) return { kind: 'refused', message, detail: error.retry };
  if (error instanceof ChatError) {
    const { kind: detail, retryAfterMs } = error;
    return {
      kind: 'chat',
      message,
      detail,
      ...(retryAfterMs === null ? {} : { retryAfterMs: Math.min(86_400_000, Math.max(0, retryAfterMs)) }),
    };
  }
  return { kind: 'threw', message };
}
