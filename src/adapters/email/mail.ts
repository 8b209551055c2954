/** An announcement as a mail: plain text and HTML that reads well on a phone, in the light and in the dark. */

import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import type { CardTone } from '../../domain/card.ts';
import { shorten } from '../rich/shorten.ts';

export interface Mail {
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly references: string;
  readonly headers: Record<string, string>;
}

const noticesMax = 100;
const lineCharsMax = 2_000;

const colours: Readonly<Record<CardTone, string>> = {
  firing: '#d92d20',
  investigating: '#2e6be6',
  waiting: '#a65900',
  snoozed: '#6b7280',
  resolved: '#157a3f',
};

export function mailOf(announcement: Announcement, envelope: { readonly from: string; readonly to: readonly string[] }): Mail {
  const { notices } = announcement;
  const [first] = notices;
  const domain = /@([\w.-]+)>?\s*$/.exec(envelope.from)?.[1] ?? 'zhiban.invalid';
  const isDigest = notices.length > 1;
  // Mails of an incident refer to the same root, which is never sent: mail programs show them as one conversation.
  const root = isDigest || first === undefined ? `digest-${announcement.id}` : first.incidentId;
  return {
    ...{ from: envelope.from, to: [...envelope.to] },
    subject: shorten(announcement.title.replace(/\s+/g, ' '), 180),
    text: textOf(announcement),
    html: htmlOf(announcement),
    // The same content keeps its id over retries, so that a server that has it already can tell.
    messageId: `<${announcement.id}@${domain}>`,
    references: `<${root}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Zhiban-Incidents': notices
        .slice(0, 20)
        .map(({ code }) => code)
        .join(' '),
      ...(first?.severity === 'critical' && !isDigest ? { Importance: 'high', 'X-Priority': '1' } : {}),
    },
  };
}

function textOf(announcement: Announcement): string {
  const shown = announcement.notices.slice(0, noticesMax);
  const left = announcement.notices.length - shown.length;
  const blocks = shown.map((notice) =>
    [
      `${notice.emoji} ${notice.headline} · ${notice.title}`,
      notice.subtitle,
      ...notice.sections.map(({ label, lines }) => `\n${label}\n${lines.map((line) => `  ${shorten(line, lineCharsMax)}`).join('\n')}`),
      ...(notice.link === null ? [] : [`\n${notice.link}`]),
    ].join('\n'),
  );
  const tail = left === 0 ? [] : [[announcement.more(left), announcement.listLink ?? ''].join(' ').trim()];
  return [...blocks, ...tail].join(`\n\n${'-'.repeat(40)}\n\n`);
}

function htmlOf(announcement: Announcement): string {
  const shown = announcement.notices.slice(0, noticesMax);
  const left = announcement.notices.length - shown.length;
  const head = announcement.notices.length > 1 ? `<h1>${escapeText(announcement.title)}</h1>` : '';
  const rest = escapeText(announcement.more(left));
  const tail =
    left === 0 ? '' : `<p>${announcement.listLink === null ? rest : `<a href="${escapeText(announcement.listLink)}">${rest}</a>`}</p>`;
  return `<!doctype html>
<html lang="${announcement.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(announcement.title)}</title>
<style>${style}</style>
</head>
<body style="margin:0;padding:16px;font:16px/1.55 -apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',Roboto,sans-serif">
<div style="max-width:600px;margin:0 auto">
${head}${shown.map(noticeHtml).join('\n')}${tail}
</div>
</body>
</html>`;
}

/** What mail programs drop of this is colour in the dark; the rest is written on the elements. */
const style = `
h1{font-size:18px;line-height:1.4;margin:0 0 16px}
.box{background:#fff;color:#1d2330}.soft{color:#5b6472}
body{background:#f4f5f7;color:#1d2330}
@media (prefers-color-scheme:dark){body{background:#14171c;color:#e8eaee}.box{background:#1f242c!important;color:#e8eaee!important}.soft{color:#a7afbc!important}}`;

function noticeHtml(notice: IncidentNotice): string {
  const colour = colours[notice.tone];
  const sections = notice.sections.map(
    ({ label, lines }) =>
      `<p class="soft" style="margin:14px 0 2px;font-size:13px;color:#5b6472">${escapeText(label)}</p>${lines
        .map(
          (line) => `<p style="margin:0 0 4px;overflow-wrap:anywhere;white-space:pre-line">${escapeText(shorten(line, lineCharsMax))}</p>`,
        )
        .join('')}`,
  );
  const button =
    notice.link === null
      ? ''
      : `<p style="margin:18px 0 2px"><a href="${escapeText(notice.link)}" style="display:inline-block;padding:11px 18px;border-radius:8px;background:${colour};color:#ffffff;text-decoration:none;font-weight:600">${escapeText(notice.linkLabel)}</a></p>`;
  return `<div class="box" style="border-radius:10px;border-left:5px solid ${colour};padding:16px 18px;margin:0 0 14px;background:#ffffff;color:#1d2330">
<p style="margin:0;font-size:14px;font-weight:600;color:${colour}">${notice.emoji} ${escapeText(notice.headline)}</p>
<p style="margin:2px 0 0;font-size:18px;line-height:1.4;font-weight:600;overflow-wrap:anywhere">${escapeText(notice.title)}</p>
<p class="soft" style="margin:4px 0 0;font-size:14px;color:#5b6472">${escapeText(notice.subtitle)}</p>
${sections.join('\n')}${button}
</div>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
