/** What is said of a cause: what it is, with `{object}` for what it is on, and what to do about it. */

import type { LocalText } from '../../domain/text.ts';

export interface CauseText {
  readonly title: LocalText;
  readonly advice: LocalText;
}
