/** Processes of the server that a signal has ended, and what the last of them ran. */

import type { Facts } from '../../../domain/evidence.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { timeOf } from './log-time.ts';

/** Pure. The statement is in the detail of the next line, and loses its values here. */
export function crashFacts(text: string, sinceMs: number): Facts {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => {
    const signal = /was terminated by signal (\d+)/.exec(line)?.[1];
    const isRecent = (timeOf(line.slice(0, 200)) ?? sinceMs) >= sinceMs;
    return signal === undefined || !isRecent ? [] : [{ signal: Number(signal), query: statementAfter(lines, index + 1) }];
  });
  const last = found.at(-1);
  return {
    'log.crash.count': found.length,
    'log.crash.signal': last?.signal ?? null,
    'log.crash.query': found.findLast(({ query }) => query !== '')?.query ?? null,
  };
}

/** Continued lines begin with a tab. */
function statementAfter(lines: readonly string[], index: number): string {
  const begin = /Failed process was running: (.*)$/.exec(lines[index] ?? '')?.[1];
  if (begin === undefined) return '';
  const rest = lines.slice(index + 1, index + 9);
  const end = rest.findIndex((line) => !line.startsWith('\t'));
  return normaliseQuery([begin, ...rest.slice(0, end < 0 ? rest.length : end)].join(' ').slice(0, 1_000), 'postgresql');
}
