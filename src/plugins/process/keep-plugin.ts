/** Keeps one plugin running: loads and configures it, starts it anew with growing pauses when it was stopped, and gives it up after some. */

import type { z } from 'zod';
import type { AdapterMemory } from '../../adapters/contract.ts';
import type { Variables } from '../../config/environment.ts';
import type { PluginEntry } from '../../config/plugins.ts';
import type { Clock } from '../../domain/clock.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import { type LocalText, sameText } from '../../domain/text.ts';
import type { FoundPlugin } from '../find-plugin.ts';
import { configuredSchema, type Description, loadedSchema, type Method } from '../protocol.ts';
import type { Lend } from '../remote/lend.ts';
import { createLendMemory } from '../remote/lend-memory.ts';
import { addressesIn } from './addresses-in.ts';
import { checkDescription } from './check-description.ts';
import { type Ending, type EndingKind, endingText } from './endings.ts';
import { PluginError } from './plugin-error.ts';
import { type CallOptions, type PluginProcess, startPluginProcess } from './plugin-process.ts';
import { type SecretPair, secretsIn } from './secrets-in.ts';

export type KeptState = 'starting' | 'up' | 'waiting' | 'stopped' | 'refused';

export interface PluginState {
  readonly state: KeptState;
  readonly since: string;
  /** Why it isn't up. */
  readonly reason: LocalText | null;
  /** How often it was stopped for a reason of its own since Zhiban started. */
  readonly stops: number;
}

/** Told of every stop that nobody asked for. */
export interface PluginEvent {
  readonly plugin: string;
  readonly version: string;
  readonly kind: EndingKind;
  readonly reason: LocalText;
  /** In how many ms it is started anew; null when it is given up. */
  readonly againInMs: number | null;
}

export interface KeepOptions {
  readonly found: FoundPlugin;
  readonly entry: Pick<PluginEntry, 'config'>;
  readonly variables: Variables;
  readonly resolveSecret: ResolveSecret;
  readonly clock: Clock;
  /** Names of kinds that it may not bring, because they are there. */
  readonly takenKinds: readonly string[];
  readonly onEvent: (event: PluginEvent) => void;
  readonly onOutput: (line: string) => void;
  /** Pauses before it is started anew; it is given up after the last, unless it ran for `steadyMs`. */
  readonly backoffMs?: readonly number[];
  /** How much later than its limit an answer may come. */
  readonly graceMs?: number;
}

export interface KeptPlugin {
  readonly name: string;
  readonly found: FoundPlugin;
  state(): PluginState;
  /** What it offers; of its last good start when it isn't up. */
  description(): Description | null;
  /** MiB of its process; null where there is none, or it can't be told. */
  usedMb(): number | null;
  /** Another number means another process: what was open in it is not any more. */
  life(): number;
  /** Throws PluginError, also for an answer that isn't of the schema. */
  ask<T>(method: Method, params: Readonly<Record<string, unknown>>, schema: z.ZodType<T>, options: CallOptions): Promise<T>;
  /** Remembers secrets that go into the process, so that none comes out. */
  guardSecrets(secrets: readonly SecretPair[]): void;
  /** Where its chat adapter writes down what must outlive its process; before that there is nothing. */
  lendMemory(memory: AdapterMemory): void;
  /** Throwing out of a probe is against the contract; some in a row end it. */
  noteThrow(didThrow: boolean, detail: string): void;
  /** Returns when it is up, or isn't for a reason that `state()` tells. */
  start(): Promise<void>;
  /** Ends it for good; with a reason it is refused from now on. */
  stop(reason?: LocalText): Promise<void>;
}

const defaultBackoffMs = [1_000, 5_000, 30_000] as const;
const steadyMs = 600_000;
const startWithinMs = 15_000;
const unloadWithinMs = 1_000;
const healthEveryMs = 30_000;
const throwsMax = 5;
/** Shorter ones would be found everywhere. */
const secretLengthMin = 6;

export function keepPlugin(options: KeepOptions): KeptPlugin {
  return new Keeper(options);
}

class Keeper implements KeptPlugin {
  readonly name: string;
  readonly found: FoundPlugin;
  private readonly options: KeepOptions;
  private readonly secrets = new Set<string>();
  private current: PluginState;
  private process: PluginProcess | null = null;
  private offered: Description | null = null;
  private memory: AdapterMemory | null = null;
  private readonly lendAlways: Lend;
  private lives = 0;
  private stopsInRow = 0;
  private throwsInRow = 0;
  private isClosed = false;
  private again: NodeJS.Timeout | null = null;
  private health: NodeJS.Timeout | null = null;

  constructor(options: KeepOptions) {
    this.options = options;
    this.found = options.found;
    this.name = options.found.manifest.name;
    this.lendAlways = createLendMemory(this.name, () => this.memory);
    this.current = { state: 'starting', since: this.now(), reason: null, stops: 0 };
    for (const name of this.found.manifest.permissions.env) {
      const value = options.variables[name];
      if (value !== undefined && value.length >= secretLengthMin && /secret|token|pass|key|credential|pwd/i.test(name))
        this.secrets.add(value);
    }
  }

  state(): PluginState {
    return this.current;
  }

  description(): Description | null {
    return this.offered;
  }

  usedMb(): number | null {
    return this.process?.usedMb() ?? null;
  }

  life(): number {
    return this.lives;
  }

