/** One text message or one call to one person, as a provider is asked for it. */

import type { Severity } from './alert.ts';
import type { PageWay } from './ladder.ts';
import type { Locale } from './text.ts';

export interface PageCall {
  /** The same call has the same id, however often it is tried: who has seen it has made it. */
  readonly id: string;
  readonly way: PageWay;
  readonly locale: Locale;
  /** To be read or spoken; plain, without secrets. */
  readonly text: string;
  readonly person: { readonly id: string; readonly name: string; readonly phone: string };
  /** From 1, as people count. */
  readonly level: number;
  readonly incident: {
    readonly id: string;
    readonly code: string;
    readonly title: string;
    readonly severity: Severity;
    readonly startedAt: string;
    /** Null where nobody outside can reach the console. */
    readonly url: string | null;
  };
}
