/** What the rest of the house may ask of the store about logins. */

export interface SessionStore {
  /** Only hashes of tokens are stored. `login` tokens work once. */
  create(session: {
    readonly tokenHash: string;
    readonly kind: 'login' | 'browser';
    readonly personId: string;
    readonly expiresAtMs: number;
  }): Promise<void>;
  find(tokenHash: string, kind: 'browser', nowMs: number): Promise<string | null>;
  /** Consumes a login token: the person's id the first time, null after. */
  consume(tokenHash: string, nowMs: number): Promise<string | null>;
  remove(tokenHash: string): Promise<void>;
}
