/**
 * Opens, tends and closes the rooms of incidents. Level-triggered like the outbox: it looks at which rooms are behind their incident and
 * mends that, so that a crash or an outage only delays. A lease keeps a room with one process.
 */

import { createLookout } from '../operations/lookout.ts';
import type { Store, TenantStore } from '../store/contract.ts';
import { type RoomDeps, tendRoom } from './rooms/tend-room.ts';

export interface RoomKeeper {
  start(): void;
  kick(): void;
  stop(): Promise<void>;
}

const batchMax = 10;
/** Longer than a platform may take for a room with many people. */
const leaseMs = 120_000;
const pollMs = 2_000;

export function createRoomKeeper(deps: RoomDeps & { readonly store: Store }): RoomKeeper {
  const inFlight = new Set<Promise<void>>();
  const complaint = 'The rooms could not be read from the store; they are looked at again';
  const lookout = createLookout(deps, { look, restMs: pollMs, complaint });

  /** A slow platform doesn't hold up another: nobody waits for what was begun. */
  async function look(store: TenantStore): Promise<boolean> {
    for (const room of await store.rooms.claim(batchMax, deps.clock.now(), leaseMs)) {
      const done = tendRoom(deps, store, room)
        .catch((error: unknown) => deps.log.warn({ room: room.id, reason: String(error) }, 'A room could not be tended'))
        .finally(() => inFlight.delete(done));
      inFlight.add(done);
    }
    return false;
  }

  return {
    start: () => lookout.start(),
    kick: () => lookout.kick(),
    async stop() {
      await lookout.stop();
      await Promise.allSettled(inFlight);
    },
  };
}
