/** What a program exposes about itself at /metrics, with labels, and how much its counters have grown of late. */

import type { Clock } from '../../domain/clock.ts';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const samplesMax = 50_000;

export function readSamples(text: string): readonly Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    if (samples.length >= samplesMax) break;
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line);
    if (match === null) continue;
    const [, name = '', labels = '', value = ''] = match;
    const number = Number(value.replace(/^\+?Inf$/, 'Infinity').replace(/^-Inf$/, '-Infinity'));
    if (!Number.isNaN(number)) samples.push({ name, labels: labelsOf(labels), value: number });
  }
  return samples;
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g))
    labels[name] = value.replace(/\\(.)/g, (_whole, character: string) => (character === 'n' ? '\n' : character));
  return labels;
}

/** Null when it is not exposed with such labels. */
export function sumOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string | RegExp>> = {}): number | null {
  const found = samples.filter((sample) => sample.name === name && hasLabels(sample, labels));
  return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0);
}

function hasLabels(sample: Sample, labels: Readonly<Record<string, string | RegExp>>): boolean {
  return Object.entries(labels).every(([name, wanted]) => {
    const value = sample.labels[name] ?? '';
    return typeof wanted === 'string' ? value === wanted : wanted.test(value);
  });
}

/** Remembers counters, so that a total since the start of the process becomes what happened of late. */
export interface CounterMemory {
  remember(samples: readonly Sample[]): void;
  /**
   * Growth within the last quarter of an hour; of a process that is younger than an hour its total; null where neither is known.
   * A counter that went back (a restart) grew by what it is now.
   */
  growth(samples: readonly Sample[], name: string, labels?: Readonly<Record<string, string | RegExp>>): number | null;
}

const withinMs = 900_000;
const youngMs = 3_600_000;
const keptMax = 20;

export function createCounterMemory(clock: Clock, isCounter: (name: string) => boolean): CounterMemory {
  let kept: { readonly atMs: number; readonly samples: readonly Sample[] }[] = [];
  return {
    remember(samples) {
      const atMs = clock.now();
      const counters = samples.filter(({ name }) => isCounter(name));
      kept = [...kept.filter((each) => atMs - each.atMs <= withinMs), { atMs, samples: counters }].slice(-keptMax);
    },
    growth(samples, name, labels = {}) {
      const total = sumOf(samples, name, labels);
      if (total === null) return null;
      const nowMs = clock.now();
      const startedSeconds = sumOf(samples, 'process_start_time_seconds');
      if (startedSeconds !== null && nowMs - startedSeconds * 1_000 < youngMs) return total;
      const earlier = kept.find((each) => nowMs - each.atMs <= withinMs);
      if (earlier === undefined) return null;
      const before = sumOf(earlier.samples, name, labels) ?? 0;
      return total < before ? total : total - before;
    },
  };
}
