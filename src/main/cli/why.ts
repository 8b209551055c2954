/** `zhiban why`: why was I not told of an alert? */

import type { SuppressedView } from '../../domain/suppression.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { timeText } from './times.ts';
import type { CliKey } from './words.ts';

interface Answer {
  readonly items: readonly SuppressedView[];
  readonly told: readonly {
    readonly title: string;
    readonly fingerprint: string;
    readonly code: string;
    readonly together: string | null;
  }[];
}

const stateKeys = { held: 'why.held', told: 'why.wasTold', ended: 'why.ended' } as const satisfies Readonly<Record<string, CliKey>>;

export async function runWhy(context: CliContext, words: string): Promise<ExitCode> {
  const found = await context.api().get<Answer>('/api/v1/why', { q: words });
  answer(context, found, () => {
    const { line, colours } = context.terminal;
    if (found.items.length === 0 && found.told.length === 0) return line(say(context, 'why.none', { words }));
    for (const { title, code, together } of found.told) {
      line(say(context, 'why.told', { title, code }));
      if (together !== null) line(`  · ${together}`);
    }
    for (const item of found.items) {
      const times = { since: timeText(item.since), closed: item.closedAt === null ? '—' : timeText(item.closedAt) };
      line(`${item.title} ${colours.dim(item.fingerprint)}`);
      line(`  ${say(context, stateKeys[item.state], times)}`);
      for (const { text } of item.reasons) line(`  · ${text}`);
    }
  });
  return exitCodes.ok;
}
