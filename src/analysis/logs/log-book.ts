/** Mines entries and counts them per template in two stretches of time: the baseline, and the window that is asked about. */

import type { Course } from './calm.ts';
import { levelOfText } from './level.ts';
import type { LogEntry } from './log-reader.ts';
import { LogMiner } from './miner.ts';
import { Tally } from './tally.ts';
import { levels } from './template.ts';
import { type TemplateView, viewTemplate } from './template-view.ts';

export type Stretch = 'baseline' | 'window';

export interface BookedTemplate extends Course {
  readonly view: TemplateView;
  readonly baseline: Tally;
  readonly window: Tally;
}

/** What is counted of a template; how many there are is the sum of both stretches. */
interface Counted extends Readonly<Record<Stretch, Tally>> {
  firstAt: number;
  lastAt: number;
}

const errorLevel = levels.indexOf('error');

export class LogBook {
  readonly miner: LogMiner;
  readonly totals: Readonly<Record<Stretch, Tally>> = { baseline: new Tally(), window: new Tally() };
  readonly errors: Readonly<Record<Stretch, Tally>> = { baseline: new Tally(), window: new Tally() };
  readonly #counted = new Map<number, Counted>();
  readonly #worded = new Map<number, number>();
  #entries = 0;
  #lines = 0;
  #folded = 0;

  constructor(miner: LogMiner = new LogMiner()) {
    this.miner = miner;
  }

  /** Lines read; entries are fewer when traces were folded. */
  get lines(): number {
    return this.#lines;
  }

  get folded(): number {
    return this.#folded;
  }

  add(entry: LogEntry, stretch: Stretch): void {
    const index = this.miner.add(entry.message, 0, entry.message.length, entry.atMs);
    const level = entry.level === 'none' ? this.#wordedLevel(index, entry.message) : levels.indexOf(entry.level);
    this.miner.raise(index, level);
    let counted = this.#counted.get(index);
    if (counted === undefined) {
      counted = { baseline: new Tally(), window: new Tally(), firstAt: this.#entries, lastAt: this.#entries };
      this.#counted.set(index, counted);
    }
    counted[stretch].add(entry.atMs);
    counted.lastAt = this.#entries;
    this.totals[stretch].add(entry.atMs);
    if (level >= errorLevel) this.errors[stretch].add(entry.atMs);
    this.#entries += 1;
    this.#lines += entry.lines;
    if (entry.lines > 1) this.#folded += entry.lines - 1;
  }

  /** An entry that says no level is judged by its words, once for all of its template. */
  #wordedLevel(index: number, message: string): number {
    const known = this.#worded.get(index);
    if (known !== undefined) return known;
    const level = levels.indexOf(levelOfText(message));
    this.#worded.set(index, level);
    return level;
  }

  /** Most frequent first. */
  templates(): readonly BookedTemplate[] {
    const joined = new Map<number, Counted>();
    for (const [index, own] of this.#counted) {
      const at = this.miner.resolve(index);
      const known = joined.get(at);
      if (known === undefined) joined.set(at, { ...own, baseline: copyOf(own.baseline), window: copyOf(own.window) });
      else {
        known.baseline.merge(own.baseline);
        known.window.merge(own.window);
        known.firstAt = Math.min(known.firstAt, own.firstAt);
        known.lastAt = Math.max(known.lastAt, own.lastAt);
      }
    }
    const booked = [...joined].flatMap(([index, counted]) => {
      const template = this.miner.templates[index];
      const count = counted.baseline.count + counted.window.count;
      return template === null || template === undefined ? [] : [{ view: viewTemplate(template), ...counted, count }];
    });
    return booked.sort((one, other) => other.view.count - one.view.count || (one.view.id < other.view.id ? -1 : 1));
  }
}

function copyOf(tally: Tally): Tally {
  const copy = new Tally();
  copy.merge(tally);
  return copy;
}
