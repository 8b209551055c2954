/** DingTalk's custom robots: Markdown up to 20,000 bytes; more than 20 messages a minute close the robot for ten. */

import { createHmac } from 'node:crypto';
import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import { shorten } from '../rich/shorten.ts';
import { fitNotices } from '../voice/fit-notices.ts';
import { plainMarkdown } from '../voice/plain-markdown.ts';
import { refuseByCode } from '../voice/refuse-by-code.ts';
import type { RobotDialect } from './platform.ts';

const textBytesMax = 16_000;

export const dingtalkDialect: RobotDialect = {
  perMinute: 18,
  request(address, secret, announcement, nowMs) {
    const markdown = { title: shorten(announcement.title, 100), text: dingtalkMarkdown(announcement) };
    return {
      url: secret === null ? address : signedAddress(address, secret, nowMs),
      body: JSON.stringify({ msgtype: 'markdown', markdown }),
    };
  },
  refuse: (who, answer) =>
    refuseByCode(who, answer.text, {
      kinds: {
        [-1]: 'transient',
        130101: 'rate',
        410100: 'rate',
        90018: 'rate',
        // Its security settings: a keyword, an address or the signature doesn't fit.
        310000: 'auth',
        300001: 'gone',
        300005: 'gone',
        400101: 'gone',
        400102: 'gone',
        400106: 'gone',
        460101: 'too-large',
        101002: 'too-large',
      },
      // A robot that was too fast is closed for ten minutes.
      restMs: 600_000,
    }),
};

/** The signature covers the time alone: DingTalk refuses it after an hour. */
function signedAddress(address: string, secret: string, nowMs: number): string {
  const url = new URL(address);
  url.searchParams.set('timestamp', String(nowMs));
  url.searchParams.set('sign', createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64'));
  return url.href;
}

export function dingtalkMarkdown(announcement: Announcement): string {
  const isDigest = announcement.notices.length > 1;
  const head = isDigest ? [`### ${plainMarkdown(announcement.title)}`] : [];
  const { blocks, left } = fitNotices(announcement, isDigest ? shortBlock : fullBlock, {
    bytesMax: textBytesMax,
    noticesMax: 20,
    separatorBytes: 2,
  });
  const rest = announcement.more(left);
  const tail = left === 0 ? [] : [announcement.listLink === null ? rest : `[${rest}](${announcement.listLink})`];
  return [...head, ...blocks, ...tail].join('\n\n');
}

function fullBlock(notice: IncidentNotice): string {
  const sections = notice.sections.map(
    ({ label, lines }) => `**${label}**\n\n${lines.map((line) => quoted(shorten(line, 800))).join('\n>\n')}`,
  );
  return [`### ${titleOf(notice)}`, plainMarkdown(notice.subtitle), ...sections, ...linkOf(notice)].join('\n\n');
}

function shortBlock(notice: IncidentNotice): string {
  const last = notice.sections.at(-1)?.lines[0];
  return [
    `**${titleOf(notice)}**`,
    plainMarkdown(notice.subtitle),
    ...(last === undefined ? [] : [quoted(shorten(last, 200))]),
    ...linkOf(notice),
  ].join('\n\n');
}

function titleOf(notice: IncidentNotice): string {
  return `${notice.emoji} ${notice.headline} · ${plainMarkdown(shorten(notice.title, 200))}`;
}

function linkOf(notice: IncidentNotice): readonly string[] {
  return notice.link === null ? [] : [`[${notice.linkLabel}](${notice.link})`];
}

/** A line break needs a line of its own here. */
function quoted(line: string): string {
  return `> ${plainMarkdown(line).replaceAll('\n', '\n>\n> ')}`;
}
