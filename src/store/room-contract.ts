/** What the rest of the house may ask of the store about rooms of incidents' own. */

import type { Place } from '../domain/place.ts';
import type { Locale } from '../domain/text.ts';

export type RoomState = 'wanted' | 'open' | 'closed' | 'failed';

/** A channel of an incident's own. */
export interface Room {
  readonly id: string;
  readonly incidentId: string;
  readonly adapter: string;
  readonly name: string;
  readonly locale: Locale;
  /** Roles, or ids of people. */
  readonly invite: readonly string[];
  /** After the incident's end. */
  readonly closeAfterMs: number;
  readonly requestedBy: string;
  readonly state: RoomState;
  readonly place: Place | null;
  /** As it is set on the platform. */
  readonly topic: string | null;
  /** Ids of the people who have been invited. */
  readonly invited: readonly string[];
  readonly link: string | null;
  readonly seenRevision: number;
  readonly attempts: number;
  readonly error: string | null;
}

export interface RoomStore {
  /** One for each incident and platform: false when there is one already. A room that failed is tried again. */
  want(room: Pick<Room, 'incidentId' | 'adapter' | 'name' | 'locale' | 'invite' | 'closeAfterMs' | 'requestedBy'>): Promise<boolean>;
  ofIncident(incidentId: string): Promise<readonly Room[]>;
  /** Rooms to be opened, behind their incident, or to be closed; leased, so that two processes don't open the same one. */
  claim(limit: number, nowMs: number, leaseMs: number): Promise<readonly Room[]>;
  /** Ends the lease; it is looked at again from `dueAtMs` on. */
  change(
    id: string,
    change: Partial<Pick<Room, 'state' | 'name' | 'place' | 'topic' | 'invited' | 'link' | 'seenRevision' | 'attempts' | 'error'>>,
    dueAtMs: number,
  ): Promise<void>;
}
