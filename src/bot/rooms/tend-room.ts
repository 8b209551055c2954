/** One room, one look: opened when it is wanted, brought up to its incident while that is open, closed some time after the end. */

import { type ChatAdapter, ChatError, type Rooms } from '../../adapters/contract.ts';
import { paragraph } from '../../domain/card.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Person } from '../../domain/policy.ts';
import { sameText } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Room } from '../../store/room-contract.ts';
import { doorText } from '../../text/doors.ts';
import { message } from '../../text/messages.ts';
import { waitAfter } from '../outbox/patience.ts';
import { inviteesOf } from './invitees.ts';
import { farewellOf, topicOf, welcomeOf } from './room-words.ts';

export interface RoomDeps {
  readonly adapters: () => ReadonlyMap<string, ChatAdapter>;
  readonly people: () => readonly Person[];
  readonly consoleUrl: () => string | null;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

/** What a look is about. */
interface Tending {
  readonly store: TenantStore;
  readonly adapter: ChatAdapter;
  readonly rooms: Rooms;
  readonly room: Room;
  readonly incident: Incident;
  readonly link: string | null;
}

/** The timeline's last entries: who took part before them is invited already. */
const timelineMax = 500;
/** How often it is looked whether the card is there, for the link to it. */
const linkEveryMs = 2_000;
const linkTriesMax = 15;

export async function tendRoom(deps: RoomDeps, store: TenantStore, room: Room): Promise<void> {
  const adapter = deps.adapters().get(room.adapter);
  const incident = await store.incidents.get(room.incidentId);
  if (incident === null) return store.rooms.change(room.id, { state: 'closed' }, deps.clock.now());
  if (adapter?.rooms === undefined) return fail(deps, store, room, incident, `'${room.adapter}' is not configured or has no rooms`);
  const base = deps.consoleUrl();
  const link = base === null ? null : `${base}/incidents/${incident.code}`;
  const at: Tending = { store, adapter, rooms: adapter.rooms, room, incident, link };
  try {
    if (room.state === 'wanted') await open(deps, at);
    else if (incident.status === 'resolved' && endMs(at) <= deps.clock.now()) await close(deps, at);
    else await bringUp(deps, at);
  } catch (error) {
    await giveBack(deps, at, error);
  }
}

function endMs({ incident, room }: Pick<Tending, 'incident' | 'room'>): number {
  return Date.parse(incident.resolvedAt ?? incident.startedAt) + room.closeAfterMs;
}

async function open(deps: RoomDeps, at: Tending): Promise<void> {
  const { store, room, incident } = at;
  if (incident.status === 'resolved') return store.rooms.change(room.id, { state: 'closed' }, deps.clock.now());
  const { known, unknown } = await members(deps, at);
  const topic = topicOf(incident, room, at.link);
  const memberIds = known.map((each) => each.userId);
  const place = await at.rooms.open({ key: room.id, name: room.name, topic, memberIds, locale: room.locale });
  const invited = known.map((each) => each.personId);
  const welcome = welcomeOf(incident, room, unknown).join('\n');
  const line = { incidentId: incident.id, priority: 'state' as const };
  await store.transaction(async (inside) => {
    const others = await inside.threads.ofIncident(incident.id);
    const own = await inside.threads.create({ incidentId: incident.id, place, locale: room.locale, parent: null, isRoom: true });
    // Seen again soon: the link to its card is still missing.
    const open = { state: 'open' as const, place, topic, invited, attempts: 0, error: null };
    await inside.rooms.change(room.id, open, deps.clock.now() + linkEveryMs);
    await inside.incidents.change(incident.id, {});
    await inside.outbox.say({ ...line, slot: `welcome-${room.id}`, text: sameText(welcome), threadId: own.id });
    const text = message('room.opened', { where: doorText(room.adapter), name: room.name });
    for (const thread of others) await inside.outbox.say({ ...line, slot: `room-${room.id}`, text, threadId: thread.id });
    await addNote(deps, inside, room, text, 'opened');
  });
}

/** Each part is tried for itself: a topic that may not be set keeps nobody out. */
async function bringUp(deps: RoomDeps, at: Tending): Promise<void> {
  const { store, room, incident, rooms } = at;
  const { place } = room;
  if (place === null) return store.rooms.change(room.id, { state: 'wanted' }, deps.clock.now());
  const topic = topicOf(incident, room, at.link);
  if (topic !== room.topic) await attempt(deps, room, 'topic', () => rooms.setTopic(place, topic));
  const { known } = await members(deps, at);
  const fresh = known.filter((each) => !room.invited.includes(each.personId));
  if (fresh.length > 0) {
    const ids = fresh.map((each) => each.userId);
    await attempt(deps, room, 'invitation', () => rooms.invite(place, ids));
  }
  const link = room.link ?? (await linkOf(at));
  const isLinkLate = link === null && at.adapter.linkTo !== undefined && room.attempts < linkTriesMax;
  const invited = [...room.invited, ...fresh.map((each) => each.personId)];
  const now = deps.clock.now();
  const dueAtMs = isLinkLate ? now + linkEveryMs : incident.status === 'resolved' ? endMs(at) : now;
  const seen = isLinkLate ? {} : { seenRevision: incident.revision };
  await store.transaction(async (inside) => {
    await inside.rooms.change(room.id, { topic, invited, link, attempts: isLinkLate ? room.attempts + 1 : 0, ...seen }, dueAtMs);
    // The cards elsewhere lead to it from now on.
    if (link !== room.link) await inside.incidents.change(incident.id, {});
  });
}

async function close(deps: RoomDeps, at: Tending): Promise<void> {
  const { store, room, incident } = at;
  const { place } = room;
  if (place !== null) {
    const rich = [paragraph(farewellOf(incident, room, at.link))];
    const options = { idempotencyKey: `farewell-${room.id}`, locale: room.locale, priority: 'state' } as const;
    await attempt(deps, room, 'farewell', async () => void (await at.adapter.post(place, { rich }, options)));
    await at.rooms.close(place);
  }
  await settle(deps, store, room, 'closed');
}

async function settle(deps: RoomDeps, store: TenantStore, room: Room, how: 'closed' | 'gone'): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  const text = message(how === 'closed' ? 'room.closed' : 'room.gone', { name: room.name });
  await store.transaction(async (inside) => {
    await inside.rooms.change(room.id, { state: 'closed', error: null }, deps.clock.now());
    const threads = await inside.threads.ofIncident(room.incidentId);
    for (const thread of threads) if (isIn(thread, room)) await inside.threads.close(thread.id, at);
    await inside.incidents.change(room.incidentId, {});
    await addNote(deps, inside, room, text, 'closed');
  });
}

