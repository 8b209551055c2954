/** What the rest of the house may ask about chat identities that were linked to people at run time. */

/** Somebody on a platform, within one workspace (tenant, organisation) of it. */
export interface ChatIdentity {
  readonly adapter: string;
  readonly workspace: string;
  readonly userId: string;
}

/** A chat identity that was linked to a person at run time; those of the configuration are not here. */
export interface IdentityLink extends ChatIdentity {
  readonly personId: string;
  /** What the platform called them when it was linked. */
  readonly name: string | null;
  /** By a code that only the identity was told, by what the platform vouches for, or by an administrator. */
  readonly how: 'code' | 'profile' | 'admin';
  readonly at: string;
  readonly by: string;
}

export interface LinkCode extends ChatIdentity {
  readonly name: string | null;
  readonly expiresAt: string;
}

/** Links and their removal emit a `people` event. */
export interface IdentityStore {
  find(identity: ChatIdentity): Promise<IdentityLink | null>;
  /** Oldest first. */
  all(): Promise<readonly IdentityLink[]>;
  /** False when the identity is linked already, to whomever. */
  add(link: IdentityLink): Promise<boolean>;
  /** What was taken away; null when there was nothing. */
  remove(identity: ChatIdentity): Promise<IdentityLink | null>;
  /** The identity's earlier code is void from now on. */
  createCode(code: ChatIdentity & { readonly codeHash: string; readonly name: string | null; readonly expiresAtMs: number }): Promise<void>;
  readCode(codeHash: string, nowMs: number): Promise<LinkCode | null>;
  /** The code the first time, null after and when it has expired. */
  consumeCode(codeHash: string, nowMs: number): Promise<LinkCode | null>;
}