  async ask<T>(method: Method, params: Readonly<Record<string, unknown>>, schema: z.ZodType<T>, options: CallOptions): Promise<T> {
    if (this.process === null || this.current.state !== 'up') throw new PluginError('stopped', this.whyNot().en);
    const withinMs = Math.min(options.withinMs, this.found.manifest.limits.callMs);
    const parsed = schema.safeParse(await this.process.call(method, params, { ...options, withinMs }));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new PluginError('nonsense', `The answer to ${method} doesn't fit: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }

  guardSecrets(secrets: readonly SecretPair[]): void {
    for (const [, value] of secrets) if (value.length >= secretLengthMin) this.secrets.add(value);
  }

  lendMemory(memory: AdapterMemory): void {
    if (this.found.manifest.capabilities.chat) this.memory = memory;
  }

  noteThrow(didThrow: boolean, detail: string): void {
    this.throwsInRow = didThrow ? this.throwsInRow + 1 : 0;
    if (this.throwsInRow >= throwsMax) this.process?.end('throws', detail);
  }

  async start(): Promise<void> {
    if (this.isClosed || this.process !== null) return;
    this.again = null;
    this.throwsInRow = 0;
    this.lives += 1;
    this.move('starting', null);
    const startedMs = this.options.clock.now();
    const life = startPluginProcess({
      found: this.found,
      variables: this.options.variables,
      addresses: this.found.manifest.permissions.hosts.includes('config') ? addressesIn(this.options.entry.config) : [],
      secrets: () => [...this.secrets],
      onOutput: this.options.onOutput,
      lendAlways: this.lendAlways,
      graceMs: this.options.graceMs,
    });
    this.process = life;
    const ended = life.ended.then((ending) => this.onEnd(life, ending, startedMs));
    try {
      const offered = await this.configure(life);
      if (this.process !== life) return;
      this.offered = offered;
      this.move('up', null);
      if (offered.hasHealth) this.watchHealth(life);
    } catch (error) {
      // A process that was stopped has told why; what is refused won't be better the next time.
      if (error instanceof PluginError && error.kind === 'stopped') return ended;
      await this.refuse(life, error);
    }
  }

  async stop(reason?: LocalText): Promise<void> {
    this.isClosed = true;
    if (this.again !== null) clearTimeout(this.again);
    const life = this.process;
    if (reason !== undefined) this.move('refused', reason);
    if (life === null) return;
    await life.call('unload', {}, { withinMs: unloadWithinMs, signal: AbortSignal.timeout(unloadWithinMs) }).catch(() => undefined);
    life.end('asked', '');
    await life.ended;
  }

  private async configure(life: PluginProcess): Promise<Description> {
    const limit = { withinMs: startWithinMs };
    const { config: schema } = loadedSchema.parse(await life.call('load', {}, limit));
    const { config } = this.options.entry;
    const secrets = schema === null ? [] : secretsIn(schema, config, this.options.resolveSecret);
    this.guardSecrets(secrets);
    const answer = configuredSchema.safeParse(await life.call('configure', { config, secrets }, limit));
    if (!answer.success) {
      const [issue] = answer.error.issues;
      throw new ZhibanError('invalid', `What the plugin offers doesn't fit the contract: ${describeIssue(issue)}`);
    }
    if ('issues' in answer.data) {
      const said = answer.data.issues.map(({ path, message }) => `${path === '' ? 'config' : `config.${path}`}: ${message}`);
      throw new ZhibanError('invalid', said.join('; '));
    }
    checkDescription(answer.data.description, this.found.manifest, this.options.takenKinds);
    return answer.data.description;
  }

  private async refuse(life: PluginProcess, error: unknown): Promise<void> {
    this.isClosed = true;
    this.move('refused', sameText(error instanceof Error ? error.message : String(error)));
    life.end('asked', '');
    await life.ended;
  }

  private onEnd(life: PluginProcess, ending: Ending, startedMs: number): void {
    if (this.process !== life) return;
    this.process = null;
    if (this.health !== null) clearInterval(this.health);
    if (ending.kind === 'asked' || this.isClosed) {
      if (this.current.state !== 'refused') this.move('stopped', endingText(ending));
      return;
    }
    const backoff = this.options.backoffMs ?? defaultBackoffMs;
    if (this.options.clock.now() - startedMs >= steadyMs) this.stopsInRow = 0;
    const againInMs = backoff[this.stopsInRow] ?? null;
    this.stopsInRow += 1;
    const reason = endingText(ending);
    this.current = { ...this.current, stops: this.current.stops + 1 };
    this.move(againInMs === null ? 'stopped' : 'waiting', reason);
    const { name, version } = this.found.manifest;
    this.options.onEvent({ plugin: name, version, kind: ending.kind, reason, againInMs });
    if (againInMs !== null) this.again = setTimeout(() => void this.start(), againInMs).unref();
  }

  private watchHealth(life: PluginProcess): void {
    this.health = setInterval(() => {
      life.call('health', {}, { withinMs: this.found.manifest.limits.callMs }).then(
        () => this.current.reason !== null && this.current.state === 'up' && this.move('up', null),
        (error: unknown) => {
          if (this.current.state === 'up' && error instanceof PluginError && error.kind !== 'stopped')
            this.move('up', sameText(error.message));
        },
      );
    }, healthEveryMs).unref();
  }

  private whyNot(): LocalText {
    const { state, reason } = this.current;
    const en = `The plugin ${this.name} is ${state === 'waiting' ? 'about to be started anew' : state}`;
    const chinese = `插件 ${this.name} ${{ starting: '正在启动', up: '可用', waiting: '等待重启', stopped: '已停止', refused: '被拒绝' }[state]}`;
    if (reason === null) return { en, 'zh-CN': chinese };
    return { en: `${en}: ${reason.en}`, 'zh-CN': `${chinese}：${reason['zh-CN']}` };
  }

  private move(state: KeptState, reason: LocalText | null): void {
    this.current = { ...this.current, state, since: this.now(), reason };
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`.slice(0, 400);
}
