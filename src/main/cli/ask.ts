/** `zhiban ask`: asks, tells what is found while it is found, and ends with the card. */

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Card } from '../../domain/card.ts';
import type { IncidentView, TimelineView } from '../../domain/view.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printCard } from './print-card.ts';
import { clockText } from './times.ts';
import { wrapToWidth } from './width.ts';

export interface AskOptions {
  readonly wait: boolean;
  readonly timeoutSeconds: number;
  readonly systemIds: readonly string[];
}

interface Asked {
  readonly incidentId: string;
  readonly code: string;
}

/** Events are only a hint to look; between them it looks by itself this often. */
const lookEveryMs = 2_000;

/** Exit codes: 7 when the verdict is unknown, 1 when there is none in time. */
export async function runAsk(context: CliContext, question: string, options: AskOptions): Promise<ExitCode> {
  const api = context.api();
  const { systemIds } = options;
  const body = { text: question, locale: context.terminal.locale, ...(systemIds.length > 0 && { systemIds }) };
  const asked = await api.post<Asked>('/api/v1/ask', body, { idempotencyKey: randomUUID() });
  if (!options.wait) {
    answer(context, asked, () => context.terminal.line(asked.code));
    return exitCodes.ok;
  }
  if (!context.isJson) context.terminal.line(say(context, 'ask.asked', { code: asked.code }));
  const end = await follow(context, api, asked, options.timeoutSeconds);
  if (end === 'late' || end === 'interrupted') {
    const key = end === 'late' ? 'ask.late' : 'ask.detached';
    context.terminal.problem(say(context, key, { code: asked.code, seconds: options.timeoutSeconds }));
    return end === 'late' ? exitCodes.error : exitCodes.interrupted;
  }
  const card = await api.get<Card>(`/api/v1/incidents/${asked.incidentId}/card`);
  answer(context, end, () => {
    context.terminal.line();
    printCard(context, card);
  });
  return end.verdict?.state === 'unknown' ? exitCodes.unknownVerdict : exitCodes.ok;
}

/** Lines that stay as they come, and one that is edited. */
async function follow(
  context: CliContext,
  api: ApiClient,
  asked: Asked,
  timeoutSeconds: number,
): Promise<IncidentView | 'late' | 'interrupted'> {
  const told = new Set<string>();
  const late = AbortSignal.timeout(timeoutSeconds * 1_000);
  const stop = new AbortController();
  const doorbell = createDoorbell();
  const listening = ringOnEvents(api, asked.incidentId, doorbell, stop.signal);
  try {
    while (!late.aborted && !context.signal.aborted) {
      const incident = await api.get<IncidentView>(`/api/v1/incidents/${asked.incidentId}`);
      if (!context.isJson) await tellProgress(context, api, incident, told);
      if (hasEnded(incident)) return incident;
      await doorbell.next(AbortSignal.any([late, context.signal]));
    }
    return context.signal.aborted ? 'interrupted' : 'late';
  } finally {
    context.terminal.clearStatus();
    stop.abort();
    await listening;
  }
}

function hasEnded(incident: IncidentView): boolean {
  return incident.verdict !== null && incident.phase !== 'received' && incident.phase !== 'investigating';
}

async function tellProgress(context: CliContext, api: ApiClient, incident: IncidentView, told: Set<string>): Promise<void> {
  const { terminal } = context;
  for (const entry of incident.timeline) {
    if (told.has(entry.id)) continue;
    told.add(entry.id);
    tellEntry(context, entry);
  }
  if (!terminal.isTerminal || hasEnded(incident)) return;
  const card = await api.get<Card>(`/api/v1/incidents/${incident.id}/card`);
  const [line] = card.sections[0]?.lines.slice(-1) ?? [];
  const text = line?.type === 'paragraph' ? line.spans.map((span) => ('text' in span ? span.text : '')).join('') : '';
  terminal.status(`${card.emoji} ${text} ${card.budget?.text ?? ''}`.trimEnd());
}

export function tellEntry({ terminal }: CliContext, entry: TimelineView): void {
  const time = `${clockText(entry.at)}  `;
  const indent = ' '.repeat(time.length);
  const lines = wrapToWidth(entry.text, terminal.columns - time.length);
  for (const [index, line] of lines.entries()) terminal.line(`${index === 0 ? time : indent}${line}`);
}

interface Doorbell {
  ring(): void;
  /** Comes back when it rings, or after a while. */
  next(signal: AbortSignal): Promise<void>;
}

function createDoorbell(): Doorbell {
  let isRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async next(signal) {
      if (!isRung) {
        const rung = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const pause = new AbortController();
        const slept = wait(lookEveryMs, undefined, { signal: AbortSignal.any([signal, pause.signal]) }).catch(() => {});
        await Promise.race([rung, slept]);
        pause.abort();
      }
      isRung = false;
      wake = null;
    },
  };
}

/** Without the live stream progress is only a little slower. */
async function ringOnEvents(api: ApiClient, incidentId: string, doorbell: Doorbell, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of api.events(signal)) if (event.incidentId === incidentId) doorbell.ring();
  } catch {
    // Ended by us, or by the server: the pauses between looks go on.
  }
}
