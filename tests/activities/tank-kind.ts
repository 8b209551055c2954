/** A kind of system in this process: a tank whose level, answers and failures a test sets, and which writes down every change. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SystemError } from '../../src/domain/errors.ts';
import type { Look } from '../../src/domain/evidence.ts';
import { sameText } from '../../src/domain/text.ts';
import { type AnySystemKind, asAnyKind } from '../../src/systems/any-kind.ts';
import { formGrammar } from '../../src/systems/commands/forms.ts';
import type { Action, Probe, SystemClient, SystemEntry } from '../../src/systems/contract.ts';
import { entryShape } from '../../src/systems/entry.ts';

export interface Tank {
  level: number;
  /** What it says of its level while a change has not got through to those who are asked; null for the level. */
  tells: number | null;
  /** What the gauge shows; null for the level. */
  look: Look | null;
  isStuck: boolean;
  isReachable: boolean;
  /** Changes hang this long, whatever their signal says. */
  hangMs: number;
  readonly changes: string[];
}

export function newTank(): Tank {
  return { level: 0, tells: null, look: null, isStuck: false, isReachable: true, hangMs: 0, changes: [] };
}

class TankClient implements SystemClient {
  readonly tank: Tank;

  constructor(tank: Tank) {
    this.tank = tank;
  }

  async change(what: string, apply: () => void): Promise<void> {
    if (!this.tank.isReachable) throw new SystemError('Cannot reach the tank: refused', { retry: 'later' });
    apply();
    this.tank.changes.push(what);
    if (this.tank.hangMs > 0) await sleep(this.tank.hangMs);
  }

  async close(): Promise<void> {}
}

const parameters = z.strictObject({ depth: z.number().max(10).default(1) });

function gauge(name: string, change: Partial<Probe<TankClient>> = {}): Probe<TankClient> {
  return {
    name,
    summary: sameText(name),
    parameters,
    timeoutMs: 500,
    cost: 'cheap',
    look: async ({ tank }) =>
      tank.look ?? {
        status: 'ok',
        headline: { 'zh-CN': `液位 ${tank.level}`, en: `level ${tank.level}` },
        facts: { 'tank.level': tank.level },
        query: `read ${name}`,
        text: `level=${tank.level}`,
      },
    ...change,
  };
}

const setLevel: Action<TankClient> = {
  name: 'set-level',
  risk: 'medium',
  arguments: z.strictObject({ level: z.number().min(0).max(100) }),
  verifyWithinMs: 2_000,
  timeoutMs: 400,
  summary: (given) => ({ 'zh-CN': `液位设为 ${given.level}`, en: `set the level to ${given.level}` }),
  effect: () => sameText('the level rises'),
  verification: () => sameText('the level reads back'),
  async precheck({ tank }, given) {
    if (tank.isStuck) return { state: 'blocked', reason: { 'zh-CN': '阀门卡住', en: 'the valve is stuck' } };
    if (tank.level === given.level) return { state: 'already', note: sameText(`level is ${tank.level}`) };
    return { state: 'ready', before: { level: tank.level, token: 'hunter2hunter2' } };
  },
  isApplied: async ({ tank }, given) => tank.level === given.level,
  async apply(client, given) {
    await client.change(`set ${given.level}`, () => {
      client.tank.level = Number(given.level);
    });
    return sameText(`level set to ${given.level}, password=hunter2hunter2`);
  },
  verify: async ({ tank }, given) => ({ isMet: tank.level === given.level && !tank.isStuck, note: sameText(`level ${tank.level}`) }),
  undo: {
    summary: () => sameText('the level goes back'),
    present: async ({ tank }) => ({ level: tank.tells ?? tank.level }),
    async apply(client, _given, before) {
      await client.change(`back ${before.level}`, () => {
        client.tank.level = Number(before.level);
      });
      return sameText(`level back to ${before.level}`);
    },
  },
};

