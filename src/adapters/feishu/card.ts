/** A card as card JSON 2.0: the header's colour is the state. Fits Feishu's 30 KB by shortening, never by failing. */

import type { Card, CardSection, CardTone, Rich } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { textWidth } from '../rich/align-table.ts';
import { richToPlainText } from '../rich/plain-text.ts';
import { byteLength, shorten } from '../rich/shorten.ts';
import { splitRich } from '../rich/split-rich.ts';
import { cardActions } from './card-actions.ts';
import { escapeMarkdown, linkToMarkdown, mentionToMarkdown, richToMarkdown } from './dialect.ts';
import type { CardElement, FeishuCard } from './elements.ts';
import { feishuLimits } from './limits.ts';

/** Colour means state and nothing else. */
const toneColors: Readonly<Record<CardTone, FeishuCard['header']['template']>> = {
  firing: 'red',
  investigating: 'blue',
  waiting: 'orange',
  snoozed: 'grey',
  resolved: 'green',
};

export interface CardExtras {
  /** Open ids of those who are called. */
  readonly mention?: readonly string[];
  /** Said above everything else. */
  readonly note?: string;
}

export function cardToFeishu(card: Card, locale: Locale, { mention = [], note = '' }: CardExtras = {}): FeishuCard {
  const head = [...notation(note === '' ? '' : escapeMarkdown(note)), ...mentions(mention)];
  const tail = [
    ...cardActions(card.buttons, card.overflow, locale),
    ...notation([budgetText(card), linkText(card)].filter(Boolean).join('  ·  ')),
  ];
  const sections = card.sections.filter((section) => section.lines.length > 0);
  const around = frame(card, [...head, ...tail]);
  const room = feishuLimits.cardBytesMax - byteLength(JSON.stringify(JSON.stringify(around))) - sections.length * elementBytes;
  return frame(card, [...head, ...fitSections(card, sections, room), ...tail]);
}

/** The words alone: the way out when Feishu refuses the card. It stays a card, so that it can be edited later. */
export function cardToPlainFeishu(card: Card): FeishuCard {
  const words = card.sections.map((section) => `${section.label}\n${richToPlainText(section.lines)}`).join('\n\n');
  const text: CardElement = { tag: 'div', text: { tag: 'plain_text', content: shorten(words === '' ? ' ' : words, 6_000) } };
  return frame(card, [text, ...notation(linkText(card))]);
}

/** What stays behind where a card went on as a new message. */
export function movedCard(card: Card, text: string): FeishuCard {
  return frame(card, [{ tag: 'div', text: { tag: 'plain_text', content: text } }]);
}

/** What the JSON around one section takes: tags, a panel's header, columns. */
const elementBytes = 420;

function frame(card: Card, elements: readonly CardElement[]): FeishuCard {
  return {
    schema: '2.0',
    config: {
      update_multi: true,
      enable_forward: false,
      summary: { content: shorten(card.fallbackText, feishuLimits.summaryCharsMax) },
    },
    header: {
      title: { tag: 'plain_text', content: shorten(`${card.emoji} ${card.title}`, feishuLimits.titleCharsMax) },
      subtitle: { tag: 'plain_text', content: shorten(card.subtitle, feishuLimits.subtitleCharsMax) },
      template: toneColors[card.tone],
    },
    body: { elements },
  };
}

/** Every section gets what it needs while there is room; when there isn't, the long ones give way to the same height. */
function fitSections(card: Card, sections: readonly CardSection[], room: number): CardElement[] {
  const sizes = sections.map((section) => jsonBytes(sectionBody(card, section, Number.POSITIVE_INFINITY)));
  const cap = fairCap(sizes, room);
  const shown = sections.map((section, index) => {
    const isWhole = (sizes[index] ?? 0) <= cap;
    return { section, body: sectionBody(card, section, isWhole ? Number.POSITIVE_INFINITY : cap) };
  });
  const elements: CardElement[] = [];
  for (let index = 0; index < shown.length; index += 1) {
    const [one, other] = [shown[index], shown[index + 1]];
    if (one === undefined) break;
    if (other !== undefined && isShort(one.section) && isShort(other.section)) {
      elements.push(sideBySide(one, other));
      index += 1;
    } else elements.push(sectionElement(one));
  }
  return elements;
}

