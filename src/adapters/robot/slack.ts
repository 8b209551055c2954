/** Slack's incoming webhooks: blocks with the colour of the state beside them; refusals are a status and a word. */

import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import type { CardTone } from '../../domain/card.ts';
import { shorten } from '../rich/shorten.ts';
import type { RobotDialect } from './platform.ts';

type Block = Readonly<Record<string, unknown>>;

const colours: Readonly<Record<CardTone, string>> = {
  firing: '#d92d20',
  investigating: '#2e6be6',
  waiting: '#e08600',
  snoozed: '#8a919c',
  resolved: '#1f9d55',
};

const noticesMax = 15;
const sectionCharsMax = 2_900;

export const slackDialect: RobotDialect = {
  // About one a second and channel is what Slack lets through.
  perMinute: 50,
  request: (address, _secret, announcement) => ({ url: address, body: JSON.stringify(message(announcement)) }),
  // Refusals come as a status.
  refuse: () => undefined,
};

function message(announcement: Announcement): Block {
  const [first] = announcement.notices;
  const isDigest = announcement.notices.length > 1;
  const blocks = isDigest || first === undefined ? digestBlocks(announcement) : noticeBlocks(first);
  return {
    text: escapeText(shorten(announcement.title, 300)),
    unfurl_links: false,
    attachments: [{ color: colours[first?.tone ?? 'investigating'], fallback: shorten(announcement.title, 300), blocks }],
  };
}

function noticeBlocks(notice: IncidentNotice): readonly Block[] {
  const sections = notice.sections.map(({ label, lines }) => mrkdwn(`*${escapeText(label)}*\n${escapeText(lines.join('\n'))}`));
  const link = notice.link === null ? [] : [mrkdwn(`<${notice.link}|${escapeText(notice.linkLabel)}>`)];
  return [mrkdwn(titleOf(notice)), context(notice.subtitle), ...sections, ...link];
}

function digestBlocks(announcement: Announcement): readonly Block[] {
  const shown = announcement.notices.slice(0, noticesMax);
  const left = announcement.notices.length - shown.length;
  const rest = escapeText(announcement.more(left));
  const tail = left === 0 ? [] : [mrkdwn(announcement.listLink === null ? rest : `<${announcement.listLink}|${rest}>`)];
  return [...shown.map((notice) => mrkdwn(shortBlock(notice))), ...tail];
}

function shortBlock(notice: IncidentNotice): string {
  const last = notice.sections.at(-1)?.lines[0];
  const link = notice.link === null ? '' : ` · <${notice.link}|${escapeText(notice.linkLabel)}>`;
  return [titleOf(notice), `${escapeText(notice.subtitle)}${link}`, ...(last === undefined ? [] : [escapeText(shorten(last, 200))])].join(
    '\n',
  );
}

function titleOf(notice: IncidentNotice): string {
  return `*${notice.emoji} ${escapeText(notice.headline)} · ${escapeText(shorten(notice.title, 200))}*`;
}

function mrkdwn(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: shorten(text, sectionCharsMax) } };
}

function context(text: string): Block {
  return { type: 'context', elements: [{ type: 'plain_text', text: shorten(text, 300), emoji: true }] };
}

/** All that Slack reads as more than text begins with one of these. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
