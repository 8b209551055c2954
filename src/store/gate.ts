/**
 * Who may use the one connection next. What comes in goes before the work on incidents: it is short, and its sender waits. While it keeps
 * coming the gate stands open for it a moment after each, since the next is on its way, and the work gets its share of the time.
 * What a person asks for comes next, since somebody sits in front of it; whoever asks without end leaves the work its share, too. Putting alerts into incidents takes turns with everything else: hundreds of short pieces of work wait while many incidents are looked
 * into, and behind all of them each pass would wait for seconds.
 */

export type Lane = 'intake' | 'people' | 'grouping' | 'work';

export interface Gate {
  /** Runs the work once it is its turn; one at a time, each lane in its order. */
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
}

/** How long after the last intake the next one is still expected. */
const rushMs = 25;
/** Of the time, what the work on incidents gets during a rush; spent ahead at most for so long. */
const workShare = 0.25;
const creditMaxMs = 100;

/** What the work is behind by before it takes a turn between those of people. */
const peopleAheadMs = 100;

type Turn = () => void;

/** `now` is in milliseconds and never goes back. */
export function createGate(now: () => number): Gate {
  const waiting: Record<Lane, Turn[]> = { intake: [], people: [], grouping: [], work: [] };
  let isBusy = false;
  const rush = createRush(now);
  const shares = createShares();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** PGlite answers without ever leaving this turn of the event loop, so that without a pause nothing would be read from any socket. */
  let isPausing = false;

  function next(): void {
    if (isBusy) return;
    clearTimeout(timer);
    if (waiting.intake.length > 0) {
      letIn('intake');
      return;
    }
    if (waiting.people.length === 0 && !hasWork()) return;
    const wait = isForPeople() ? 0 : rush.holdMs();
    if (wait > 0) timer = setTimeout(next, wait);
    if (wait > 0 || isPausing) return;
    isPausing = true;
    setImmediate(() => {
      isPausing = false;
      if (!isBusy) letIn(waiting.intake.length > 0 ? 'intake' : afterIntake());
    });
  }

  const hasWork = (): boolean => waiting.grouping.length > 0 || waiting.work.length > 0;
  const isForPeople = (): boolean => waiting.people.length > 0 && shares.isPeoples(hasWork());

  function afterIntake(): Lane {
    if (isForPeople()) return 'people';
    return waiting.work.length === 0 || (waiting.grouping.length > 0 && shares.isGroupings()) ? 'grouping' : 'work';
  }

  function letIn(lane: Lane): void {
    const turn = waiting[lane].shift();
    isBusy = turn !== undefined;
    turn?.();
  }

  function leave(lane: Lane, startedMs: number): void {
    isBusy = false;
    const tookMs = now() - startedMs;
    if (lane === 'intake') rush.came();
    else {
      rush.worked(tookMs);
      shares.took(lane, tookMs, hasWork());
    }
    next();
  }

  return {
    async run(lane, work) {
      await new Promise<void>((resolve) => {
        waiting[lane].push(resolve);
        next();
      });
      const startedMs = now();
      try {
        return await work();
      } finally {
        leave(lane, startedMs);
      }
    },
  };
}

interface Shares {
  took(lane: Exclude<Lane, 'intake'>, ms: number, hasWork: boolean): void;
  isPeoples(hasWork: boolean): boolean;
  isGroupings(): boolean;
}

function createShares(): Shares {
  /** What the work has yet to get before alerts are grouped again: as long as the last time took. */
  let owedMs = 0;
  /** What the work has yet to get of the time that people took from it. */
  let aheadMs = 0;
  return {
    took(lane, ms, hasWork) {
      if (lane === 'people') {
        aheadMs = hasWork ? aheadMs + (ms * workShare) / (1 - workShare) : 0;
        return;
      }
      aheadMs = Math.max(0, aheadMs - ms);
      owedMs = lane === 'grouping' ? ms : owedMs - ms;
    },
    isPeoples: (hasWork) => aheadMs < peopleAheadMs || !hasWork,
    isGroupings: () => owedMs <= 0,
  };
}

interface Rush {
  came(): void;
  worked(ms: number): void;
  /** For how long the work has to stand back; 0 when it needn't. */
  holdMs(): number;
}

/** What the work may take of the time during a rush grows as it passes; what it took is taken off. */
function createRush(now: () => number): Rush {
  let lastIntakeMs = Number.NEGATIVE_INFINITY;
  let credit = { ms: creditMaxMs, atMs: now() };
  const left = (): number => Math.min(creditMaxMs, credit.ms + (now() - credit.atMs) * workShare);
  return {
    came() {
      lastIntakeMs = now();
    },
    worked(ms) {
      credit = { ms: left() - ms, atMs: now() };
    },
    holdMs() {
      const rest = lastIntakeMs + rushMs - now();
      return rest <= 0 || left() > 0 ? 0 : Math.max(1, Math.min(rest, -left() / workShare));
    },
  };
}
