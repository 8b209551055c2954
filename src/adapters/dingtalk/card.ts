/**
 * A card as the variables of the shipped template. The layout is the template's; here are only texts, all of them strings of at most
 * 1 KB. Shared variables are what everybody sees; private ones are one person's: `may_decide`, which is how only approvers get buttons, and
 * `notice`, which is what that person was told.
 */

import type { Card, CardButton, CardSection, CardTone, Rich } from '../../domain/card.ts';
import type { Locale, LocalText } from '../../domain/text.ts';
import { byteLength, cutAt, shorten } from '../rich/shorten.ts';
import { splitRich } from '../rich/split-rich.ts';
import { escapeMarkdown, richToMarkdown } from './dialect.ts';
import { dingtalkLimits } from './limits.ts';

export interface CardData {
  readonly shared: Readonly<Record<string, string>>;
  /** By staff id. */
  readonly personal: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The template's generic buttons carry ids that begin like this; approving and rejecting have ids of their own. */
export const buttonPrefix = 'zb:';
const slots = 4;

const toneLabels: Readonly<Record<CardTone, LocalText>> = {
  firing: { 'zh-CN': '告警中', en: 'firing' },
  investigating: { 'zh-CN': '处理中', en: 'working' },
  waiting: { 'zh-CN': '待审批', en: 'needs approval' },
  snoozed: { 'zh-CN': '已暂缓', en: 'snoozed' },
  resolved: { 'zh-CN': '已恢复', en: 'resolved' },
};

const words = {
  reason: { 'zh-CN': '驳回原因（可不填）', en: 'Why reject? (optional)' },
  example: { 'zh-CN': '例如：高峰期不重启', en: 'For example: no restarts at peak time' },
  rest: { 'zh-CN': '……余下内容见下方消息', en: '… the rest is in the message below' },
} as const satisfies Readonly<Record<string, LocalText>>;

export function cardToData(card: Card, locale: Locale): CardData {
  const approve = buttonOf(card, 'approve');
  const reject = buttonOf(card, 'reject');
  const text = (value: string): string => shortenBytes(value, dingtalkLimits.cardValueBytesMax);
  const shared: Record<string, string> = {
    title: text(shorten(`${card.emoji} ${card.title}`, 200)),
    tone: card.tone,
    tone_label: toneLabels[card.tone][locale],
    subtitle: text(card.subtitle),
    budget: card.budget === null ? '' : text(`${meter(card.budget.ratio)}  ${card.budget.text}`),
    link: card.link === null ? '' : text(card.link),
    link_label: text(card.linkLabel),
    pending: approve === null ? 'no' : 'yes',
    approve_label: text(approve?.label ?? ''),
    approve_value: text(approve?.value ?? ''),
    approve_confirm: text(approve?.confirm ?? approve?.label ?? ''),
    reject_label: text(reject?.label ?? ''),
    reject_value: text(reject?.value ?? ''),
    // The form's own schema: its one field comes back as the reason.
    reject_form: JSON.stringify({
      fields: [{ name: 'reason', label: words.reason[locale], type: 'TEXT', placeholder: words.example[locale] }],
    }),
    open_to_all: card.deciders === undefined ? 'yes' : 'no',
    ...sectionValues(card, locale),
    ...slotValues(card),
  };
  const deciders = [...new Set(card.deciders ?? [])].slice(0, 100);
  return { shared, personal: Object.fromEntries(deciders.map((userId) => [userId, { may_decide: 'yes' }])) };
}

/** What a card's plan says in full, when the card itself can't; null when it can. */
export function overlongPlan(card: Card): readonly Rich[] | null {
  if (buttonOf(card, 'approve') === null) return null;
  const plan = card.sections.find((section) => section.id === 'plan');
  if (plan === undefined || byteLength(sectionText(plan, joined(plan.lines))) <= dingtalkLimits.cardValueBytesMax) return null;
  return [{ type: 'heading', text: `${card.code} · ${plan.label}` }, ...plan.lines];
}

/** The variable that a section fills: `blind-spots` is `blind_spots` in the template. */
export function sectionKey(id: CardSection['id']): string {
  return id.replaceAll('-', '_');
}

export function buttonOf(card: Card, id: string): CardButton | null {
  return card.buttons.find((button) => button.id === id) ?? card.overflow.find((button) => button.id === id) ?? null;
}

const sectionIds: readonly CardSection['id'][] = ['situation', 'cause', 'next', 'plan', 'progress', 'blind-spots'];

/** All of them, always: an update by key leaves what it doesn't name. */
function sectionValues(card: Card, locale: Locale): Record<string, string> {
  return Object.fromEntries(
    sectionIds.map((id) => {
      const section = card.sections.find((one) => one.id === id && one.lines.length > 0);
      return [sectionKey(id), section === undefined ? '' : fitSection(section, words.rest[locale])];
    }),
  );
}

function slotValues(card: Card): Record<string, string> {
  const others = [...card.buttons, ...card.overflow].filter(({ id }) => id !== 'approve' && id !== 'reject').slice(0, slots);
  const values: Record<string, string> = {};
  for (let slot = 1; slot <= slots; slot += 1) {
    const button = others[slot - 1];
    values[`more_${slot}`] = button === undefined ? 'no' : 'yes';
    values[`more_${slot}_id`] = button === undefined ? '' : `${buttonPrefix}${button.id}`;
    values[`more_${slot}_label`] = button === undefined ? '' : shorten(button.label, dingtalkLimits.buttonCharsMax);
    values[`more_${slot}_value`] = button === undefined ? '' : shortenBytes(button.value, dingtalkLimits.cardValueBytesMax);
  }
  return values;
}

/** What doesn't fit ends on a line's border and says where the rest is. */
function fitSection(section: CardSection, rest: string): string {
  const { cardValueBytesMax } = dingtalkLimits;
  const whole = sectionText(section, joined(section.lines));
  if (byteLength(whole) <= cardValueBytesMax) return whole;
  const tail = section.id === 'plan' ? `  \n${rest}` : '  \n…';
  const room = cardValueBytesMax - byteLength(sectionText(section, '')) - byteLength(tail);
  const sizeOf = (line: Rich): number => byteLength(richToMarkdown([line])) + 3;
  const first = splitRich(section.lines, { sizeMax: Math.max(60, room), sizeOf })[0] ?? [];
  const body = joined(first);
  return byteLength(body) <= room ? sectionText(section, body) + tail : sectionText(section, tail.trim());
}

function sectionText(section: CardSection, body: string): string {
  return `**${escapeMarkdown(shorten(section.label, 60))}**  \n${body}`;
}

/** Lines of a section sit close together, but code stands by itself. */
function joined(lines: readonly Rich[]): string {
  return lines
    .map((line) => richToMarkdown([line]))
    .reduce((text, line, index) => (index === 0 ? line : `${text}${gap(lines, index)}${line}`), '');
}

function gap(lines: readonly Rich[], index: number): string {
  const isBlock = (line: Rich | undefined): boolean => line?.type === 'code' || line?.type === 'table' || line?.type === 'list';
  return isBlock(lines[index]) || isBlock(lines[index - 1]) ? '\n\n' : '  \n';
}

function meter(ratio: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, ratio)) * 10);
  return `${'▰'.repeat(filled)}${'▱'.repeat(10 - filled)}`;
}

/** Cuts by bytes without breaking a character. */
export function shortenBytes(text: string, bytesMax: number): string {
  if (byteLength(text) <= bytesMax) return text;
  let length = Math.min(text.length, bytesMax);
  while (length > 0 && byteLength(text.slice(0, length)) > bytesMax - 3) length = Math.min(length - 1, Math.floor(length * 0.95));
  return `${cutAt(text, length).trimEnd()}…`;
}
