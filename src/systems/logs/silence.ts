/** Which source of logs has fallen silent, by its own rhythm: who logs once an hour is not silent after forty minutes. The same for each log system. */

import type { Facts } from '../../domain/evidence.ts';

/** Lines of one source in steps of the same length; steps without a line may be left out. */
export interface Paced {
  readonly name: string;
  readonly counts: readonly { readonly atMs: number; readonly lines: number }[];
}

/** So many steps with a line, before a rhythm is known. */
const stepsMin = 4;
/** A pause this many times longer than any before is none of the rhythm. */
const longerTimes = 2;

/** Pure. The steps are `stepMs` long and begin at `atMs`; a source that was heard of too seldom is counted, and not judged. */
export function silenceFacts(sources: readonly Paced[], stepMs: number, nowMs: number): Facts {
  const judged = sources.flatMap((source) => judge(source, stepMs, nowMs) ?? []);
  const silent = judged.filter((each) => each.silentMs > Math.max(2 * stepMs, longerTimes * each.longestMs));
  silent.sort((one, other) => other.silentMs / other.longestMs - one.silentMs / one.longestMs);
  const [worst] = silent;
  return {
    'sources.count': sources.length,
    'sources.judged': judged.length,
    'sources.silentCount': silent.length,
    'sources.silent.name': worst?.name ?? '',
    'sources.silent.seconds': worst === undefined ? 0 : Math.round(worst.silentMs / 1_000),
    'sources.silent.longestGapSeconds': worst === undefined ? 0 : Math.round(worst.longestMs / 1_000),
  };
}

interface Judged {
  readonly name: string;
  readonly silentMs: number;
  readonly longestMs: number;
}

function judge({ name, counts }: Paced, stepMs: number, nowMs: number): Judged | null {
  const busy = counts.filter(({ lines }) => lines > 0).map(({ atMs }) => atMs);
  busy.sort((one, other) => one - other);
  const last = busy.at(-1);
  if (busy.length < stepsMin || last === undefined) return null;
  const gaps = busy.slice(1).map((atMs, index) => atMs - (busy[index] ?? atMs));
  // The last line may have come at the end of its step.
  return { name, silentMs: Math.max(0, nowMs - last - stepMs), longestMs: Math.max(stepMs, ...gaps) };
}
