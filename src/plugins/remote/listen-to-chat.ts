/** Fetches what a plugin's chat platform has heard, for as long as the adapter lives and through every new start of the plugin. */

import { z } from 'zod';
import type { AdapterContext, AdapterHealth, Form, Inbound, Notice } from '../../adapters/contract.ts';
import type { Place } from '../../domain/place.ts';
import { type ForeignInbound, heardSchema, hearingLimits, inboundSchema } from '../chat-protocol.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';

export interface Heard {
  /** Of the process that told it: another one has not been listened to yet. */
  readonly life: number;
  readonly health: AdapterHealth;
  readonly workspace: string | null;
}

export type Answer = { readonly notice: Notice } | { readonly form: Form };

export interface ListenOptions {
  readonly plugin: KeptPlugin;
  /** Of the adapter. */
  readonly name: string;
  readonly context: AdapterContext;
  readonly signal: AbortSignal;
  readonly sink: (event: Inbound) => void;
  readonly onHeard: (heard: Heard | null) => void;
  readonly respond: (number: number, answer: Answer) => Promise<boolean>;
}

const startWithinMs = 15_000;
/** How soon it is looked whether a plugin that was stopped is up again. */
const awayMs = 250;
/** After a full batch: so many people don't speak at once, and who floods us waits. */
const fullBatchPauseMs = 400;

/** Returns once the signal is given. Never throws. */
export async function listenToChat(options: ListenOptions): Promise<void> {
  const { plugin, context, signal, onHeard } = options;
  const pause = (ms: number): Promise<void> => context.clock.sleep(ms, signal).catch(() => undefined);
  let life = 0;
  let after = 0;
  while (!signal.aborted) {
    if (plugin.state().state !== 'up') {
      onHeard(null);
      await pause(awayMs);
      continue;
    }
    try {
      if (life !== plugin.life()) {
        await plugin.ask('chat.start', {}, z.null(), { withinMs: startWithinMs, signal });
        life = plugin.life();
        after = 0;
      }
      const heard = await hear(options, after, life);
      after = heard.last;
      if (heard.count >= hearingLimits.batch) await pause(fullBatchPauseMs);
    } catch (error) {
      if (signal.aborted) break;
      context.log.warn(
        { adapter: options.name, reason: String(error).slice(0, 300) },
        'A chat plugin could not be listened to; it is tried again',
      );
      await pause(awayMs * 4);
    }
  }
}

async function hear(options: ListenOptions, after: number, life: number): Promise<{ readonly last: number; readonly count: number }> {
  const { plugin, context, signal, onHeard, name, sink } = options;
  const { waitMs } = hearingLimits;
  // A plugin whose calls may take less than that is asked more often.
  const withinMs = Math.min(waitMs * 2, plugin.found.manifest.limits.callMs);
  const answer = await plugin.ask('chat.hear', { after, waitMs: withinMs / 2 }, heardSchema, { withinMs, signal });
  const { state, since, reason } = answer.health;
  onHeard({ life, workspace: answer.workspace, health: { state, since, ...(reason === undefined ? {} : { reason }) } });
  if (answer.dropped > 0) context.log.warn({ adapter: name, dropped: answer.dropped }, 'A chat plugin heard more than could be taken');
  let last = after;
  for (const given of answer.events) {
    const number: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, 'number') : undefined;
    if (typeof number === 'number') last = Math.max(last, number);
    const parsed = inboundSchema.safeParse(given);
    if (!parsed.success) context.onRefused?.({ adapter: name, reason: 'malformed' });
    else if (!signal.aborted) tell(sink, inboundOf(options, parsed.data), context, name);
  }
  return { last, count: answer.events.length };
}

/** Whoever hears it fails for himself: what comes behind is heard all the same. */
function tell(sink: ListenOptions['sink'], event: Inbound, { log }: AdapterContext, adapter: string): void {
  try {
    sink(event);
  } catch (error) {
    log.error({ adapter, reason: String(error).slice(0, 300) }, 'What was heard could not be handed on');
  }
}

function inboundOf({ name, respond }: ListenOptions, given: ForeignInbound): Inbound {
  const { actor, locale, number } = given;
  const { workspace, userId, isBot, isExternal } = actor;
  const shared = {
    key: given.key,
    at: given.at,
    actor: { adapter: name, workspace, userId, isBot, isExternal, ...(actor.name === undefined ? {} : { name: actor.name }) },
    ...(locale === undefined ? {} : { locale }),
    responder: {
      whisper: async (notice: Notice) => void (await respond(number, { notice })),
      openForm: (form: Form) => respond(number, { form }),
    },
  };
  const placed = (place: Parameters<typeof placeOf>[1]): Place => placeOf(name, place);
  if (given.type === 'form') return { type: 'form', ...shared, formId: given.formId, fields: given.fields };
  if (given.type === 'click') {
    const { place, card, actionId, value } = given;
    return { type: 'click', ...shared, place: placed(place), card: { place: placed(card.place), id: card.id }, actionId, value };
  }
  const { place, text, isAddressed, messageId, quotedId, quotedText } = given;
  return {
    ...{ type: 'message', ...shared, place: placed(place), text, isAddressed, messageId },
    ...(quotedId === undefined ? {} : { quotedId }),
    ...(quotedText === undefined ? {} : { quotedText }),
  };
}

/** With the adapter's own name, whatever the plugin said. */
export function placeOf(
  adapter: string,
  { workspace, channel, thread }: { readonly workspace: string; readonly channel: string; readonly thread?: string | undefined },
): Place {
  return { adapter, workspace, channel, ...(thread === undefined ? {} : { thread }) };
}
