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

const errorLevel = levels.indexOf('error');

export class LogBook {
  readonly miner: LogMiner;
  readonly totals: Readonly<Record<Stretch, Tally>> = { baseline: new Tally(), window: new Tally() };
  readonly errors: Readonly<Record<Stretch, Tally>> = { baseline: new Tally(), window: new Tally() };
  readonly #tallies = new Map<number, Record<Stretch, Tally>>();
  readonly #worded = new Map<number, number>();
  readonly #courses = new Map<number, Course>();
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
    let tallies = this.#tallies.get(index);
    if (tallies === undefined) {
      tallies = { baseline: new Tally(), window: new Tally() };
      this.#tallies.set(index, tallies);
    }
    tallies[stretch].add(entry.atMs);
    this.totals[stretch].add(entry.atMs);
    if (level >= errorLevel) this.errors[stretch].add(entry.atMs);
    this.#courses.set(index, joined(this.#courses.get(index), { firstAt: this.#entries, lastAt: this.#entries, count: 1 }));
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
    const tallies = new Map<number, Record<Stretch, Tally>>();
    const courses = new Map<number, Course>();
    for (const [index, own] of this.#tallies) {
      const at = this.miner.resolve(index);
      const known = tallies.get(at);
      if (known === undefined) tallies.set(at, { baseline: copyOf(own.baseline), window: copyOf(own.window) });
      else {
        known.baseline.merge(own.baseline);
        known.window.merge(own.window);
      }
    }
    for (const [index, course] of this.#courses) {
      const at = this.miner.resolve(index);
      courses.set(at, joined(courses.get(at), course));
    }
    const booked = [...tallies].flatMap(([index, { baseline, window }]) => {
      const template = this.miner.templates[index];
      const course = courses.get(index) ?? nowhere;
      return template === null || template === undefined ? [] : [{ view: viewTemplate(template), baseline, window, ...course }];
    });
    return booked.sort((one, other) => other.view.count - one.view.count || (one.view.id < other.view.id ? -1 : 1));
  }
}

const nowhere: Course = { firstAt: 0, lastAt: 0, count: 0 };

function joined(known: Course | undefined, more: Course): Course {
  if (known === undefined) return more;
  return {
    firstAt: Math.min(known.firstAt, more.firstAt),
    lastAt: Math.max(known.lastAt, more.lastAt),
    count: known.count + more.count,
  };
}

function copyOf(tally: Tally): Tally {
  const copy = new Tally();
  copy.merge(tally);
  return copy;
}