function isIn(
  thread: { readonly isRoom?: true; readonly place: { readonly adapter: string; readonly channel: string } },
  room: Room,
): boolean {
  return thread.isRoom === true && thread.place.adapter === room.adapter && thread.place.channel === room.place?.channel;
}

/** What is refused for good is told where the incident is; what may pass is tried again, later each time. */
async function giveBack(deps: RoomDeps, { store, room, incident }: Tending, error: unknown): Promise<void> {
  const kind = error instanceof ChatError ? error.kind : 'transient';
  const reason = String(error).slice(0, 300);
  if (room.state === 'open' && kind === 'gone') return settle(deps, store, room, 'gone');
  if (room.state === 'wanted' && (kind === 'forbidden' || kind === 'format')) return fail(deps, store, room, incident, reason);
  const attempts = room.attempts + 1;
  const waitMs = waitAfter(error, attempts);
  deps.log.warn(
    { adapter: room.adapter, incident: room.incidentId, attempts, waitMs, reason },
    'A room could not be tended; it is tried again',
  );
  await store.rooms.change(room.id, { attempts, error: reason }, deps.clock.now() + waitMs);
}

async function fail(deps: RoomDeps, store: TenantStore, room: Room, incident: Incident, reason: string): Promise<void> {
  deps.log.warn({ adapter: room.adapter, incident: room.incidentId, reason }, 'A room can’t be opened');
  const text = message('room.failed', { where: doorText(room.adapter), reason });
  await store.transaction(async (inside) => {
    await inside.rooms.change(room.id, { state: 'failed', error: reason }, deps.clock.now());
    await inside.incidents.change(incident.id, {});
    await inside.outbox.say({ incidentId: incident.id, slot: `room-failed-${room.id}-${incident.revision}`, priority: 'state', text });
    await addNote(deps, inside, room, text, `failed-${incident.revision}`);
  });
}

function addNote(deps: RoomDeps, inside: TenantStore, room: Room, text: ReturnType<typeof message>, what: string): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  return inside.timeline.add({ incidentId: room.incidentId, at, kind: 'note', text, actor: 'zhiban', key: `room-${room.id}-${what}` });
}

async function members(deps: RoomDeps, { store, room }: Tending) {
  const people = inviteesOf(room, await store.timeline.ofIncident(room.incidentId, timelineMax), deps.people());
  const known = people.flatMap((person) => {
    const userId = person.identities[room.adapter];
    return userId === undefined ? [] : [{ personId: person.id, userId }];
  });
  return { known, unknown: people.filter((person) => person.identities[room.adapter] === undefined).map((person) => person.name) };
}

/** Done without, when the platform won't have it; what may pass, or the end of the room, is the whole look's to deal with. */
async function attempt(deps: RoomDeps, room: Room, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ChatError) || (error.kind !== 'forbidden' && error.kind !== 'format')) throw error;
    deps.log.warn({ adapter: room.adapter, incident: room.incidentId, what, reason: error.message }, 'A room does without');
  }
}

async function linkOf({ store, adapter, room }: Tending): Promise<string | null> {
  const threads = await store.threads.ofIncident(room.incidentId);
  const root = threads.find((thread) => isIn(thread, room))?.root ?? null;
  return root === null ? null : ((await adapter.linkTo?.(root)) ?? null);
}
