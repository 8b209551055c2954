/**
 * Shows the kept DingTalk cards as a page, near enough to judge them: `node tests/support/dingtalk-preview.ts > preview.html`. Each card is
 * drawn twice: as an approver sees it, and as everybody else does.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { buttonsOf } from '../peers/dingtalk/template.ts';

const values = z.record(z.string(), z.string());
const kept = z.object({ shared: values, personal: z.record(z.string(), values) });
const form = z.object({ fields: z.array(z.object({ label: z.string(), placeholder: z.string() })) });

const folder = new URL('../adapters/dingtalk/cards/', import.meta.url);
const wanted = process.argv[2] ?? '';
const files = readdirSync(folder)
  .filter((file) => file.includes(wanted))
  .toSorted();
process.stdout.write(page(files.flatMap((file) => ['staff-alice', 'somebody-else'].map((userId) => card(file, userId)))));

function card(file: string, userId: string): string {
  const data = kept.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  const seen = { ...data.shared, ...data.personal[userId] };
  const peerCard = {
    outTrackId: '',
    carrierId: '',
    channel: '',
    templateId: '',
    pings: [],
    ...structuredClone(data),
    edits: 0,
    texts: [],
    isFinal: false,
  };
  const blocks = ['situation', 'cause', 'plan', 'progress', 'next', 'blind_spots'].map((key) => `<div>${markdown(seen[key] ?? '')}</div>`);
  const buttons = buttonsOf(peerCard, userId).map(({ label, hasReason, actionId }) =>
    hasReason
      ? `<label>${escapeHtml(labelOf(seen.reject_form ?? ''))}<input placeholder="${escapeHtml(hintOf(seen.reject_form ?? ''))}"></label><button class="red">${escapeHtml(label)}</button>`
      : `<button class="${actionId === 'approve' ? 'blue' : ''}">${escapeHtml(label)}</button>`,
  );
  const link = seen.link ? `<button>${escapeHtml(seen.link_label ?? '')}</button>` : '';
  return `<section><h6>${file} · ${userId === 'somebody-else' ? 'others' : 'approver'}</h6><article class="${seen.tone}">
<header><b>${escapeHtml(seen.title ?? '')}</b><i>${escapeHtml(seen.tone_label ?? '')}</i></header>
<small>${escapeHtml(seen.subtitle ?? '')}</small>${blocks.join('')}<small>${escapeHtml(seen.budget ?? '')}</small>${buttons.join('')}${link}</article></section>`;
}

function page(cardsHtml: readonly string[]): string {
  return `<!doctype html><meta charset="utf-8"><style>
body{font:15px/1.5 "PingFang SC","Noto Sans CJK SC",sans-serif;color:#171a1d;background:#eceef1;margin:16px;display:grid;grid-template-columns:repeat(4,1fr);gap:16px;align-items:start}
h6{font:12px monospace;color:#888;margin:0 0 4px}article{background:#fff;border-radius:12px;overflow:hidden;padding-bottom:10px}
header{padding:10px 12px;display:flex;gap:8px;justify-content:space-between}header i{font:12px sans-serif;border:1px solid;border-radius:10px;padding:1px 6px;height:18px;white-space:nowrap}
.firing header{background:#ffe6e1;color:#d92d20}.waiting header{background:#fff1dc;color:#c05f00}.investigating header{background:#e3efff;color:#0b5cd6}
.resolved header{background:#dff5e7;color:#0c7a3e}.snoozed header{background:#eceef1;color:#666}
article>div,article>small,article>label{display:block;margin:6px 12px}small{color:#7e868e;font-size:13px}div:empty,small:empty{display:none!important}
button{display:block;width:calc(100% - 24px);margin:6px 12px;padding:7px;border:1px solid #d0d5db;border-radius:8px;background:#fff;font:inherit}
button.blue{background:#007fff;color:#fff;border-color:#007fff}button.red{color:#d92d20;border-color:#d92d20}
label{font-size:13px;color:#555}input{display:block;width:100%;box-sizing:border-box;padding:6px;border:1px solid #d0d5db;border-radius:6px;font:inherit}
pre{font:12px/1.5 monospace;background:#f4f5f7;padding:8px;border-radius:6px;white-space:pre-wrap;margin:4px 0}a{color:#007fff;text-decoration:none}ol,ul{margin:2px 0;padding-left:22px}</style>${cardsHtml.join('')}`;
}

/** The small set that DingTalk documents: what it wouldn't show in bold or as a link is not shown so here. */
function markdown(source: string): string {
  return escapeHtml(source)
    .replace(/```\n?([\s\S]*?)\n?```/g, '<pre>$1</pre>')
    .replace(/\[([^\]\u200b][^\]]*)\]\((https?:[^)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*\u200b][^*]*)\*\*/g, '<b>$1</b>')
    .replace(/^- (.*)$/gm, '• $1<br>')
    .replace(/^(\d+\. .*)$/gm, '$1<br>')
    .replace(/ {2}\n/g, '<br>');
}

function labelOf(schema: string): string {
  return schema === '' ? '' : (form.parse(JSON.parse(schema)).fields[0]?.label ?? '');
}

function hintOf(schema: string): string {
  return schema === '' ? '' : (form.parse(JSON.parse(schema)).fields[0]?.placeholder ?? '');
}

function escapeHtml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
