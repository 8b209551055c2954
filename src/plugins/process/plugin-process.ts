/** One life of a plugin's process: calls with limits, a watch over memory, output and what it asks for. Any offence ends it at once. */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import type { Variables } from '../../config/environment.ts';
import { SystemError } from '../../domain/errors.ts';
import { maskSecrets, secretMark } from '../../domain/mask-secrets.ts';
import type { FoundPlugin } from '../find-plugin.ts';
import { type LineChannel, openLineChannel } from '../line-channel.ts';
import { type Answer, answerSchema, type Method } from '../protocol.ts';
import type { Lend } from '../remote/lend.ts';
import { commandLine } from './command-line.ts';
import { type Ending, type EndingKind, endingText } from './endings.ts';
import { PluginError } from './plugin-error.ts';
import { residentMb } from './resident-mb.ts';

export interface ProcessOptions {
  readonly found: FoundPlugin;
  readonly variables: Variables;
  /** Addresses of its own configuration that it may talk to. */
  readonly addresses: readonly string[];
  /** The secrets that it was given so far: none of them may come out again. */
  readonly secrets: () => readonly string[];
  readonly onOutput: (line: string) => void;
  /** What it may ask for while nobody asks it anything. */
  readonly lendAlways: Lend;
  readonly graceMs?: number | undefined;
}

export interface CallOptions {
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What the plugin may ask for meanwhile; without it, nothing. */
  readonly lend?: Lend | undefined;
}

export interface PluginProcess {
  readonly ended: Promise<Ending>;
  /** Throws PluginError. */
  call(method: Method, params: Readonly<Record<string, unknown>>, options: CallOptions): Promise<unknown>;
  /** MiB; null where it can't be told, as after its end. */
  usedMb(): number | null;
  /** Ends it for a reason that is seen from outside. */
  end(kind: EndingKind, detail: string): void;
}

const waitingMax = 64;
/** What one call may ask for in all: two time ranges of each of ten logs, twice. */
const needsMax = 40;
/** Of each window, beside calls: an adapter writes down what it has said. */
const ownNeedsMax = 2_000;
/** How much later than its limit an answer may come: a busy machine is no fault of a plugin. */
const defaultGraceMs = 5_000;
const pingEveryMs = 10_000;
const pingWithinMs = 15_000;
const memoryEveryMs = 500;
const outputBytesMax = 1_048_576;
const outputWindowMs = 10_000;
/** Of each window; the others are counted. */
const outputLinesShown = 50;
const outputLineMax = 2_000;

interface Waiting {
  readonly method: Method;
  readonly lend: Lend | undefined;
  needs: number;
  resolve(value: unknown): void;
  reject(error: PluginError): void;
  done(): void;
}

export function startPluginProcess(options: ProcessOptions): PluginProcess {
  return new Life(options);
}

class Life implements PluginProcess {
  readonly ended: Promise<Ending>;
  private readonly options: ProcessOptions;
  private readonly child: ChildProcess;
  private readonly channel: LineChannel;
  private readonly waiting = new Map<number, Waiting>();
  private readonly timers: NodeJS.Timeout[] = [];
  private lastId = 0;
  private ending: Ending | null = null;
  private lastWords = '';
  private outputBytes = 0;
  private outputLines = 0;
  private ownNeeds = 0;

