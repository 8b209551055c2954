/** A card as Block Kit: a header, then one attachment whose colour is the state. Fits Slack's limits by shortening, never by failing. */

import type { ContextBlock, KnownBlock, MessageAttachment, SectionBlock } from '@slack/types';
import type { Card, CardSection, CardTone, Rich } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { shorten } from '../rich/shorten.ts';
import { splitRich } from '../rich/split-rich.ts';
import { cardActions } from './card-actions.ts';
import { escapeMrkdwn, linkToMrkdwn, mentionToMrkdwn, richToMrkdwn } from './dialect.ts';
import { slackLimits } from './limits.ts';

/** What chat.postMessage and chat.update take. */
export interface SlackContent {
  /** The notification, and what is shown where blocks can't be. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly attachments: MessageAttachment[];
}

/** Colour means state and nothing else. */
const toneColors: Readonly<Record<CardTone, string>> = {
  firing: '#D92D20',
  investigating: '#2E6FDB',
  waiting: '#E8830C',
  snoozed: '#8A8F98',
  resolved: '#2E9E5B',
};

export function cardToBlocks(card: Card, locale: Locale, mention: readonly string[] = []): SlackContent {
  const text = shorten(escapeMrkdwn(card.fallbackText), slackLimits.fallbackCharsMax);
  const header = shorten(`${card.emoji} ${card.title}`, slackLimits.headerCharsMax);
  const actions = cardActions(card, locale);
  const head = [...mentionBlocks(mention), ...contextBlocks([escapeMrkdwn(card.subtitle)])];
  const foot = contextBlocks([budgetText(card), linkText(card)]);
  const sections = card.sections.filter((section) => section.lines.length > 0).slice(0, slackLimits.blocksMax - 10);
  const available = slackLimits.cardCharsMax - header.length - charsOf([...head, ...actions, ...foot]);
  const blocks: KnownBlock[] = [...head, ...fitSections(card, sections, available), ...actions, ...foot];
  return {
    text,
    blocks: [{ type: 'header', text: { type: 'plain_text', text: header, emoji: true } }],
    attachments: [{ color: toneColors[card.tone], fallback: text, blocks }],
  };
}

/** The card as text alone: the way out when Slack refuses the blocks. */
export function cardToText(card: Card): string {
  const parts = [
    `*${escapeMrkdwn(`${card.emoji} ${card.title}`)}*`,
    escapeMrkdwn(card.subtitle),
    ...card.sections.map((section) => `*${escapeMrkdwn(section.label)}*\n${richToMrkdwn(section.lines)}`),
    budgetText(card),
  ].filter((part) => part !== '');
  const body = shorten(parts.join('\n\n'), slackLimits.textCharsMax - 400);
  const isFenceOpen = (body.match(/```/g)?.length ?? 0) % 2 === 1;
  return [isFenceOpen ? `${body}\n\`\`\`` : body, linkText(card)].filter((part) => part !== '').join('\n\n');
}

/** Sums what Slack counts: the texts, not the JSON around them. */
export function charsOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charsOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let chars = 0;
  for (const [name, inner] of Object.entries(value)) {
    chars += typeof inner === 'string' ? (name === 'text' || name === 'value' ? inner.length : 0) : charsOf(inner);
  }
  return chars;
}

/** Every section gets what it needs while there is room; when there isn't, the long ones give way to the same height. */
function fitSections(card: Card, sections: readonly CardSection[], available: number): SectionBlock[] {
  const whole = sections.map((section) => sectionText(card, section, slackLimits.sectionCharsMax));
  const cap = fairCap(
    whole.map((text) => text.length),
    available,
  );
  return sections.map((section, index) => {
    const text = whole[index] ?? '';
    const fitted = text.length <= cap ? text : sectionText(card, section, cap);
    return { type: 'section', text: { type: 'mrkdwn', text: fitted, verbatim: true } };
  });
}

/** The greatest height to which all can be cut so that their sum fits. */
function fairCap(sizes: readonly number[], available: number): number {
  let left = available;
  let open = sizes.length;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    if (size * open > left) return Math.max(100, Math.floor(left / open));
    left -= size;
    open -= 1;
  }
  return slackLimits.sectionCharsMax;
}

function sectionText(card: Card, section: CardSection, charsMax: number): string {
  const label = `*${escapeMrkdwn(shorten(section.label, 100))}*\n`;
  const full = label + joinLines(section.lines);
  if (full.length <= charsMax) return full;
  const more = linkText(card) === '' ? '…' : `… ${linkText(card)}`;
  const room = charsMax - label.length - more.length - 1;
  const sizeOf = (block: Rich) => richToMrkdwn([block]).length + 2;
  const first = splitRich(section.lines, { sizeMax: Math.max(20, room), sizeOf })[0] ?? [];
  const body = joinLines(first);
  return body.length > room ? `${label}${more}` : `${label}${body}\n${more}`;
}

/** Lines of a section sit close together; a blank line only around code and tables would waste a phone's screen. */
function joinLines(lines: readonly Rich[]): string {
  return lines.map((line) => richToMrkdwn([line])).join('\n');
}

function mentionBlocks(mention: readonly string[]): ContextBlock[] {
  const called = mention.map(mentionToMrkdwn).filter((text) => text !== null);
  return contextBlocks([called.slice(0, 20).join(' ')]);
}

function contextBlocks(texts: readonly string[]): ContextBlock[] {
  const shown = texts.filter((text) => text !== '');
  if (shown.length === 0) return [];
  return [
    {
      type: 'context',
      elements: shown.map((text) => ({ type: 'mrkdwn', text: shorten(text, slackLimits.contextCharsMax), verbatim: true })),
    },
  ];
}

function budgetText(card: Card): string {
  if (card.budget === null) return '';
  const filled = Math.round(Math.min(1, Math.max(0, card.budget.ratio)) * 10);
  return `${'▰'.repeat(filled)}${'▱'.repeat(10 - filled)}  ${escapeMrkdwn(card.budget.text)}`;
}

function linkText(card: Card): string {
  return card.link === null ? '' : linkToMrkdwn(card.link, card.linkLabel);
}
