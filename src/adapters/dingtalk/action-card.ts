/** A card without a template: an ActionCard, whose buttons send a command in the name of whoever taps them. It can't be edited. */

import type { Card, CardButton } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { byteLength, shorten } from '../rich/shorten.ts';
import { splitRich } from '../rich/split-rich.ts';
import { escapeMarkdown, linkToMarkdown, richToMarkdown } from './dialect.ts';
import { dingtalkLimits } from './limits.ts';

/** What the robot's message interface takes: a key that names the form, and the form's fields. */
export interface RobotMessage {
  readonly msgKey: string;
  readonly msgParam: Readonly<Record<string, string>>;
}

export function cardToActionCard(card: Card, locale: Locale): RobotMessage {
  const buttons = [...card.buttons, ...card.overflow]
    .map((button) => ({ label: shorten(button.label, dingtalkLimits.buttonCharsMax), command: commandOf(button, card.code, locale) }))
    .filter((button) => button.command !== null)
    .slice(0, dingtalkLimits.actionCardButtonsMax)
    .map(({ label, command }) => ({ label, url: sendMessageUrl(command ?? '') }));
  const title = shorten(card.fallbackText, dingtalkLimits.titleCharsMax);
  const text = cardText(card);
  const [only] = buttons;
  if (only === undefined) return { msgKey: 'sampleMarkdown', msgParam: { title, text } };
  if (buttons.length === 1) return { msgKey: 'sampleActionCard', msgParam: { title, text, singleTitle: only.label, singleURL: only.url } };
  const numbered = buttons.flatMap(({ label, url }, index) => [
    [`actionTitle${index + 1}`, label],
    [`actionURL${index + 1}`, url],
  ]);
  return { msgKey: `sampleActionCard${buttons.length}`, msgParam: { title, text, ...Object.fromEntries(numbered) } };
}

/** What has become of the card, in a line or two: all that can be said where it can't be edited. */
export function changeOfCard(card: Card): RobotMessage {
  const next = card.sections.find((section) => section.id === 'next');
  const lines = [
    `**${escapeMarkdown(`${card.emoji} ${card.title}`)}**`,
    escapeMarkdown(card.subtitle),
    ...(next?.lines ?? []).map((line) => richToMarkdown([line])),
  ];
  const text = lines.filter((line) => line !== '').join('  \n');
  return { msgKey: 'sampleMarkdown', msgParam: { title: shorten(card.fallbackText, dingtalkLimits.titleCharsMax), text } };
}

/** Two cards of the same state differ in progress only: nobody is told about that again. */
export function stateOfCard(card: Card): string {
  return [card.tone, card.emoji, ...card.buttons.map((button) => button.id)].join(' ');
}

/** The host is in lower case: DingTalk's clients know it in no other way. */
function sendMessageUrl(command: string): string {
  return `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(command)}`;
}

/** Every command names what it means: a plan by its id, an incident by its code. Null for what can't be said in words. */
function commandOf(button: CardButton, code: string, locale: Locale): string | null {
  const verb = verbs[button.id];
  if (verb === undefined) return null;
  const plan = button.value.split(':')[0] ?? '';
  return verb.about === 'plan'
    ? `${verb[locale]} ${plan}`
    : verb.about === 'incident'
      ? `${verb[locale]} ${code}`
      : `${code} ${verb[locale]}`;
}

const verbs: Readonly<
  Record<string, { readonly 'zh-CN': string; readonly en: string; readonly about: 'plan' | 'incident' | 'behind-code' } | undefined>
> = {
  approve: { 'zh-CN': '批准', en: 'approve', about: 'plan' },
  reject: { 'zh-CN': '驳回', en: 'reject', about: 'plan' },
  stop: { 'zh-CN': '停止', en: 'stop', about: 'plan' },
  undo: { 'zh-CN': '撤销', en: 'undo', about: 'plan' },
  details: { 'zh-CN': '查看', en: 'show', about: 'incident' },
  acknowledge: { 'zh-CN': '接手', en: 'ack', about: 'incident' },
  'snooze-30m': { 'zh-CN': '暂缓', en: 'snooze', about: 'incident' },
  'end-snooze': { 'zh-CN': '结束暂缓', en: 'unsnooze', about: 'incident' },
  resolve: { 'zh-CN': '已恢复', en: 'resolve', about: 'incident' },
  'investigate-again': { 'zh-CN': '重新排查', en: 'investigate again', about: 'behind-code' },
  'what-changed': { 'zh-CN': '有什么变化', en: 'what changed', about: 'behind-code' },
  resume: { 'zh-CN': '继续排查', en: 'resume', about: 'behind-code' },
};

function cardText(card: Card): string {
  const link = card.link === null ? '' : linkToMarkdown(card.link, card.linkLabel);
  const head = [`### ${escapeMarkdown(shorten(`${card.emoji} ${card.title}`, 200))}`, escapeMarkdown(shorten(card.subtitle, 300))];
  const budget = card.budget === null ? '' : escapeMarkdown(shorten(card.budget.text, 200));
  const foot = [budget, link].filter((part) => part !== '');
  const available = dingtalkLimits.textBytesMax - byteLength([...head, ...foot].join('\n\n')) - 200;
  const share = Math.floor(available / Math.max(1, card.sections.length));
  const sections = card.sections.map((section) => {
    const sizeOf = (line: (typeof section.lines)[number]): number => byteLength(richToMarkdown([line])) + 4;
    const parts = splitRich(section.lines, { sizeMax: Math.max(100, share - 200), sizeOf });
    const body = (parts[0] ?? []).map((line) => richToMarkdown([line])).join('\n\n');
    return `**${escapeMarkdown(shorten(section.label, 60))}**\n\n${parts.length > 1 ? `${body}\n\n…` : body}`;
  });
  return [...head, ...sections, ...foot].filter((part) => part !== '').join('\n\n');
}
