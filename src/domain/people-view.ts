/** What people and programs are shown of people. The names here are public; extend, don't rename. */

import type { Role } from './policy.ts';

/** A chat account of a person. */
export interface IdentityView {
  readonly adapter: string;
  /** Null for one that the configuration gives: it is of the adapter's own workspace. */
  readonly workspace: string | null;
  readonly userId: string;
  /** What the platform called them when it was linked. */
  readonly name: string | null;
  readonly how: 'config' | 'code' | 'profile' | 'admin';
  readonly at: string | null;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** In full for administrators and oneself, else with its middle hidden. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly identities: readonly IdentityView[];
}

/** What a code would link to whom, before anything is linked. */
export interface LinkView {
  readonly adapter: string;
  readonly workspace: string;
  readonly userId: string;
  readonly name: string | null;
  /** What the platform vouches for, with its middle hidden; null when it tells nothing. */
  readonly email: string | null;
  readonly expiresAt: string;
  readonly person: { readonly id: string; readonly name: string };
  /** It is the person's already. */
  readonly isLinked: boolean;
}
