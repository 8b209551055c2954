/** Who acts: the person behind a chat account, found by the configuration, by a link, or by what the platform vouches for. */

import type { Actor, ChatAdapter, Inbound } from '../adapters/contract.ts';
import type { Directory } from '../config/directory.ts';
import type { Clock } from '../domain/clock.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Person } from '../domain/policy.ts';
import type { Locale } from '../domain/text.ts';
import { linkInside, personBehind } from '../operations/link.ts';
import type { Vouch } from '../operations/vouch.ts';
import type { Store } from '../store/contract.ts';

export interface IdentifyDeps {
  readonly tenantId: string;
  readonly store: Store;
  readonly directory: () => Pick<Directory, 'byId' | 'byIdentity' | 'byContact'>;
  readonly vouch: Vouch;
  /** Whether an account is linked by what its platform vouches for. */
  readonly linksByProfile: () => boolean;
  readonly clock: Clock;
}

export interface Identify {
  /** Null when nobody has linked the account. Read afresh each time, so that a link that was taken away gives no rights anywhere. */
  personOf(actor: Actor): Promise<Person | null>;
  /** For an account that nobody has linked: links it when the platform's word names exactly one person. Takes 2 s at most. */
  linkByProfile(actor: Actor, locale: Locale): Promise<Person | null>;
}

export function createIdentify(deps: IdentifyDeps): Identify {
  const { tenantId, directory, clock } = deps;
  const store = deps.store.forTenant(tenantId);
  return {
    personOf: (actor) => personBehind(directory(), store, actor),
    async linkByProfile(actor, locale) {
      if (!deps.linksByProfile() || actor.isExternal || actor.isBot) return null;
      const profile = await deps.vouch(actor);
      const person = profile === null ? null : directory().byContact(profile);
      if (profile === null || person === null) return null;
      const { adapter, workspace, userId } = actor;
      const identity = { adapter, workspace, userId, name: profile.name ?? actor.name ?? null };
      const at = new Date(clock.now()).toISOString();
      const link = { ...identity, personId: person.id, how: 'profile' as const, by: person.id };
      try {
        await store.transaction((inside) => linkInside(directory(), inside, link, { at, door: adapter, locale }));
        return person;
      } catch (error) {
        // Somebody else's by now: then it is theirs.
        if (error instanceof ZhibanError && error.kind === 'conflict') return personBehind(directory(), store, actor);
        throw error;
      }
    },
  };
}

/** The workspace that the event should come from, when it comes from another one; null when all is well. */
export function foreignWorkspace(event: Inbound, adapter: Pick<ChatAdapter, 'workspace'> | undefined): string | null {
  const own = adapter?.workspace?.() ?? (event.type === 'form' ? null : event.place.workspace);
  // A platform that doesn't say which workspace it speaks of leaves nothing to compare; the adapter has told guests apart by then.
  return own === null || own === '' || own === event.actor.workspace ? null : own;
}