  constructor(options: ProcessOptions) {
    this.options = options;
    const { found, variables, addresses } = options;
    const { arguments: given, environment } = commandLine(found, variables, addresses);
    this.child = spawn(process.execPath, given, {
      cwd: found.directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: false,
    });
    this.channel = openLineChannel(this.child.stdio[3] as Duplex, {
      onLine: (line) => this.hear(line),
      onTooLong: () => this.end('flood', 'an answer larger than 4 MiB'),
      onEnd: () => undefined,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) this.followOutput(stream);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(this.finish({ kind: 'crash', detail: error.message })));
      // Only now is everything read that it wrote before its end.
      this.child.once('close', (code, signal) => resolve(this.finish(this.ending ?? this.ownEnding(code, signal))));
    });
    this.every(memoryEveryMs, () => this.watchMemory());
    this.every(outputWindowMs, () => {
      if (this.outputLines > outputLinesShown) this.options.onOutput(`… ${this.outputLines - outputLinesShown} more lines`);
      this.outputBytes = 0;
      this.outputLines = 0;
      this.ownNeeds = 0;
    });
    this.every(pingEveryMs, () => void this.call('ping', {}, { withinMs: pingWithinMs }).catch(() => undefined));
  }

  call(method: Method, params: Readonly<Record<string, unknown>>, { withinMs, signal, lend }: CallOptions): Promise<unknown> {
    if (this.ending !== null) return Promise.reject(new PluginError('stopped', 'The plugin is not running'));
    if (this.waiting.size >= waitingMax)
      return Promise.reject(new PluginError('busy', `The plugin has ${waitingMax} calls to answer already`));
    this.lastId += 1;
    const id = this.lastId;
    const graceMs = this.options.graceMs ?? defaultGraceMs;
    return new Promise((resolve, reject) => {
      const hang = (): void => this.end('hang', `${method}, limit ${withinMs / 1_000} s`);
      let limit = setTimeout(hang, withinMs + graceMs);
      const cancel = (): void => {
        this.channel.send({ cancel: id });
        clearTimeout(limit);
        limit = setTimeout(hang, graceMs);
      };
      const done = (): void => {
        clearTimeout(limit);
        signal?.removeEventListener('abort', cancel);
        this.waiting.delete(id);
      };
      this.waiting.set(id, { method, lend, needs: 0, resolve, reject, done });
      if (!this.channel.send({ id, method, params, withinMs })) {
        done();
        reject(new PluginError('refused', 'What is asked of the plugin is larger than 4 MiB'));
        return;
      }
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  end(kind: EndingKind, detail: string): void {
    if (this.ending !== null) return;
    this.ending = { kind, detail: this.masked(detail).slice(0, 300) };
    for (const timer of this.timers) clearInterval(timer);
    this.child.kill('SIGKILL');
    this.channel.close();
    this.refuseWaiting();
  }

  private hear(line: string): void {
    if (this.ending !== null) return;
    const answer = this.leaks(line) ? 'secret' : parseAnswer(line);
    if (answer === 'secret') this.end('secret', 'in an answer');
    else if (answer === null) this.end('nonsense', 'a line that is no answer');
    else if ('need' in answer) this.lend(answer);
    else if ('violation' in answer) this.end('undeclared', `${answer.violation} ${answer.detail}`);
    else this.settle(answer);
  }

  /** Of a call that has ended meanwhile nobody waits for it. */
  private lend({ need, call, what, params }: Extract<Answer, { need: number }>): void {
    const waiting = this.waiting.get(call);
    if (waiting === undefined && call !== 0) return;
    if (waiting === undefined) this.ownNeeds += 1;
    else waiting.needs += 1;
    if ((waiting?.needs ?? 0) > needsMax || this.ownNeeds > ownNeedsMax) {
      const detail =
        waiting === undefined ? `more than ${ownNeedsMax} questions within 10 s` : `more than ${needsMax} questions for one answer`;
      this.end('flood', detail);
      return;
    }
    const refuse = (error: unknown): void => {
      const message = this.masked(error instanceof Error ? error.message : String(error)).slice(0, 1_000);
      this.channel.send({ need, error: message, retry: error instanceof SystemError ? error.retry : 'later' });
    };
    const nothing: Lend = () => Promise.reject(new SystemError('Nothing is lent for this', { retry: 'never' }));
    const lend = waiting === undefined ? this.options.lendAlways : (waiting.lend ?? nothing);
    lend(what, params).then((result) => {
      if (!this.channel.send({ need, result })) refuse(new SystemError('It is larger than 4 MiB', { retry: 'never' }));
    }, refuse);
  }

  private settle(answer: Exclude<Answer, { violation: unknown } | { need: unknown }>): void {
    const waiting = this.waiting.get(answer.id);
    if (waiting === undefined) {
      this.end('nonsense', 'an answer that nobody waits for');
      return;
    }
    waiting.done();
    if ('error' in answer) {
      const { kind, message, detail, retryAfterMs } = answer.error;
      waiting.reject(new PluginError(kind, this.masked(message).slice(0, 1_000), detail ?? null, retryAfterMs ?? null));
    } else waiting.resolve(answer.result);
  }

  private followOutput(stream: Readable | null): void {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      this.outputBytes += chunk.length;
      if (this.ending === null && this.outputBytes > outputBytesMax) return this.end('flood', 'more than 1 MiB of output within 10 s');
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(-outputLineMax * 4);
      for (const line of lines) this.hearOutput(line);
    });
    stream?.on('end', () => this.hearOutput(rest));
  }

  private hearOutput(line: string): void {
    if (line.trim() === '') return;
    const shown = this.masked(line).slice(0, outputLineMax);
    this.lastWords = `${this.lastWords}\n${shown}`.slice(-4_000);
    if (this.ending !== null) return;
    this.outputLines += 1;
    if (this.outputLines <= outputLinesShown) this.options.onOutput(shown);
    if (this.leaks(line)) this.end('secret', 'in its output');
  }

  /** By its exact value, plain or as JSON writes it. */
  private leaks(text: string): boolean {
    return this.options.secrets().some((secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)));
  }

  private masked(text: string): string {
    let masked = text;
    for (const secret of this.options.secrets()) masked = masked.replaceAll(secret, secretMark);
    return maskSecrets(masked);
  }

  usedMb(): number | null {
    const { pid, exitCode, signalCode } = this.child;
    return pid === undefined || exitCode !== null || signalCode !== null ? null : residentMb(pid);
  }

  /** Buffers are outside of the heap that Node limits by itself. */
  private watchMemory(): void {
    const usedMb = this.usedMb();
    const limitMb = this.options.found.manifest.limits.memoryMb;
    if (usedMb !== null && usedMb > limitMb) this.end('memory', `${Math.round(usedMb)} MiB, limit ${limitMb} MiB`);
  }

  private ownEnding(code: number | null, signal: NodeJS.Signals | null): Ending {
    if (/heap out of memory|heap limit/i.test(this.lastWords))
      return { kind: 'memory', detail: `limit ${this.options.found.manifest.limits.memoryMb} MiB` };
    const line = this.lastWords.split('\n').findLast((each) => /\b\w*(Error|error)\b.*:/.test(each)) ?? '';
    const how = signal === null ? `exit ${code}` : signal;
    return {
      kind: 'crash',
      detail: [how, line.trim()]
        .filter((each) => each !== '')
        .join(', ')
        .slice(0, 300),
    };
  }

  private finish(ending: Ending): Ending {
    this.ending ??= ending;
    for (const timer of this.timers) clearInterval(timer);
    this.channel.close();
    this.refuseWaiting();
    return this.ending;
  }

  private refuseWaiting(): void {
    const why = this.ending === null ? '' : endingText(this.ending).en;
    for (const waiting of [...this.waiting.values()]) {
      waiting.done();
      waiting.reject(new PluginError('stopped', `The plugin was stopped while it was asked: ${why}`));
    }
  }

  private every(ms: number, work: () => void): void {
    this.timers.push(setInterval(work, ms).unref());
  }
}

function parseAnswer(line: string): Answer | null {
  try {
    const parsed = answerSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
