/**
 * The loop that empties the inbox: takes the first parcels, puts their alerts into incidents group by group, and removes them, all in one
 * transaction that is kept short. What it didn't get to goes back into the inbox.
 */

import type { IncomingAlert } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import { createBell } from '../operations/bell.ts';
import type { OperationsDeps } from '../operations/deps.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Parcel, StoredParcel } from '../store/inbox-contract.ts';
import { enterStormTogether } from './enter-storm-together.ts';
import { type GroupingDeps, groupAlerts } from './group-alerts.ts';
import { type AlertsOfGroup, joinOpenIncidents } from './join-open-incidents.ts';
import { Waiters } from './waiters.ts';

export type GroupingLoopDeps = GroupingDeps & Pick<OperationsDeps, 'store' | 'log' | 'wake'>;

/** Of one transaction: about a thousand alerts. Short, so that what comes in isn't held up where there is one connection only. */
const bytesMax = 600_000;
/**
 * Groups that are dealt with one by one, as those that open an incident are; and the time after which no further one is begun: people who
 * ask for something meanwhile wait for the end of it where there is one connection only. It is no less than what came before it took:
 * taking the parcels and putting the rest back costs the same for one group as for many.
 */
const singlyMax = 100;
const singlyMs = 250;
/** What another process left behind is found within this time. */
const pollMs = 5_000;
/** A disk or a database that was away may be back. */
const afterFailureMs = 1_000;
/** While somebody waits and another process has the inbox. */
const askAgainMs = 50;
const retryMs = { first: 250, longest: 60_000 };
/**
 * While alerts pour in faster than this, grouping takes a quarter of the time: what waits is safe, and its senders would give up. It rests
 * for no longer than a second, so that people hear of what is urgent.
 */
const rush = { alertsPerSecond: 200, restTimes: 3, restMsMax: 1_000 } as const;
/** Of one group, when others change its incident at the same moment. */
const triesMax = 4;

interface Group extends AlertsOfGroup {
  readonly isUrgent: boolean;
  readonly attempts: number;
  readonly receivedAt: string;
  /** The parcels that it was in. */
  readonly seqs: ReadonlySet<number>;
}

/** What became of the parcels of one pass. */
interface Pass {
  readonly parcels: readonly StoredParcel[];
  readonly incidentIds: Map<number, string[]>;
  /** Where the rest of a parcel waits now. */
  readonly moved: Map<number, number>;
}

type TogetherWay = (
  deps: GroupingDeps,
  inside: TenantStore,
  groups: readonly AlertsOfGroup[],
) => Promise<ReadonlyMap<string, string | null>>;

export class Grouping {
  readonly #deps: GroupingLoopDeps;
  readonly #waiters = new Waiters();
  #running: Promise<void> | null = null;
  #isStopped = false;
  #taken = 0;
  #known: { readonly ids: readonly string[]; readonly atMs: number } = { ids: [], atMs: Number.NEGATIVE_INFINITY };
  readonly #bell = createBell();

  constructor(deps: GroupingLoopDeps) {
    this.#deps = deps;
  }

