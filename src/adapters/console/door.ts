/** How the web console speaks and listens: the API calls these; behind them is the same path that Slack takes. */

import type { Person } from '../../domain/policy.ts';
import type { Locale } from '../../domain/text.ts';
import type { ConsoleMessage } from '../../store/chat-contract.ts';
import type { Form, Notice } from '../contract.ts';

export interface ConsoleDoor {
  /** Posts the person's message; a root when `threadId` is null. Text up to 8,000 characters. */
  say(person: Person, locale: Locale, message: { readonly text: string; readonly threadId: string | null }): Promise<ConsoleMessage>;
  /** Answers what the clicker alone is told, or a form to fill in. Waits at most 3 s for an answer. */
  click(
    person: Person,
    locale: Locale,
    click: { readonly messageId: string; readonly actionId: string; readonly value: string },
  ): Promise<{ readonly notice: Notice | null; readonly form: Form | null }>;
  submit(
    person: Person,
    locale: Locale,
    form: { readonly formId: string; readonly fields: Readonly<Record<string, string>> },
  ): Promise<{ readonly notice: Notice | null }>;
  roots(channel: string, limit: number, beforeId?: string): Promise<readonly ConsoleMessage[]>;
  thread(rootId: string, limit: number): Promise<readonly ConsoleMessage[]>;
}
