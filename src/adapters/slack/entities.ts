/** Slack's markup in a person's message, as that person wrote it. */

/** Takes out our own mention, turns `<…>` entities into what is seen, and unescapes; whitespace at the ends goes. */
export function readText(text: string, botUserId: string): string {
  return unescapeEntities(text.replace(/<([^<>]{1,4000})>/g, (_, inner: string) => readEntity(inner, botUserId)))
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

export function mentionsUser(text: string, userId: string): boolean {
  return text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`);
}

function readEntity(inner: string, botUserId: string): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target === `@${botUserId}`) return ' ';
  if (target.startsWith('@')) return label === '' ? target : `@${label.replace(/^@/, '')}`;
  if (target.startsWith('#')) return label === '' ? target : `#${label}`;
  if (target.startsWith('!')) return readSpecial(target, label);
  return readLink(target, label);
}

function readSpecial(target: string, label: string): string {
  if (target.startsWith('!date^')) return label;
  if (label !== '') return `@${label.replace(/^@/, '')}`;
  return `@${target.slice(1).split('^')[0] ?? ''}`;
}

/** `example.com` typed by a person comes as `<http://example.com|example.com>`: the label is what was typed. */
function readLink(target: string, label: string): string {
  if (label === '' || target === label) return target.replace(/^mailto:/, '');
  const isTyped = [`http://${label}`, `https://${label}`, `http://${label}/`, `mailto:${label}`, `tel:${label}`].includes(target);
  return isTyped ? label : `${label} (${target})`;
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
