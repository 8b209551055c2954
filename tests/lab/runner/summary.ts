/** What all the scenarios together say, and whether it is what we aim for. */

import type { Outcome, Ran } from './outcome.ts';

export interface Share {
  readonly right: number;
  readonly of: number;
}

export interface Summary {
  readonly ran: number;
  readonly notRun: number;
  readonly system: Share;
  readonly top1: Share;
  readonly top3: Share;
  /** Scenarios with one. */
  readonly falselyAccused: Share;
  readonly action: Share;
  readonly fixed: Share;
  /** Those whose state was compared. */
  readonly undone: Share;
  readonly secondsMedian: number | null;
  readonly probesMedian: number | null;
}

export interface Aim {
  readonly name: string;
  readonly aim: string;
  readonly value: string;
  /** Null when there was nothing to measure it by. */
  readonly isMet: boolean | null;
}

export function summarise(outcomes: readonly Outcome[]): Summary {
  const ran = outcomes.filter((each): each is Ran => each.status === 'ran');
  const share = (isRight: (each: Ran) => boolean, isCounted: (each: Ran) => boolean = () => true): Share => {
    const counted = ran.filter(isCounted);
    return { right: counted.filter(isRight).length, of: counted.length };
  };
  return {
    ran: ran.length,
    notRun: outcomes.length - ran.length,
    system: share(({ isSystemRight }) => isSystemRight),
    top1: share(({ isTop1 }) => isTop1),
    top3: share(({ isTop3 }) => isTop3),
    falselyAccused: share(({ falseAccusations }) => falseAccusations.length > 0),
    action: share(
      ({ isActionRight }) => isActionRight === true,
      ({ isActionRight }) => isActionRight !== null,
    ),
    fixed: share(
      ({ isFixed }) => isFixed === true,
      ({ isFixed }) => isFixed !== null,
    ),
    undone: share(
      ({ undone }) => undone === 'yes',
      ({ undone }) => undone === 'yes' || undone === 'no',
    ),
    secondsMedian: median(ran.map(({ seconds }) => seconds)),
    probesMedian: median(ran.map(({ probes }) => probes)),
  };
}

export function aimsOf(summary: Summary): readonly Aim[] {
  const atLeast = (name: string, share: Share, percent: number): Aim => ({
    name,
    aim: `≥ ${percent} %`,
    value: textOf(share),
    isMet: share.of === 0 ? null : share.right * 100 >= percent * share.of,
  });
  const { falselyAccused, secondsMedian } = summary;
  return [
    atLeast('right cause first', summary.top1, 95),
    {
      name: 'false accusations',
      aim: '< 3 %',
      value: textOf(falselyAccused),
      isMet: falselyAccused.of === 0 ? null : falselyAccused.right * 100 < 3 * falselyAccused.of,
    },
    {
      name: 'median alert → verdict',
      aim: '≤ 5 s',
      value: secondsMedian === null ? '—' : `${secondsMedian.toFixed(1)} s`,
      isMet: secondsMedian === null ? null : secondsMedian <= 5,
    },
    atLeast('right action proposed', summary.action, 90),
    atLeast('approved fixes that hold', summary.fixed, 95),
    atLeast('undone exactly', summary.undone, 100),
  ];
}

export function textOf({ right, of }: Share): string {
  return of === 0 ? '—' : `${right} of ${of} (${((right / of) * 100).toFixed(1)} %)`;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  if (sorted.length === 0) return null;
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
