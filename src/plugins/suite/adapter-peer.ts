/** The words of the adapter contract: a platform with people in it, an adapter before it, and a card to talk about. */

import assert from 'node:assert/strict';
import type { ChatAdapter, Inbound, PostOptions } from '../../adapters/contract.ts';
import { type Card, paragraph } from '../../domain/card.ts';
import type { MessageRef, Place } from '../../domain/place.ts';

/** What a person sees of one message of the bot. */
export interface VisibleMessage {
  readonly id: string;
  /** The message that it hangs under; null for one of the channel's own. */
  readonly thread: string | null;
  /** All words on it, buttons and attached files included, unescaped as the platform shows them. */
  readonly text: string;
  readonly edits: number;
  readonly buttons: readonly string[];
}

/** A platform on the loopback, with people in it. */
export interface AdapterPeer {
  readonly place: Place;
  /** A second channel, with the bot in it. */
  readonly otherPlace: Place;
  readonly secrets: readonly string[];
  /** Everything goes over the one connection, and nothing is kept for who is away. */
  readonly isLive?: true;
  /** Resolves once people see all that was sent before; left out where they do at once. */
  arrived?(): Promise<void>;
  /** A person calls the bot in the channel; the id of the message, empty where the platform gives none. */
  mention(text: string): string;
  reply(thread: string, text: string, isAddressed: boolean): string;
  directMessage(text: string): string;
  /** Another bot calls ours. */
  mentionByBot(text: string): void;
  /** Resolves with what the platform got back, null when nothing came in its time. */
  click(messageId: string, label: string): Promise<unknown>;
  /** A click with an id that the bot doesn't know. */
  clickUnknown(messageId: string): Promise<unknown>;
  /** Fills in the form that is open; resolves with the complaints by field. */
  submit(fields: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  openForms(): number;
  /** Fills in the field beside a button and presses it: where that is a form of its own, and no click comes before it. */
  fill?(messageId: string, label: string, fields: Readonly<Record<string, string>>): Promise<unknown>;
  visible(place?: Place): readonly VisibleMessage[];
  whispers(): readonly string[];
  failSends(fault: 'rate' | 'lost-answer' | 'unavailable', times: number, place?: Place): void;
  /** How often the platform was asked to post or to edit in the place. */
  sendCalls(kind: 'post' | 'edit', place?: Place): number;
  redeliverLast(): Promise<void>;
  /** Sends what an attacker without the secret would; true when it was refused. */
  forge(): Promise<boolean>;
  /** Null where the platform calls us and there is no connection to lose. */
  readonly connection: {
    count(): number;
    opened(): number;
    drop(): void;
    refuse(times: number): void;
  } | null;
  /** The parts of a message that the platform would turn into a call, a link or an emoji. */
  live(messageId: string): readonly string[];
  stop(): Promise<void>;
}

export interface StartedAdapter {
  readonly adapter: ChatAdapter;
  readonly peer: AdapterPeer;
  /** Every line that the adapter has logged, as JSON. */
  readonly logs: readonly string[];
  /** A second life of the bot: knows nothing of the first. Not started. */
  another(): ChatAdapter;
}

export interface AdapterHarness {
  readonly name: string;
  /** An adapter, not started, before a peer that is. Its paces are short: whole seconds only where the platform counts in them. */
  prepare(): Promise<StartedAdapter>;
}

/** Starts an adapter and waits until it is up; both ends are stopped after the test. */
export type Start = (onEvent?: (event: Inbound) => void) => Promise<StartedAdapter & { readonly events: Inbound[] }>;

/** Waits for what must happen; fails with words when it doesn’t within a minute. */
export async function until(claim: () => boolean, what: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 10) {
    if (claim()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(`In vain waited for: ${what}`);
}

/** Long enough for anything on the loopback that must not happen. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 120));
}

export function say(adapter: ChatAdapter, place: Place, text: string, key: string): Promise<MessageRef> {
  return adapter.post(place, { rich: [paragraph(text)] }, options(key));
}

export function options(idempotencyKey: string): PostOptions {
  return { idempotencyKey, locale: 'en', priority: 'state' };
}

export function exampleCard(): Card {
  return {
    incidentId: 'inc_1',
    code: 'ZB-1',
    revision: 1,
    tone: 'waiting',
    emoji: '🔎',
    title: 'ZB-1 orders-db: connections exhausted',
    subtitle: 'critical · since 09:12 · growing',
    sections: [
      { id: 'situation', label: 'What is going on', lines: [paragraph('312 of 320 connections are in use.')] },
      { id: 'cause', label: 'Cause', lines: [paragraph('Likely: a client leaks connections.')] },
    ],
    budget: { ratio: 0.4, text: '24 of 60 looks' },
    buttons: [
      { id: 'approve', label: 'Approve', style: 'primary', value: 'plan_1 abcdef' },
      {
        id: 'reject',
        label: 'Reject',
        style: 'danger',
        value: 'plan_1 abcdef',
        form: { id: 'reject:plan_1', fieldId: 'reason', label: 'Why', placeholder: 'What should happen instead' },
      },
    ],
    overflow: [{ id: 'investigate-again', label: 'Investigate again', style: 'default', value: 'inc_1' }],
    link: 'http://127.0.0.1:7420/incidents/ZB-1',
    linkLabel: 'Open in the console',
    fallbackText: 'ZB-1 orders-db: connections exhausted',
  };
}
