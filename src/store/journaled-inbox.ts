/**
 * The inbox of the embedded database: what comes in goes into journals, one for what is urgent and one for the rest, and never through the
 * database. How far they are read is kept in the database, moved in the transaction that puts the alerts into their incidents. What a
 * transaction puts back, and what failed, waits in the table.
 */

import { join } from 'node:path';
import type { IncomingAlert } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { InboxStore, Parcel, StoredParcel } from './inbox-contract.ts';
import { Journal } from './journal.ts';
import type { SettingStore } from './settings.ts';

type LaneName = 'urgent' | 'ordinary';
type Lanes = Readonly<Record<LaneName, Journal>>;
type Positions = Readonly<Record<LaneName, number>>;

const positionsKey = 'intake.journal';

/** The journals of all tenants, below one directory; each is opened when it is first needed. */
export class JournalShelf {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Promise<Lanes>>();

  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Null before they were opened. */
  opened(tenantId: string): Promise<Lanes> | null {
    return this.#lanes.get(tenantId) ?? null;
  }

  /**
   * Opens them once. How far they are read is asked for before, never in here: one who waits for the database would be waited for by one
   * who has it.
   */
  async open(tenantId: string, readTo: Positions): Promise<Lanes> {
    const opening = this.#lanes.get(tenantId) ?? this.#open(tenantId, readTo);
    this.#lanes.set(tenantId, opening);
    try {
      return await opening;
    } catch (error) {
      this.#lanes.delete(tenantId);
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const opened of this.#lanes.values()) {
      const lanes = await opened.catch(() => null);
      await Promise.all([lanes?.urgent.close(), lanes?.ordinary.close()]);
    }
  }

  async #open(tenantId: string, readTo: Positions): Promise<Lanes> {
    const open = (lane: LaneName): Promise<Journal> =>
      Journal.open(join(this.#directory, encodeURIComponent(tenantId), lane), {
        readTo: readTo[lane],
        now: () => this.#clock.now(),
      });
    const [urgent, ordinary] = await Promise.all([open('urgent'), open('ordinary')]);
    return { urgent, ordinary };
  }
}

export interface JournaledInboxParts {
  readonly tenantId: string;
  readonly shelf: JournalShelf;
  readonly table: InboxStore;
  readonly settings: Pick<SettingStore, 'get' | 'set'>;
  /** Within a transaction what is appended is part of it, and so goes into the table. */
  readonly isInside: boolean;
}

export function createJournaledInbox({ tenantId, shelf, table, settings, isInside }: JournaledInboxParts): InboxStore {
  const positions = async (): Promise<Positions> => readPositions(await settings.get(positionsKey));
  const lanes = async (): Promise<Lanes> => (await shelf.opened(tenantId)) ?? (await shelf.open(tenantId, await positions()));
  return {
    append: async (parcels) =>
      isInside || parcels.some(({ failed }) => failed !== undefined) ? table.append(parcels) : appendTo(await lanes(), parcels),
    take: async (bytesMax, nowMs) => take(await lanes(), await positions(), table, { bytesMax, nowMs }),
    async remove(seqs) {
      const read = seqs.filter((seq) => seq < 0).map(placeOf);
      await table.remove(seqs.filter((seq) => seq >= 0));
      if (read.length === 0) return;
      const before = await positions();
      const after = (lane: LaneName): number =>
        Math.max(before[lane], ...read.filter((place) => place.lane === lane).map(({ end }) => end));
      await settings.set(positionsKey, { urgent: after('urgent'), ordinary: after('ordinary') });
    },
    async stillWaiting(seqs) {
      const [readTo, inTable] = [await positions(), await table.stillWaiting(seqs.filter((seq) => seq >= 0))];
      const unread = seqs.filter((seq) => seq < 0).filter((seq) => placeOf(seq).end > readTo[placeOf(seq).lane]);
      return [...inTable, ...unread];
    },
    async counts() {
      const [{ waiting, failing }, { urgent, ordinary }] = [await table.counts(), await lanes()];
      return { waiting: waiting + urgent.waiting + ordinary.waiting, failing };
    },
  };
}

/** Both at the same time; one that fails fails all, and what the other holds is only told twice then. */
async function appendTo(lanes: Lanes, parcels: readonly Parcel[]): Promise<readonly number[]> {
  const ofLane = (isUrgent: boolean): readonly string[] =>
    parcels.filter((parcel) => parcel.isUrgent === isUrgent).map(({ receivedAt, alerts }) => JSON.stringify({ receivedAt, alerts }));
  const [urgentTexts, ordinaryTexts] = [ofLane(true), ofLane(false)];
  const [urgent, ordinary] = await Promise.all([
    urgentTexts.length === 0 ? [] : lanes.urgent.append(urgentTexts),
    ordinaryTexts.length === 0 ? [] : lanes.ordinary.append(ordinaryTexts),
  ]);
  const seqs = { urgent: urgent.values(), ordinary: ordinary.values() };
  return parcels.map(({ isUrgent }) => {
    const lane = isUrgent ? 'urgent' : 'ordinary';
    return seqOf({ lane, end: seqs[lane].next().value ?? 0 });
  });
}

/** Urgent ones, then what was put back, which is older, then the rest. */
async function take(
  lanes: Lanes,
  positions: Positions,
  table: InboxStore,
  { bytesMax, nowMs }: { readonly bytesMax: number; readonly nowMs: number },
): Promise<readonly StoredParcel[]> {
  const urgent = await readFrom(lanes, 'urgent', positions, bytesMax);
  const left = bytesMax - sizeOf(urgent);
  const putBack = left <= 0 ? [] : await table.take(left, nowMs);
  const rest = left - sizeOf(putBack);
  const ordinary = rest <= 0 ? [] : await readFrom(lanes, 'ordinary', positions, rest);
  return [...urgent, ...putBack, ...ordinary];
}

async function readFrom(lanes: Lanes, lane: LaneName, positions: Positions, bytesMax: number): Promise<readonly StoredParcel[]> {
  const records = await lanes[lane].read(positions[lane], bytesMax);
  return records.map(({ end, text }) => {
    const { receivedAt, alerts } = JSON.parse(text) as { readonly receivedAt: string; readonly alerts: readonly IncomingAlert[] };
    return { seq: seqOf({ lane, end }), attempts: 0, isUrgent: lane === 'urgent', receivedAt, alerts, bytes: text.length };
  });
}

function sizeOf(parcels: readonly StoredParcel[]): number {
  return parcels.reduce((sum, { bytes }) => sum + bytes, 0);
}

interface Place {
  readonly lane: LaneName;
  readonly end: number;
}

/** Below zero, so that it is never one of the table's. */
function seqOf({ lane, end }: Place): number {
  return -(end * 2 + (lane === 'urgent' ? 1 : 0));
}

function placeOf(seq: number): Place {
  return { lane: -seq % 2 === 1 ? 'urgent' : 'ordinary', end: Math.floor(-seq / 2) };
}

function readPositions(stored: unknown): Positions {
  const of = (lane: LaneName): number => {
    const position: unknown = typeof stored === 'object' && stored !== null ? Reflect.get(stored, lane) : 0;
    return typeof position === 'number' ? position : 0;
  };
  return { urgent: of('urgent'), ordinary: of('ordinary') };
}
