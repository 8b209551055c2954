/** Who a message speaks to. */

const mention = /(^|[\s，。！？：；、（(])@(zhiban|值班)(?![\w-])/i;

/** True when the text mentions the bot, so that it will answer. */
export function isAddressed(text: string): boolean {
  return mention.test(text);
}

/** The word that is being typed at the end of the text when it could become the mention: `@`, `@zh`. */
export function unfinishedMention(text: string): string | null {
  const [, started] = /(?:^|\s)(@[a-z]*)$/i.exec(text) ?? [];
  return started !== undefined && started.length < '@zhiban'.length && '@zhiban'.startsWith(started.toLowerCase()) ? started : null;
}

/** The text with the mention in it: in place of an unfinished one, else in front. */
export function withMention(text: string): string {
  const started = unfinishedMention(text);
  if (started !== null) return `${text.slice(0, text.length - started.length)}@zhiban `;
  return `@zhiban ${text}`;
}
