/** Cards and text as lines of IRC. What comes from systems stays text: no colours, no commands, no links that a client would open. */

import { type Card, type CardButton, type Locale, type Rich, richToPlainText, type Span, shorten } from 'zhiban/plugin';

/** In bytes: a line holds 512 with its address, which the server writes before it. */
const lineBytesMax = 400;
const sectionLinesMax = 6;
const sectionCharsMax = 380;
const titleCharsMax = 200;

/** Stands before every line of a message but the first, so that people see what belongs together. */
export const below = '│ ';
/** Stands before a card that has changed. */
export const again = '↻ ';

export interface CardLines {
  readonly head: string;
  readonly body: readonly string[];
  /** What may be said to it. */
  readonly choices: readonly string[];
}

export function cardLines(card: Card, locale: Locale): CardLines {
  const title = shorten(`${card.emoji} ${card.title}`, titleCharsMax);
  const body = card.sections.flatMap(({ label, lines }) => sectionLines(label, lines));
  const link = card.link === null ? [] : [`${card.linkLabel}: ${card.link}`];
  return {
    head: fit(quiet(`${title} — ${shorten(card.subtitle, titleCharsMax)}`)),
    body: [...body, ...link],
    choices: buttonsOf(card).map((button) => choice(card.code, button, locale)),
  };
}

export function buttonsOf(card: Card): readonly CardButton[] {
  return [...card.buttons, ...card.overflow];
}

function sectionLines(label: string, rich: readonly Rich[]): readonly string[] {
  const all = textLines(rich);
  const shown = all.slice(0, sectionLinesMax).map((line) => shorten(line, sectionCharsMax));
  const [first = '', ...rest] = all.length > sectionLinesMax ? [...shown, '…'] : shown;
  const heading = `${quiet(label)}: ${first}`;
  return [heading, ...rest].flatMap(wrap);
}

/** `Reject — !reject ZB-1 3f9a why` */
function choice(code: string, button: CardButton, locale: Locale): string {
  const words = button.form === undefined ? '' : ` ${locale === 'en' ? 'WHY' : '原因'}`;
  return `▸ ${quiet(button.label)} — !${button.id} ${code} ${tagOf(button.value)}${words}`;
}

/** Short, and another one for another plan: who types it has seen what it stands for. */
export function tagOf(value: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(value)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** The whole text, nothing left out. */
export function richLines(rich: readonly Rich[]): readonly string[] {
  return textLines(rich).flatMap(wrap);
}

function textLines(rich: readonly Rich[]): readonly string[] {
  return rich.flatMap((block) => blockText(block).split('\n')).filter((line) => line.trim() !== '');
}

function blockText(block: Rich): string {
  if (block.type === 'paragraph') return spansText(block.spans);
  if (block.type === 'quote') return `> ${spansText(block.spans)}`;
  if (block.type === 'list')
    return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '-'} ${spansText(item)}`).join('\n');
  return quietLines(richToPlainText([block]));
}

/** Only what is a link to Zhiban stays one. */
function spansText(spans: readonly Span[]): string {
  const words = spans.map((span) => {
    if (span.type === 'mention') return quietLines(span.name);
    if (span.type === 'text') return quietLines(span.text);
    const url = span.url.replaceAll(/[\p{Cc}\s]/gu, '');
    return span.text === span.url || span.text === '' ? url : `${quietLines(span.text)} (${url})`;
  });
  return words.join('');
}

function quietLines(text: string): string {
  return text.split('\n').map(quiet).join('\n');
}

/** Control characters are how IRC writes colours and hides commands; an address that a log names is not to be opened by a slip. */
function quiet(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replaceAll(/\p{Cc}/gu, '')
    .replaceAll(/(https?)(?=:\/\/)/gi, '$1\u200b');
}

/** Parts of a line that each fit, cut at a space where there is one in reach. */
function wrap(line: string): readonly string[] {
  const parts: string[] = [];
  let left = line;
  while (Buffer.byteLength(left) > lineBytesMax) {
    const head = fit(left);
    const space = head.lastIndexOf(' ');
    const at = space > head.length / 2 ? space : head.length;
    parts.push(left.slice(0, at));
    left = left.slice(at).replace(/^ /, '');
  }
  return [...parts, left];
}

function fit(line: string): string {
  if (Buffer.byteLength(line) <= lineBytesMax) return line;
  let bytes = 0;
  let end = 0;
  for (const character of line) {
    bytes += Buffer.byteLength(character);
    if (bytes > lineBytesMax) break;
    end += character.length;
  }
  return line.slice(0, end);
}
