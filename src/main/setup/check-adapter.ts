/** Tries what the bot will rely on, in the order in which it can fail: connection, rights, hearing, speaking, clicks. */

import { type Actor, type ChatAdapter, ChatError } from '../../adapters/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Place } from '../../domain/place.ts';
import type { Desk, Say } from './desk.ts';
import type { SetupPlatform } from './platform.ts';
import { startTrial, type Trial } from './try-adapter.ts';

/** As the written configuration makes it. */
export interface ReadyAdapter {
  readonly adapter: ChatAdapter;
  /** The rights that the platform has granted; null where it doesn't tell. */
  scopes(): Promise<readonly string[] | null>;
}

export interface Checked {
  readonly isGood: boolean;
  /** The channel in which the bot was called. */
  readonly place: Place | null;
  /** Whoever called it. */
  readonly person: Pick<Actor, 'userId' | 'name'> | null;
}

const connectWithinMs = 30_000;
const nothing: Checked = { isGood: false, place: null, person: null };

/** `whileConnected` is done between the connection and the first message. */
export async function checkAdapter(
  platform: SetupPlatform,
  { adapter, scopes }: ReadyAdapter,
  desk: Desk,
  say: Say,
  { clock, waitMs }: { readonly clock: Clock; readonly waitMs: number },
  whileConnected: () => Promise<void>,
): Promise<Checked> {
  desk.line();
  desk.status(say('check.connecting', { platform: platform.title[desk.locale] }));
  const trial = await startTrial(adapter, clock, desk.locale, desk.signal);
  try {
    const { state, reason } = await trial.untilSettled(connectWithinMs);
    if (state !== 'up') {
      desk.bad(say('check.down', { reason: reason ?? state }));
      return nothing;
    }
    desk.good(say('check.up'));
    const hasRights = await checkScopes(platform, scopes, desk, say);
    await whileConnected();
    const tried = await tryTalking(platform, trial, desk, say, waitMs);
    return { ...tried, isGood: tried.isGood && hasRights };
  } finally {
    await trial.stop();
  }
}

/** A missing right is told and doesn't end the check: what follows shows what it costs. */
async function checkScopes(platform: SetupPlatform, scopes: ReadyAdapter['scopes'], desk: Desk, say: Say): Promise<boolean> {
  const granted = await scopes().catch(() => null);
  if (granted === null) {
    desk.line(`  ${say('check.scopesUnknown')}`);
    return true;
  }
  const missing = platform.scopes.filter(({ name }) => !granted.includes(name));
  const names = (isOptional: boolean): string =>
    missing
      .filter((scope) => scope.isOptional === isOptional)
      .map(({ name }) => name)
      .join(', ');
  if (names(false) !== '') desk.bad(say('check.scopesMissing', { names: names(false) }));
  else desk.good(say('check.scopes'));
  if (names(true) !== '') desk.line(`  ${say('check.scopesOptional', { names: names(true) })}`);
  return names(false) === '';
}

async function tryTalking(platform: SetupPlatform, trial: Trial, desk: Desk, say: Say, waitMs: number): Promise<Checked> {
  const minutes = Math.max(1, Math.round(waitMs / 60_000));
  desk.line();
  desk.line(platform.callIt[desk.locale]);
  desk.status(say('check.waitMention', { minutes }));
  const heard = await trial.next('message', waitMs);
  if (heard === null) {
    desk.bad(say('check.notHeard'));
    return nothing;
  }
  const { place, actor } = heard;
  const name = actor.name ?? actor.userId;
  desk.good(say('check.heard', { name, channel: place.channel }));
  const { thread: _, ...channel } = place;
  try {
    const clicking = trial.next('click', waitMs);
    const card = await trial.postCard(channel);
    desk.good(say('check.spoke'));
    desk.status(say('check.waitClick', { minutes }));
    const click = await clicking;
    if (click === null) {
      desk.bad(say('check.notClicked'));
      return { place: channel, person: actor, isGood: false };
    }
    await click.responder.whisper({ level: 'ok', text: say('whisper.pressed') });
    await trial.showPressed(card);
    desk.good(say('check.clicked', { name: click.actor.name ?? click.actor.userId }));
    return { place: channel, person: actor, isGood: true };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    desk.bad(say('check.notSpoke', { reason: error.message }));
    return { place: channel, person: actor, isGood: false };
  }
}
