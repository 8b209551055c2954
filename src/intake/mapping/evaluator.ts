/**
 * Evaluates mappings in a thread that can be ended: a regular expression that never returns, or an expression that fills the memory,
 * costs its own message and nothing else.
 */

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AlertMapping } from '../../config/alert-sources.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Evaluated, Message } from './evaluate.ts';

export interface Evaluator {
  /** A message that ends the thread, or its time, comes back as a problem. Throws ZhibanError `unavailable` when too many wait. */
  evaluate(mapping: AlertMapping, message: Message): Promise<Evaluated>;
  close(): Promise<void>;
}

export interface EvaluatorLimits {
  readonly timeMs?: number;
  readonly itemsMax?: number;
  readonly memoryMb?: number;
}

const waitingMax = 2_000;
/** A busy machine may let a thread wait for long; the time that counts is looked at inside as well. */
const graceMs = 3_000;

interface Job {
  readonly id: number;
  readonly mapping: AlertMapping;
  readonly message: Message;
  resolve(evaluated: Evaluated): void;
}

export function createEvaluator({ timeMs = 2_000, itemsMax = 20_000, memoryMb = 256 }: EvaluatorLimits = {}): Evaluator {
  return new ThreadEvaluator({ timeMs, itemsMax, memoryMb });
}

class ThreadEvaluator implements Evaluator {
  readonly #limits: Required<EvaluatorLimits>;
  readonly #jobs = new Map<number, Job>();
  #thread: Worker | null = null;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(limits: Required<EvaluatorLimits>) {
    this.#limits = limits;
  }

  async evaluate(mapping: AlertMapping, message: Message): Promise<Evaluated> {
    const waiting = this.#jobs.size;
    if (waiting >= waitingMax)
      throw new ZhibanError('unavailable', `${waiting} messages wait to be read: send this again`, { details: { retryAfterSeconds: 5 } });
    this.#count += 1;
    const id = this.#count;
    return await new Promise((resolve) => {
      const job = { id, mapping, message, resolve };
      this.#jobs.set(id, job);
      if (this.#jobs.size === 1) this.#watch();
      this.#post(job);
    });
  }

  async close(): Promise<void> {
    const last = this.#thread;
    this.#thread = null;
    clearTimeout(this.#timer);
    for (const { resolve } of this.#jobs.values())
      resolve({ items: [], problem: { message: 'the evaluation was stopped', position: null } });
    this.#jobs.clear();
    await last?.terminate();
  }

  #post({ id, mapping, message }: Job): void {
    this.#thread ??= this.#open();
    this.#thread.ref();
    this.#thread.postMessage({ id, mapping, message });
  }

  #open(): Worker {
    const { memoryMb, ...limits } = this.#limits;
    const made = new Worker(new URL(`./evaluate-thread${extname(import.meta.url)}`, import.meta.url), {
      workerData: limits,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
    });
    made.on('message', ({ id, evaluated }: { readonly id: number; readonly evaluated: Evaluated }) => this.#settle(id, evaluated));
    made.on('error', (error) => this.#fail(made, `it ended the evaluation: ${error.message.slice(0, 200)}`));
    made.on('exit', () => this.#fail(made, 'the evaluation ended'));
    return made;
  }

  #settle(id: number, evaluated: Evaluated): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    this.#watch();
    if (this.#jobs.size === 0) this.#thread?.unref();
    job?.resolve(evaluated);
  }

  /** Of the message that is looked at now; the others are not to blame and go to a new thread. */
  #fail(which: Worker, reason: string): void {
    if (this.#thread !== which) return;
    this.#thread = null;
    const [first] = this.#jobs.keys();
    if (first !== undefined) this.#settle(first, { items: [], problem: { message: reason, position: null } });
    for (const job of this.#jobs.values()) this.#post(job);
  }

  /** From one answer to the next. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#jobs.size === 0) return;
    this.#timer = setTimeout(() => {
      const stuck = this.#thread;
      if (stuck === null) return;
      this.#fail(stuck, 'it took too long');
      void stuck.terminate();
    }, this.#limits.timeMs + graceMs);
  }
}
