/** An announcement in WeCom's Markdown, at most 4,096 bytes of it. */

import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import type { CardTone } from '../../domain/card.ts';
import { shorten } from '../rich/shorten.ts';
import { fitNotices } from '../voice/fit-notices.ts';
import { plainMarkdown } from '../voice/plain-markdown.ts';

const bytesMax = 4_096;
/** What the last line may take: how many are left, and where they are. */
const tailBytesMax = 400;

/** WeCom knows three colours: green, grey and orange. */
const colours: Readonly<Record<CardTone, string>> = {
  firing: 'warning',
  waiting: 'warning',
  investigating: 'comment',
  snoozed: 'comment',
  resolved: 'info',
};

export function wecomMarkdown(announcement: Announcement): string {
  const isDigest = announcement.notices.length > 1;
  const head = isDigest ? `**${plainMarkdown(announcement.title)}**\n\n` : '';
  const limit = { bytesMax: bytesMax - tailBytesMax - Buffer.byteLength(head), noticesMax: 20, separatorBytes: 2 };
  const { blocks, left } = fitNotices(announcement, isDigest ? shortBlock : fullBlock, limit);
  const rest = announcement.more(left);
  const tail = left === 0 ? [] : [announcement.listLink === null ? rest : `[${rest}](${announcement.listLink})`];
  return `${head}${[...blocks, ...tail].join('\n\n')}`;
}

function titleLine(notice: IncidentNotice): string {
  const colour = colours[notice.tone];
  return `${notice.emoji} <font color="${colour}">${notice.headline}</font> **${plainMarkdown(shorten(notice.title, 200))}**`;
}

function fullBlock(notice: IncidentNotice): string {
  const sections = notice.sections.map(
    ({ label, lines }) => `> <font color="comment">${label}</font>\n${lines.map((line) => quoted(shorten(line, 400))).join('\n')}`,
  );
  const link = notice.link === null ? [] : [`[${notice.linkLabel}](${notice.link})`];
  return [titleLine(notice), plainMarkdown(notice.subtitle), ...sections, ...link].join('\n');
}

function shortBlock(notice: IncidentNotice): string {
  const last = notice.sections.at(-1)?.lines[0];
  const link = notice.link === null ? [] : [`[${notice.linkLabel}](${notice.link})`];
  return [titleLine(notice), plainMarkdown(notice.subtitle), ...(last === undefined ? [] : [quoted(shorten(last, 160))]), ...link].join(
    '\n',
  );
}

function quoted(line: string): string {
  return `> ${plainMarkdown(line).replaceAll('\n', '\n> ')}`;
}
