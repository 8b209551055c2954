/** What the templates of the declared logs say in facts. */

import { minerLimits } from '../../../analysis/logs/miner.ts';
import { saysWhy } from '../../../analysis/logs/says-why.ts';
import { isError, type LogSummary } from '../../../analysis/logs/summarise-log.ts';

/** `+0800` as `date +%z` prints it. */
export function zoneMinutesOf(text: string | undefined): number {
  const match = /^([+-])(\d{2})(\d{2})/.exec(text?.trim() ?? '');
  return match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** What no log reaches far enough back to tell is null: a signature takes it for unknown. */
export function templateFacts(logs: readonly { readonly path: string; readonly summary: LogSummary }[], nowMs: number) {
  const all = logs.flatMap(({ path, summary }) => summary.templates.map((template) => ({ path, ...template })));
  const errors = all.filter(isError).sort((one, other) => other.count - one.count);
  const isCompared = logs.some(({ summary }) => summary.isCompared);
  const fresh = errors.filter(({ isNew }) => isNew);
  // What was always there is not why; what began in a calm log may be.
  const top = errors.find(({ calmEntries }) => calmEntries > 0) ?? errors[0];
  const [newest] = fresh;
  return {
    'logs.templates': all.length,
    'logs.topError': top === undefined ? '' : quoted(top),
    'logs.topErrorCount': top?.count ?? 0,
    'logs.topErrorSaysWhy': top === undefined ? null : saysWhy(quoted(top)),
    'logs.calmEntries': top?.calmEntries ?? 0,
    'logs.newErrors': isCompared ? fresh.length : null,
    'logs.newError': newest === undefined ? null : quoted(newest),
    'logs.newErrorPath': newest?.path ?? null,
    'logs.newErrorSaysWhy': newest === undefined ? null : saysWhy(quoted(newest)),
    'logs.newErrorCount': newest?.count ?? null,
    'logs.newErrorAgoSeconds': newest === undefined || newest.firstMs === null ? null : Math.max(0, (nowMs - newest.firstMs) / 1_000),
  };
}

/** One of its lines as it was said: which code and which address it names is often the whole answer. A line that was cut says less than its template. */
function quoted({ text, example }: { readonly text: string; readonly example: string }): string {
  return example.length < minerLimits.exampleCharactersMax ? example : text.slice(0, 400);
}

/** A tail that was cut begins within a line. */
export function wholeLines(text: string, tailBytes: number): string {
  return Buffer.byteLength(text) < tailBytes ? text : text.slice(text.indexOf('\n') + 1);
}