/** The greatest size to which all can be cut so that their sum fits. */
function fairCap(sizes: readonly number[], available: number): number {
  let left = available;
  let open = sizes.length;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    if (size * open > left) return Math.max(200, Math.floor(left / open));
    left -= size;
    open -= 1;
  }
  return Number.POSITIVE_INFINITY;
}

interface Shown {
  readonly section: CardSection;
  readonly body: string;
}

/** Details that only some want to read are folded; what is being done is folded open. */
function sectionElement({ section, body }: Shown): CardElement {
  if (section.id !== 'blind-spots' && section.id !== 'progress') return { tag: 'markdown', content: labelled(section, body) };
  return {
    tag: 'collapsible_panel',
    expanded: section.id === 'progress',
    header: {
      title: { tag: 'plain_text', content: shorten(section.label, 100) },
      icon: { tag: 'standard_icon', token: 'down-small-ccm_outlined', size: '16px 16px' },
      icon_position: 'follow_text',
      icon_expanded_angle: -180,
    },
    border: { color: 'grey', corner_radius: '5px' },
    padding: '8px 8px 8px 8px',
    elements: [{ tag: 'markdown', content: body }],
  };
}

/** On a phone they stand below each other. */
function sideBySide(one: Shown, other: Shown): CardElement {
  const columns = [one, other].map(({ section, body }) => {
    return { tag: 'column', width: 'weighted', weight: 1, elements: [{ tag: 'markdown', content: labelled(section, body) }] } as const;
  });
  return { tag: 'column_set', flex_mode: 'stretch', horizontal_spacing: '12px', columns };
}

const shortColumnsMax = 44;

function isShort(section: CardSection): boolean {
  const isFolded = section.id === 'blind-spots' || section.id === 'progress' || section.id === 'plan';
  const [only, second] = section.lines;
  if (isFolded || only === undefined || second !== undefined || only.type !== 'paragraph') return false;
  const words = richToPlainText([only]);
  return !words.includes('\n') && textWidth(words) <= shortColumnsMax;
}

/** A list or code below the label wants a blank line before it; words come right below. */
function labelled(section: CardSection, body: string): string {
  const gap = section.lines[0]?.type === 'paragraph' ? '  \n' : '\n\n';
  return `**${escapeMarkdown(shorten(section.label, 100)).trim()}**${gap}${body}`;
}

function sectionBody(card: Card, section: CardSection, bytesMax: number): string {
  const full = joinLines(section.lines);
  if (jsonBytes(full) <= bytesMax) return full;
  const more = linkText(card) === '' ? '…' : `… ${linkText(card)}`;
  const room = Math.max(20, bytesMax - jsonBytes(more) - 4);
  const sizeOf = (block: Rich): number => jsonBytes(richToMarkdown([block])) + 4;
  const body = joinLines(splitRich(section.lines, { sizeMax: room, sizeOf })[0] ?? []);
  return jsonBytes(body) > room ? more : `${body}\n\n${more}`;
}

/** Lines of a section sit close together; only code and lists need a blank line around them. */
function joinLines(lines: readonly Rich[]): string {
  let text = '';
  for (const [index, line] of lines.entries()) {
    const isClose = line.type === 'paragraph' && lines[index - 1]?.type === 'paragraph';
    text += (index === 0 ? '' : isClose ? '  \n' : '\n\n') + richToMarkdown([line]);
  }
  return text;
}

/** The card travels as JSON within JSON: every quote and every break is escaped twice. */
function jsonBytes(text: string): number {
  return byteLength(JSON.stringify(JSON.stringify(text)));
}

function mentions(openIds: readonly string[]): CardElement[] {
  const called = openIds.map(mentionToMarkdown).filter((text) => text !== null);
  return called.length === 0 ? [] : [{ tag: 'markdown', content: called.slice(0, 20).join(' ') }];
}

function notation(content: string): CardElement[] {
  return content === '' ? [] : [{ tag: 'markdown', content, text_size: 'notation' }];
}

function budgetText(card: Card): string {
  if (card.budget === null) return '';
  const filled = Math.round(Math.min(1, Math.max(0, card.budget.ratio)) * 10);
  return `${'▰'.repeat(filled)}${'▱'.repeat(10 - filled)}  ${escapeMarkdown(card.budget.text)}`;
}

function linkText(card: Card): string {
  return card.link === null ? '' : linkToMarkdown(card.link, card.linkLabel);
}
