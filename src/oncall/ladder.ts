/** A ladder as the steps that it comes to, and which ladder an incident is on. */

import type { Ladder, LadderLevel, PageWay } from '../domain/ladder.ts';

export interface LadderStep {
  /** From 0, within the ladder. */
  readonly level: number;
  readonly call: LadderLevel['call'];
  readonly way: PageWay;
  /** To the next step. */
  readonly everyMs: number;
}

/** Level by level, each by its means one after the other; all of them again as often as the ladder says. */
export function stepsOf({ levels, repeat }: Pick<Ladder, 'levels' | 'repeat'>): readonly LadderStep[] {
  const round = levels.flatMap(({ call, by, everyMs }, level) => by.map((way): LadderStep => ({ level, call, way, everyMs })));
  return Array.from({ length: repeat + 1 }, () => round).flat();
}

/** The first that matches, as routes do. */
export function ladderFor(ladders: readonly Ladder[], labels: Readonly<Record<string, string>>): Ladder | null {
  return ladders.find(({ match }) => Object.entries(match).every(([name, value]) => labels[name] === value)) ?? null;
}
