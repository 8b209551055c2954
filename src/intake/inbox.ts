/**
 * Between the sender and the incidents. What comes in is appended to the store, all that waits meanwhile in one commit, and only then
 * answered for; a loop groups it into incidents, urgent groups first. A process that dies in between loses nothing: what was appended
 * is grouped by the next one, and leaves the inbox in the transaction that put it into its incident.
 */

import { type IncomingAlert, severityOf } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Parcel } from '../store/inbox-contract.ts';
import { Grouping, type GroupingLoopDeps } from './grouping.ts';

export type InboxDeps = GroupingLoopDeps;

export interface Inbox {
  /**
   * Returns once the alerts are committed. Who comes alone waits until they are grouped, too, and is told the incidents; in a rush nobody
   * waits for that. Throws `unavailable` when more is waiting to be written than memory is for.
   */
  put(tenantId: string, alerts: readonly IncomingAlert[]): Promise<readonly string[]>;
  start(): void;
  stop(): Promise<void>;
}

/** Alerts in one commit, and those that may wait for theirs: about a kilobyte each. */
const commitAlertsMax = 20_000;
const waitingAlertsMax = 200_000;
/** Nobody waits for more groups than these: a sender of many is no person, and would give up. */
const awaitedGroupsMax = 20;
/** Alerts in one parcel: few enough to be grouped in one short transaction. */
const parcelAlertsMax = 500;

interface Letter {
  readonly alerts: readonly IncomingAlert[];
  readonly receivedAt: string;
  /** With the numbers of the parcels that its alerts are in. */
  resolve(seqs: readonly number[]): void;
  reject(error: unknown): void;
}

export function createInbox(deps: InboxDeps): Inbox {
  const writers = new Map<string, GroupCommit>();
  const grouping = new Grouping(deps);
  return {
    async put(tenantId, alerts) {
      const writer = writers.get(tenantId) ?? new GroupCommit(deps.store.forTenant(tenantId));
      writers.set(tenantId, writer);
      const isAlone = writer.isIdle && grouping.isIdle && new Set(alerts.map((alert) => alert.groupKey)).size <= awaitedGroupsMax;
      const seqs = await writer.write(alerts, new Date(deps.clock.now()).toISOString());
      return await grouping.add(seqs, alerts.length, isAlone);
    },
    start: () => grouping.start(),
    async stop() {
      await Promise.all([...writers.values()].map((writer) => writer.settled()));
      await grouping.stop();
    },
  };
}

/**
 * As few parcels as may be, since each costs a row. Alerts of one group stay together, however many, and with one that is urgent its whole
 * group is.
 */
export function parcelsOf(alerts: readonly IncomingAlert[], receivedAt: string): readonly Parcel[] {
  const groups = [...Map.groupBy(alerts, (alert) => alert.groupKey).values()];
  return [...Map.groupBy(groups, (members) => members.some(isUrgent))].flatMap(([urgent, ofUrgency]) =>
    inPortions(ofUrgency).map((portion) => ({ isUrgent: urgent, receivedAt, alerts: portion })),
  );
}

function inPortions(groups: readonly (readonly IncomingAlert[])[]): readonly (readonly IncomingAlert[])[] {
  const portions: IncomingAlert[][] = [];
  for (const members of groups) {
    const last = portions.at(-1);
    if (last !== undefined && last.length + members.length <= parcelAlertsMax) last.push(...members);
    else portions.push([...members]);
  }
  return portions;
}

function isUrgent(alert: IncomingAlert): boolean {
  return alert.status === 'firing' && severityOf(alert.labels) === 'critical';
}

/** While one commit is under way, the next one gathers. */
class GroupCommit {
  readonly #store: TenantStore;
  #waiting: Letter[] = [];
  #waitingAlerts = 0;
  #writing: Promise<void> | null = null;

  constructor(store: TenantStore) {
    this.#store = store;
  }

  get isIdle(): boolean {
    return this.#writing === null;
  }

  async write(alerts: readonly IncomingAlert[], receivedAt: string): Promise<readonly number[]> {
    if (alerts.length === 0) return [];
    if (this.#waitingAlerts + alerts.length > waitingAlertsMax)
      throw new ZhibanError(
        'unavailable',
        `${this.#waitingAlerts} alerts wait to be stored, more than there is room for: send these again`,
        { details: { retryAfterSeconds: 5 } },
      );
    this.#waitingAlerts += alerts.length;
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ alerts, receivedAt, resolve, reject });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = null;
      });
    });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const letters = this.#nextLetters();
      try {
        const seqs = await this.#store.inbox.append(parcelsOfAll(letters));
        for (const letter of letters) letter.resolve(seqs);
      } catch (error) {
        for (const letter of letters) letter.reject(error);
      }
      for (const letter of letters) this.#waitingAlerts -= letter.alerts.length;
    }
  }

  #nextLetters(): readonly Letter[] {
    let alerts = 0;
    let count = 0;
    for (const letter of this.#waiting) {
      alerts += letter.alerts.length;
      if (count > 0 && alerts > commitAlertsMax) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}

/** One letter alone keeps its parcels to itself, so that its sender can be told its incidents. */
function parcelsOfAll(letters: readonly Letter[]): readonly Parcel[] {
  return parcelsOf(
    letters.flatMap((letter) => letter.alerts),
    letters[0]?.receivedAt ?? '',
  );
}
