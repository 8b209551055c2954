/**
 * Shows the kept Slack cards as a page, near enough to judge them: `node tests/support/slack-preview.ts > preview.html`.
 * Text that Slack would not show is not shown here either.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const text = z.object({ type: z.string(), text: z.string() });
const element = z.object({
  type: z.string(),
  text: z.union([z.string(), text]).optional(),
  style: z.string().optional(),
  options: z.array(z.object({ text })).optional(),
});
const block = z.object({ type: z.string(), text: text.optional(), elements: z.array(element).optional() });
const message = z.object({ blocks: z.array(block), attachments: z.array(z.object({ color: z.string(), blocks: z.array(block) })) });
type Block = z.infer<typeof block>;

const folder = new URL('../adapters/slack/cards/', import.meta.url);
const cards = readdirSync(folder).toSorted();
process.stdout.write(page(cards.map((file) => card(file, message.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))))));

function page(cardsHtml: readonly string[]): string {
  return `<!doctype html><meta charset="utf-8"><style>
body{font:15px/1.46 Lato,"Noto Sans CJK SC",sans-serif;color:#1d1c1d;margin:16px;display:grid;grid-template-columns:repeat(2,1fr);gap:20px}
article{max-width:560px}h6{font:12px monospace;color:#888;margin:0}h1{font-size:18px;margin:4px 0 6px}
.attachment{border-left:4px solid;border-radius:4px;padding:2px 0 2px 12px}.section{margin:6px 0;white-space:pre-wrap}
.context{color:#616061;font-size:13px;margin:4px 0;display:flex;gap:10px;flex-wrap:wrap}.actions{display:flex;gap:8px;margin:8px 0;flex-wrap:wrap}
button{font:700 13px Lato,"Noto Sans CJK SC",sans-serif;border:1px solid #bbb;background:#fff;border-radius:4px;padding:5px 12px}
button.primary{background:#007a5a;color:#fff;border-color:#007a5a}button.danger{background:#e01e5a;color:#fff;border-color:#e01e5a}
code{font:12px monospace;background:#f6f6f6;border:1px solid #ddd;border-radius:3px;padding:1px 3px;color:#c01343}
pre{font:12px/1.5 monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:4px;padding:8px;margin:4px 0;white-space:pre-wrap}
a{color:#1264a3;text-decoration:none}</style>${cardsHtml.join('')}`;
}

function card(file: string, content: z.infer<typeof message>): string {
  const strips = content.attachments.map(
    ({ color, blocks }) => `<div class="attachment" style="border-color:${color}">${blocks.map(show).join('')}</div>`,
  );
  return `<article><h6>${file}</h6>${content.blocks.map(show).join('')}${strips.join('')}</article>`;
}

function show(one: Block): string {
  if (one.type === 'header') return `<h1>${escapeHtml(one.text?.text ?? '')}</h1>`;
  if (one.type === 'section') return `<div class="section">${mrkdwn(one.text?.text ?? '')}</div>`;
  if (one.type === 'context')
    return `<div class="context">${(one.elements ?? []).map((part) => `<span>${mrkdwn(words(part.text))}</span>`).join('')}</div>`;
  const elements = (one.elements ?? []).map((part) =>
    part.type === 'overflow'
      ? `<button title="${(part.options ?? []).map((option) => option.text.text).join(' / ')}">⋯</button>`
      : `<button class="${part.style ?? ''}">${escapeHtml(words(part.text))}</button>`,
  );
  return `<div class="actions">${elements.join('')}</div>`;
}

function words(value: z.infer<typeof element>['text']): string {
  return typeof value === 'object' ? value.text : (value ?? '');
}

function mrkdwn(source: string): string {
  return source
    .replace(/<(https?:[^|>]+)\|([^>]*)>/g, '<a href="$1">$2</a>')
    .replace(/```\n?([\s\S]*?)\n?```/g, '<pre>$1</pre>')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/(^|[^\p{L}\p{N}])\*([^\s*][^*\n]*)\*/gmu, '$1<b>$2</b>');
}

function escapeHtml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
