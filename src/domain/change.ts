/** A change that somebody told us of: a deploy, a setting, a flag. It is a suspect by its time, and never guilty by its time alone. */

export const changeKinds = ['deploy', 'config', 'flag', 'change'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface Change {
  readonly id: string;
  /** When it took effect; ISO 8601. */
  readonly at: string;
  readonly kind: ChangeKind;
  /** Systems that it was made to; empty where the teller didn't know, and then it is a suspect for none in particular. */
  readonly systemIds: readonly string[];
  readonly title: string;
  readonly version: string | null;
  readonly author: string | null;
  readonly url: string | null;
  /** Through which door it was told: `api`, `cli`, `github`, `gitlab`, … */
  readonly source: string;
}
