/** The card as a view model, and text as a small tree: adapters render both in their platform's dialect. */

/** Colour means state and nothing else. */
export type CardTone = 'firing' | 'investigating' | 'waiting' | 'snoozed' | 'resolved';

export interface CardButton {
  /** `approve`, `reject`, `details`, `stop`, `undo`, `acknowledge`, `snooze-30m`, `end-snooze`, `resolve`, `resume`, `investigate-again`, `what-changed`, `open-room`, `unmerge`, `silence-1h`…. */
  readonly id: string;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'default';
  /** Ids and a digest prefix only, never the plan itself; at most 500 characters. */
  readonly value: string;
  /** Asked before the click counts, where the platform can. */
  readonly confirm?: string;
  /** What is asked along with it, where the platform has fields in the card; then the click comes as this form. Else a form may be opened. */
  readonly form?: CardForm;
}

/** One optional line of text beside a button. */
export interface CardForm {
  /** Comes back unchanged: `reject:plan_…`. */
  readonly id: string;
  readonly fieldId: string;
  readonly label: string;
  readonly placeholder: string;
}

/** One labelled paragraph of the card; `lines` are plain text, already in the card's language. */
export interface CardSection {
  readonly id: 'situation' | 'cause' | 'next' | 'plan' | 'progress' | 'blind-spots';
  readonly label: string;
  readonly lines: readonly Rich[];
}

/** One status card, already in one language. Reads in five seconds on a phone. */
export interface Card {
  readonly incidentId: string;
  readonly code: string;
  readonly revision: number;
  readonly tone: CardTone;
  readonly emoji: string;
  /** `🔎 ZB-42 orders-db: connections exhausted` without the emoji. */
  readonly title: string;
  /** Severity · since when · growing or not. */
  readonly subtitle: string;
  readonly sections: readonly CardSection[];
  /** 0..1 of the investigation's budget, and in words. */
  readonly budget: { readonly ratio: number; readonly text: string } | null;
  /** At most three; the rest goes to `overflow`. */
  readonly buttons: readonly CardButton[];
  readonly overflow: readonly CardButton[];
  /**
   * The platform's ids of those who may decide about the plan: where cards can differ by person, only they are shown how. What a click may
   * do is decided when it comes, whoever was shown a button. Left out, everybody is shown it.
   */
  readonly deciders?: readonly string[];
  /** Deep link to the incident page. */
  readonly link: string | null;
  readonly linkLabel: string;
  /** What a push notification shows. */
  readonly fallbackText: string;
}

/** Block-level text. */
export type Rich =
  | { readonly type: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly (readonly Span[])[]; readonly isOrdered: boolean }
  | { readonly type: 'code'; readonly text: string; readonly language?: string }
  | { readonly type: 'quote'; readonly spans: readonly Span[] }
  | { readonly type: 'table'; readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly type: 'divider' };

/** Inline text. Text is plain: adapters escape it, so that a log line can never become a mention or a link. */
export type Span =
  | { readonly type: 'text'; readonly text: string; readonly style?: 'bold' | 'italic' | 'code' | 'strike' }
  | { readonly type: 'link'; readonly url: string; readonly text: string }
  | { readonly type: 'mention'; readonly userId: string; readonly name: string };

/** A paragraph of plain text. */
export function paragraph(text: string): Rich {
  return { type: 'paragraph', spans: [{ type: 'text', text }] };
}
