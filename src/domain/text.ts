/** Human-facing text, always in both languages; the channel decides which one a person sees. */

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** One text in both languages. Placeholders are `{name}` and are filled by `fillText()`. */
export type LocalText = Readonly<Record<Locale, string>>;

export type TextValue = string | number | boolean | null | undefined;

/**
 * Replaces every `{name}` by its value; a name without a value stays visible, so that a mistake is seen and not hidden.
 * `{name|percent}` reads a ratio, `{name|bytes}` a size and `{name|duration}` seconds as a person would say them; `{name|command}` is a
 * command line without the folders of its programs and files.
 */
export function fill(template: string, values: Readonly<Record<string, TextValue>>): string {
  return template.replace(/\{([\w.@-]+)(?:\|(percent|bytes|duration|command))?\}/g, (whole, name: string, form: string, at: number) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === null) return whole;
    return spaced(template[at - 1] ?? '', formatValue(value, form), template[at + whole.length] ?? '');
  });
}

/** Chinese sets a space between its own characters and Latin letters or numbers; whether a value is one is known only once it is filled in. */
function spaced(before: string, value: string, after: string): string {
  const space = (one: string, other: string): string => (isChinese.test(one) && isLatin.test(other) ? ' ' : '');
  return `${space(before, value.slice(0, 1))}${value}${space(after, value.slice(-1))}`;
}

const isChinese = /\p{Script=Han}/u;
const isLatin = /[A-Za-z0-9%]/;

/** `fill()` for both languages at once. */
export function fillText(template: LocalText, values: Readonly<Record<string, TextValue>>): LocalText {
  return { 'zh-CN': fill(template['zh-CN'], values), en: fill(template.en, values) };
}

/** Leaves out the sentences that still hold a placeholder: what nobody measured is not spoken of. */
export function withoutUnfilled(text: LocalText): LocalText {
  const keep = (words: string): string =>
    words
      .replace(/\{[\w.@-]+(?:\|\w+)?\}/g, '\0')
      .split(/(?<=[.!?;]\s+)|(?<=[。！？；])/)
      .filter((sentence) => !sentence.includes('\0'))
      .join('')
      .trim();
  return { 'zh-CN': keep(text['zh-CN']), en: keep(text.en) };
}

/** The text of something that was not seen: there is no name or number to put into it. */
export function withoutNames(text: LocalText): LocalText {
  const blank = (words: string): string => words.replace(/\{[\w.@-]+(?:\|\w+)?\}/g, '…');
  return { 'zh-CN': blank(text['zh-CN']), en: blank(text.en) };
}

/** The same words in both languages: for names, identifiers and raw output. */
export function sameText(text: string): LocalText {
  return { 'zh-CN': text, en: text };
}

/** Joins texts language by language. */
export function joinText(texts: readonly LocalText[], separator: string): LocalText {
  return { 'zh-CN': texts.map((text) => text['zh-CN']).join(separator), en: texts.map((text) => text.en).join(separator) };
}

function formatValue(value: Exclude<TextValue, null | undefined>, form?: string): string {
  if (form === 'command') return shortCommand(String(value));
  if (typeof value !== 'number') return String(value);
  if (form === 'percent') return `${shorten(value * 100)}%`;
  if (form === 'bytes') return bytesText(value);
  if (form === 'duration') return durationText(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** What a reader recognises a program by, on a line of a phone. */
function shortCommand(command: string): string {
  const words = command.split(' ').map((word) => (word.startsWith('/') ? word.slice(word.lastIndexOf('/') + 1) : word));
  const short = words.join(' ');
  return short.length > commandLengthMax ? `${short.slice(0, commandLengthMax)}…` : short;
}

const commandLengthMax = 80;

function shorten(value: number): string {
  return String(Math.abs(value) >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
}

/** `1.5 GiB` */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, Math.abs(bytes))) / Math.log(1_024))));
  return `${shorten(bytes / 1_024 ** power)} ${units[power] ?? ''}`;
}

/** `45 s`, `12 min`, `3 h`, `4 d` */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${shorten(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