const drain: Action<TankClient> = {
  ...setLevel,
  name: 'drain',
  risk: 'high',
  arguments: z.strictObject({}),
  precheck: async ({ tank }) => ({ state: 'ready', before: { level: tank.level } }),
  isApplied: async ({ tank }) => tank.level === 0,
  async apply(client) {
    await client.change('drain', () => {
      client.tank.level = 0;
    });
    return sameText('drained');
  },
  verify: async ({ tank }) => ({ isMet: tank.level === 0, note: sameText('empty') }),
  undo: { impossible: { 'zh-CN': '放掉的水收不回来', en: 'what has run out does not come back' } },
};

const commands = formGrammar<TankClient>({
  reads: ['DIP'],
  changes: [],
  slots: {},
  refused: {},
  run: async ({ tank }) => `level=${String(tank.level)}\npassword=hunter2hunter2\n${'deep\n'.repeat(4_000)}`,
});

/** Every test has tanks of its own, by system id. */
export function tankKind(tanks: ReadonlyMap<string, Tank>): AnySystemKind {
  return asAnyKind<TankClient, SystemEntry>({
    kind: 'tank',
    title: { 'zh-CN': '水箱', en: 'Tank' },
    commands,
    entry: z.strictObject({ ...entryShape, kind: z.literal('tank') }),
    connect: (entry) => new TankClient(tanks.get(entry.id) ?? newTank()),
    probes: [
      gauge('level', { hints: 'pressure|液位' }),
      gauge('recent-changes', { cost: 'moderate' }),
      gauge('survey', { cost: 'heavy', hints: 'crack' }),
      gauge('query', { cost: 'cheap' }),
      gauge('deaf', { cost: 'heavy', timeoutMs: 100, look: () => new Promise(() => undefined) }),
      gauge('starved', {
        cost: 'heavy',
        timeoutMs: 100,
        look: () => {
          // Nothing in this process gets to run.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_400);
          return new Promise(() => undefined);
        },
      }),
      gauge('broken', {
        cost: 'heavy',
        look: async () => {
          throw new Error('login with password=hunter2hunter2 failed');
        },
      }),
    ],
    signatures: [
      {
        id: 'tank.empty',
        kind: 'tank',
        title: { 'zh-CN': '水箱空了', en: 'The tank is empty' },
        explanation: { 'zh-CN': '液位只有 {tank.level}。', en: 'The level is {tank.level}.' },
        severity: 'critical',
        role: 'cause',
        hints: 'pressure|液位',
        probes: ['level'],
        confirm: ['tank.level', '<', 10],
        refute: ['tank.level', '>=', 10],
        advice: { 'zh-CN': '加水。', en: 'Fill the tank.' },
        remedies: [{ action: 'set-level', arguments: { level: 80 } }],
        source: 'made for tests',
      },
      {
        id: 'tank.overflows',
        kind: 'tank',
        title: { 'zh-CN': '水箱溢出', en: 'The tank overflows' },
        explanation: { 'zh-CN': '没有人取水。', en: 'Nobody takes water out.' },
        severity: 'critical',
        role: 'cause',
        isEmptiedByOthers: true,
        hints: 'overflow',
        probes: ['level'],
        confirm: ['tank.level', '>', 100],
        advice: { 'zh-CN': '看泵。', en: 'See to the pump.' },
        remedies: [],
        source: 'made for tests',
      },
      {
        id: 'tank.cracked',
        kind: 'tank',
        title: { 'zh-CN': '水箱开裂', en: 'The tank has a crack' },
        explanation: { 'zh-CN': '有裂缝。', en: 'There is a crack.' },
        severity: 'critical',
        role: 'cause',
        hints: 'crack|pressure',
        probes: ['survey'],
        confirm: ['tank.crackMillimetres', '>', 1],
        likelyWhenHinted: ['tank.level', '<', 90],
        advice: { 'zh-CN': '焊补。', en: 'Weld it.' },
        remedies: [],
        source: 'made for tests',
      },
    ],
    actions: [setLevel, drain],
  });
}
