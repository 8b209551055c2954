/** Feishu's custom robots: one card up to 20 kB; foreign text goes in as plain text and can't become a mention. */

import { createHmac } from 'node:crypto';
import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import type { CardTone } from '../../domain/card.ts';
import { shorten } from '../rich/shorten.ts';
import { refuseByCode } from '../voice/refuse-by-code.ts';
import type { RobotDialect } from './platform.ts';

type Element = Readonly<Record<string, unknown>>;

const templates: Readonly<Record<CardTone, string>> = {
  firing: 'red',
  investigating: 'blue',
  waiting: 'orange',
  snoozed: 'grey',
  resolved: 'green',
};

/** A digest of this many stays below the vendor's size with lines of the lengths below. */
const noticesMax = 12;

export const feishuDialect: RobotDialect = {
  // The vendor's limits are 100 a minute and 5 a second.
  perMinute: 60,
  request(address, secret, announcement, nowMs) {
    const message = { msg_type: 'interactive', card: feishuCard(announcement) };
    return { url: address, body: JSON.stringify(secret === null ? message : { ...signed(secret, nowMs), ...message }) };
  },
  refuse: (who, answer) =>
    refuseByCode(who, answer.text, {
      kinds: {
        11232: 'rate',
        99991400: 'rate',
        230020: 'rate',
        11233: 'transient',
        // The robot is not there, its signature, its address list or its keyword doesn't fit.
        19001: 'gone',
        19021: 'auth',
        19022: 'forbidden',
        19024: 'forbidden',
        230025: 'too-large',
      },
      restMs: 60_000,
    }),
};

/** The key is the time and the secret, the text is empty: Feishu has it that way round. */
function signed(secret: string, nowMs: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}

function feishuCard(announcement: Announcement): Element {
  const [first] = announcement.notices;
  const shown = announcement.notices.slice(0, noticesMax);
  const isDigest = announcement.notices.length > 1;
  const title = isDigest || first === undefined ? announcement.title : `${first.emoji} ${first.headline} · ${first.title}`;
  const subtitle = isDigest || first === undefined ? {} : { subtitle: plain(first.subtitle, 200) };
  return {
    schema: '2.0',
    config: { enable_forward: true, width_mode: 'fill' },
    header: { title: plain(title, 200), ...subtitle, template: templates[first?.tone ?? 'investigating'] },
    body: {
      elements: isDigest || first === undefined ? digestElements(announcement, shown) : noticeElements(first),
    },
  };
}

function noticeElements(notice: IncidentNotice): readonly Element[] {
  const sections = notice.sections.flatMap(({ label, lines }) => [
    { tag: 'markdown', content: `**${label}**` },
    { tag: 'div', text: plain(lines.join('\n'), 1_200) },
  ]);
  return [...sections, ...buttonOf(notice.link, notice.linkLabel, 'primary')];
}

function digestElements(announcement: Announcement, shown: readonly IncidentNotice[]): readonly Element[] {
  const left = announcement.notices.length - shown.length;
  const elements = shown.flatMap((notice, index) => {
    const last = notice.sections.at(-1)?.lines[0];
    const text = [`${notice.emoji} ${notice.headline} · ${notice.title}`, notice.subtitle, ...(last === undefined ? [] : [last])].join(
      '\n',
    );
    const line = index === 0 ? [] : [{ tag: 'hr' }];
    return [...line, { tag: 'div', text: plain(text, 500) }, ...buttonOf(notice.link, notice.linkLabel, 'text')];
  });
  const rest = left === 0 ? [] : [{ tag: 'hr' }, { tag: 'div', text: plain(announcement.more(left), 200) }];
  return [...elements, ...rest, ...(left === 0 ? [] : buttonOf(announcement.listLink, shown[0]?.linkLabel ?? '', 'default'))];
}

function buttonOf(url: string | null, label: string, type: string): readonly Element[] {
  return url === null ? [] : [{ tag: 'button', text: plain(label, 60), type, behaviors: [{ type: 'open_url', default_url: url }] }];
}

function plain(text: string, charsMax: number): Element {
  return { tag: 'plain_text', content: shorten(text, charsMax) };
}
