/**
 * A kind of system for tests of the whole line: a small HTTP server (valve-server.ts, a process of its own) with one setting.
 * It writes down every change that reaches it, so that a test can count effects on the system itself.
 */

import { z } from 'zod';
import type { Look } from '../../src/domain/evidence.ts';
import { sameText } from '../../src/domain/text.ts';
import { type AnySystemKind, asAnyKind } from '../../src/systems/any-kind.ts';
import type { Action, SystemClient, SystemEntry, SystemKind } from '../../src/systems/contract.ts';
import { entryShape } from '../../src/systems/entry.ts';

interface ValveEntry extends SystemEntry {
  readonly url: string;
}

class ValveClient implements SystemClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async read(signal: AbortSignal): Promise<{ readonly level: number; readonly isStuck: boolean }> {
    const answer = await fetch(`${this.#url}/state`, { signal });
    return (await answer.json()) as { level: number; isStuck: boolean };
  }

  async set(level: number, signal: AbortSignal): Promise<void> {
    const answer = await fetch(`${this.#url}/set?level=${level}`, { method: 'POST', signal });
    if (!answer.ok) throw new Error(`The valve answered ${answer.status}`);
  }

  async close(): Promise<void> {}
}

const setLevel: Action<ValveClient> = {
  name: 'set-level',
  risk: 'medium',
  arguments: z.strictObject({ level: z.number(), effective: z.boolean().default(true) }),
  verifyWithinMs: 3_000,
  timeoutMs: 5_000,
  summary: (given) => ({ 'zh-CN': `把开度设为 ${given.level}`, en: `set the level to ${given.level}` }),
  effect: () => ({ 'zh-CN': '压力下降', en: 'the pressure drops' }),
  verification: () => ({ 'zh-CN': '读回开度', en: 'the level reads back' }),
  async precheck(client, given, context) {
    const { level } = await client.read(context.signal);
    if (level === given.level) return { state: 'already', note: sameText(`level is ${level}`) };
    return { state: 'ready', before: { level } };
  },
  isApplied: async (client, given, _before, context) => (await client.read(context.signal)).level === given.level,
  async apply(client, given, _before, context) {
    await client.set(Number(given.level), context.signal);
    return sameText(`level set to ${given.level}`);
  },
  async verify(client, given, _before, context) {
    const { level, isStuck } = await client.read(context.signal);
    return { isMet: level === given.level && !isStuck, note: sameText(`level ${level}${isStuck ? ', pressure unchanged' : ''}`) };
  },
  undo: {
    summary: () => ({ 'zh-CN': '恢复原开度', en: 'the level goes back to what it was' }),
    async apply(client, _given, before, context) {
      await client.set(Number(before.level), context.signal);
      return sameText(`level back to ${before.level}`);
    },
  },
};

const kind: SystemKind<ValveClient, ValveEntry> = {
  kind: 'valve',
  title: { 'zh-CN': '阀门', en: 'Valve' },
  entry: z.strictObject({ ...entryShape, kind: z.literal('valve'), url: z.url() }),
  connect: (entry) => new ValveClient(entry.url),
  probes: [
    {
      name: 'level',
      summary: { 'zh-CN': '开度', en: 'Level' },
      parameters: z.strictObject({}),
      timeoutMs: 2_000,
      cost: 'cheap',
      facts: ['valve.level'],
      async look(client, _parameters, context): Promise<Look> {
        try {
          const { level } = await client.read(context.signal);
          const headline = { 'zh-CN': `开度 ${level}`, en: `level ${level}` };
          return { status: 'ok', headline, facts: { 'valve.level': level }, query: 'GET /state', text: JSON.stringify({ level }) };
        } catch (error) {
          return {
            status: 'unreachable',
            problem: 'refused',
            reason: String(error),
            headline: sameText('unreachable'),
            facts: {},
            query: 'GET /state',
            text: '',
          };
        }
      },
    },
  ],
  signatures: [
    {
      id: 'valve.closed',
      kind: 'valve',
      title: { 'zh-CN': '阀门关闭', en: 'The valve is closed' },
      explanation: { 'zh-CN': '开度为 {valve.level}，没有流量。', en: 'The level is {valve.level}: nothing flows.' },
      severity: 'critical',
      role: 'cause',
      hints: 'pressure|valve|压力|阀',
      probes: ['level'],
      confirm: ['valve.level', '<', 10],
      refute: ['valve.level', '>=', 10],
      advice: { 'zh-CN': '打开阀门。', en: 'Open the valve.' },
      remedies: [{ action: 'set-level', arguments: { level: 80 } }],
      source: 'made for tests',
    },
  ],
  actions: [setLevel],
};

export const valveKind: AnySystemKind = asAnyKind(kind);