  get isIdle(): boolean {
    return this.#waiters.isIdle;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The incidents of so many alerts, where they are waited for and somebody groups here. */
  async add(seqs: readonly number[], alerts: number, isAwaited: boolean): Promise<readonly string[]> {
    this.#taken += alerts;
    if (this.#running === null || this.#isStopped) return [];
    this.#bell.ring();
    return this.#waiters.add(seqs, isAwaited);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#bell.ring();
    await this.#running;
    this.#waiters.letGo();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#bell.reset();
      const [startMs, before] = [this.#deps.clock.now(), this.#taken];
      const count = await this.#passAll().catch((error: unknown) => {
        this.#deps.log.warn({ reason: String(error) }, 'Alerts that came in could not be grouped; it is tried again');
        // They are stored, which is all that a sender must know; on a full disk it may take hours until there is an incident to tell.
        this.#waiters.letGo();
        return null;
      });
      await this.#standBack(this.#deps.clock.now() - startMs, this.#taken - before);
      const restMs = count === null ? afterFailureMs : this.#waiters.isAnyoneThere ? askAgainMs : pollMs;
      if ((count ?? 0) === 0 && !this.#isStopped) await this.#bell.wait(restMs);
    }
  }

  async #standBack(passMs: number, taken: number): Promise<void> {
    const isRush = taken > (passMs * rush.alertsPerSecond) / 1_000;
    if (isRush && !this.#isStopped) await this.#deps.clock.sleep(Math.min(rush.restMsMax, passMs * rush.restTimes));
  }

  async #passAll(): Promise<number> {
    let count = 0;
    for (const tenantId of await this.#tenants()) {
      const store = this.#deps.store.forTenant(tenantId);
      const { parcels, incidentIds, moved } = await store.transaction((inside) => this.#pass(inside), { isGrouping: true });
      if (parcels.length > 0) this.#deps.wake();
      for (const { seq } of parcels) this.#waiters.dealtWith(seq, incidentIds.get(seq) ?? [], moved.get(seq) ?? null);
      if (parcels.length === 0) await this.#waiters.answerForOthers(store);
      count += parcels.length;
    }
    return count;
  }

  /** Asked for anew only once in a while: behind everything else that wants the database, that alone takes seconds on a bad night. */
  async #tenants(): Promise<readonly string[]> {
    const now = this.#deps.clock.now();
    if (now - this.#known.atMs >= pollMs || this.#known.atMs > now) this.#known = { ids: await this.#deps.store.tenantIds(), atMs: now };
    return this.#known.ids;
  }

  async #pass(inside: TenantStore): Promise<Pass> {
    const startMs = this.#deps.clock.now();
    const parcels = await inside.inbox.take(bytesMax, this.#deps.clock.now());
    const pass: Pass = { parcels, incidentIds: new Map(), moved: new Map() };
    if (parcels.length === 0) return pass;
    const joined = await this.#together(inside, groupsOf(await followSplits(inside, parcels)), pass, joinOpenIncidents);
    const rest = await this.#together(inside, joined, pass, enterStormTogether);
    const beginMs = this.#deps.clock.now();
    const endMs = beginMs + Math.max(singlyMs, beginMs - startMs);
    await putBack(inside, await this.#singly(inside, rest, pass, endMs), pass);
    await inside.inbox.remove(parcels.map(({ seq }) => seq));
    return pass;
  }

  /** Returns those groups that there was no time for; one is dealt with at least. */
  async #singly(inside: TenantStore, groups: readonly Group[], pass: Pass, endMs: number): Promise<readonly Group[]> {
    let rest = groups;
    let isStormy = false;
    for (let begun = 0; begun < singlyMax && (begun === 0 || this.#deps.clock.now() < endMs); begun += 1) {
      const [group, ...others] = rest;
      if (group === undefined) return [];
      note(pass, group, await this.#groupOne(inside, group));
      rest = others;
      if (isStormy || rest.length === 0 || (await this.#deps.storms.current(inside)) === null) continue;
      // One began just now, or was there before: what comes behind is told in it as well.
      isStormy = true;
      rest = await this.#together(inside, rest, pass, enterStormTogether);
    }
    return rest;
  }

  /** Returns those groups that have to be looked at one by one. */
  async #together(inside: TenantStore, groups: readonly Group[], pass: Pass, way: TogetherWay): Promise<readonly Group[]> {
    const done = await inside
      .transaction((deeper) => way(this.#deps, deeper, groups))
      // One of them can't be dealt with; which one shows when each is tried alone.
      .catch((): ReadonlyMap<string, string | null> => new Map());
    for (const group of groups) {
      const incidentId = done.get(group.groupKey);
      if (incidentId !== undefined) note(pass, group, incidentId);
    }
    return groups.filter((group) => !done.has(group.groupKey));
  }

  /** A group that can't be dealt with waits by itself and holds up no other. */
  async #groupOne(inside: TenantStore, group: Group): Promise<string | null> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inside.transaction((deeper) => groupAlerts(this.#deps, deeper, group.groupKey, group.alerts));
      } catch (error) {
        const isRace = error instanceof ZhibanError && error.kind === 'conflict';
        if (isRace && attempt < triesMax) continue;
        await this.#putOff(inside, group, error);
        return null;
      }
    }
  }

  /** Fails itself, and with it the transaction, where the database is away. */
  async #putOff(inside: TenantStore, group: Group, cause: unknown): Promise<void> {
    const { groupKey, isUrgent, receivedAt, alerts } = group;
    const waitMs = Math.min(retryMs.longest, retryMs.first * 2 ** Math.min(group.attempts, 10));
    const attempts = group.attempts + 1;
    const error = String(cause).slice(0, 500);
    const failed = { groupKey, attempts, dueAtMs: this.#deps.clock.now() + waitMs, error };
    await inside.inbox.append([{ isUrgent, receivedAt, alerts, failed }]);
    this.#deps.log.warn(
      { group: groupKey, attempts, reason: error },
      'Alerts of a group could not be put into their incident; they are kept and tried again',
    );
  }
}

/** Alerts that somebody split off their group go where the others of them are. */
async function followSplits(inside: TenantStore, parcels: readonly StoredParcel[]): Promise<readonly StoredParcel[]> {
  const followed = await inside.moves.follow(parcels.flatMap(({ alerts }) => alerts));
  let next = 0;
  return parcels.map((parcel) => ({ ...parcel, alerts: parcel.alerts.map((alert) => followed[next++] ?? alert) }));
}

/** Urgent ones first. */
function groupsOf(parcels: readonly StoredParcel[]): readonly Group[] {
  type Growing = { -readonly [Name in keyof Group]: Group[Name] } & { alerts: IncomingAlert[]; seqs: Set<number> };
  const found = new Map<string, Growing>();
  for (const { seq, isUrgent, attempts, receivedAt, alerts } of parcels) {
    for (const alert of alerts) {
      const { groupKey } = alert;
      const group = found.get(groupKey) ?? { groupKey, isUrgent, attempts, receivedAt, alerts: [], seqs: new Set() };
      found.set(groupKey, group);
      group.alerts.push(alert);
      group.seqs.add(seq);
      group.isUrgent ||= isUrgent;
      group.attempts = Math.max(group.attempts, attempts);
    }
  }
  return [...found.values()].sort((one, other) => Number(other.isUrgent) - Number(one.isUrgent));
}

function note(pass: Pass, group: Group, incidentId: string | null): void {
  for (const seq of group.seqs) {
    const ids = pass.incidentIds.get(seq) ?? [];
    pass.incidentIds.set(seq, ids);
    if (incidentId !== null) ids.push(incidentId);
  }
}

async function putBack(inside: TenantStore, groups: readonly Group[], pass: Pass): Promise<void> {
  const [first] = groups;
  if (first === undefined) return;
  const byUrgency = [...Map.groupBy(groups, (group) => group.isUrgent)];
  const parcels = byUrgency.map(
    ([isUrgent, members]): Parcel => ({ isUrgent, receivedAt: first.receivedAt, alerts: members.flatMap((group) => group.alerts) }),
  );
  const seqs = await inside.inbox.append(parcels);
  for (const [index, [, members]] of byUrgency.entries()) {
    const newSeq = seqs[index];
    if (newSeq === undefined) continue;
    for (const seq of members.flatMap((group) => [...group.seqs])) pass.moved.set(seq, newSeq);
  }
}
