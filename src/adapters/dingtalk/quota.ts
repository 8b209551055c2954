/** The month's calls: DingTalk grants a number of them to the whole organisation's edition, and then answers no more. */

import type { Clock } from '../../domain/clock.ts';
import type { AdapterMemory } from '../contract.ts';

export interface Quota {
  /** Reads what this month has used so far. Never throws: without a memory it counts from nothing. */
  load(): Promise<void>;
  /** Counts one call. */
  note(): void;
  used(): number;
  /** `1,234 of 10,000 calls this month`; null without a limit. */
  inWords(): string | null;
  /** What must lie between two edits that only show progress; 0 while there is plenty left. */
  progressGapMs(): number;
  /** Resolves when what was counted is kept. */
  settled(): Promise<void>;
}

const slowFromRatio = 0.8;
const slowGapMs = 2 * 60_000;
const scarceFromRatio = 0.95;
const scarceGapMs = 10 * 60_000;
/** Months are counted in China's time. */
const chinaOffsetMs = 8 * 3_600_000;

export function createQuota(clock: Clock, memory: AdapterMemory | null, callsPerMonth: number): Quota {
  let month = monthOf(clock);
  let kept = 0;
  let unkept = 0;
  let writing: Promise<void> | null = null;

  function turnMonth(): void {
    const now = monthOf(clock);
    if (now === month) return;
    month = now;
    kept = 0;
    unkept = 0;
  }

  /** Adds what is new to what is kept: another process may have counted as well. */
  async function write(): Promise<void> {
    while (unkept > 0 && memory !== null) {
      const { month: writtenMonth, added } = { month, added: unkept };
      const before = numberOf(await memory.get(keyOf(writtenMonth)));
      await memory.set(keyOf(writtenMonth), before + added);
      if (writtenMonth !== month) return;
      kept = before + added;
      unkept -= added;
    }
  }

  const used = (): number => kept + unkept;
  const ratio = (): number => (callsPerMonth === 0 ? 0 : used() / callsPerMonth);
  return {
    async load() {
      kept = memory === null ? 0 : await memory.get(keyOf(month)).then(numberOf, () => 0);
    },
    note() {
      turnMonth();
      unkept += 1;
      // A store that is away for a while only delays: the next call keeps both.
      writing ??= write()
        .catch(() => undefined)
        .finally(() => {
          writing = null;
        });
    },
    used,
    inWords: () => (callsPerMonth === 0 ? null : `${grouped(used())} of ${grouped(callsPerMonth)} calls this month`),
    progressGapMs: () => (ratio() < slowFromRatio ? 0 : ratio() < scarceFromRatio ? slowGapMs : scarceGapMs),
    settled: () => writing ?? Promise.resolve(),
  };
}

/** What a month's count is kept under; the doctor reads it too. */
export function quotaKey(nowMs: number): string {
  return keyOf(new Date(nowMs + chinaOffsetMs).toISOString().slice(0, 7));
}

function keyOf(month: string): string {
  return `dingtalk:calls:${month}`;
}

function monthOf(clock: Clock): string {
  return new Date(clock.now() + chinaOffsetMs).toISOString().slice(0, 7);
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
