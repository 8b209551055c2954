/**
 * Shows the kept Feishu cards as a page, near enough to judge them: `node tests/support/feishu-preview.ts > preview.html`.
 * With `en` or `zh-CN` only those of one language. Text that Feishu would not show is not shown here either.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { type PeerCard, readCard } from '../peers/feishu/check-card.ts';

type Element = PeerCard['body']['elements'][number];

const folder = new URL('../adapters/feishu/cards/', import.meta.url);
const [locale = ''] = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(`${locale}.json`))
  .toSorted();
process.stdout.write(page(files.map((file) => show(file, readCard(readFileSync(new URL(file, folder), 'utf8'))))));

function page(cards: readonly string[]): string {
  return `<!doctype html><meta charset="utf-8"><style>
body{font:14px/1.57 "PingFang SC","Noto Sans CJK SC",sans-serif;color:#1f2329;background:#f5f6f7;margin:16px;display:grid;grid-template-columns:repeat(2,1fr);gap:20px}
article{max-width:600px;background:#fff;border:1px solid #dee0e3;border-radius:8px;overflow:hidden;align-self:start}h6{font:12px monospace;color:#888;margin:0 0 4px}
header{padding:12px}header b{font-size:16px;display:block}header span{font-size:13px;opacity:.85}
.red{background:#fde2e2;color:#d83931}.blue{background:#e1eaff;color:#245bdb}.orange{background:#feead2;color:#de7802}.grey{background:#eff0f1;color:#646a73}.green{background:#d9f5d6;color:#2ea121}
main{padding:12px;display:flex;flex-direction:column;gap:12px}.row{display:flex;flex-wrap:wrap}.notation{font-size:12px;color:#646a73}
button{font:14px "PingFang SC","Noto Sans CJK SC",sans-serif;border:1px solid #d0d3d6;background:#fff;border-radius:6px;padding:5px 11px;white-space:nowrap}
button.primary_filled{background:#3370ff;border-color:#3370ff;color:#fff}button.danger{border-color:#f54a45;color:#f54a45}
input{font:inherit;width:100%;box-sizing:border-box;border:1px solid #d0d3d6;border-radius:6px;padding:4px 10px}
details{border:1px solid #dee0e3;border-radius:5px;padding:8px}summary{font-weight:500}
code{font:12px monospace;background:#f0f1f2;border-radius:3px;padding:1px 4px}pre{font:12px/1.5 monospace;background:#f5f6f7;padding:8px;margin:4px 0;white-space:pre-wrap}
p{margin:0}ul,ol{margin:0;padding-left:20px}a{color:#3370ff;text-decoration:none}</style>${cards.join('')}`;
}

function show(file: string, card: PeerCard): string {
  const { header } = card;
  const head = `<header class="${header?.template}"><b>${escapeHtml(header?.title.content)}</b><span>${escapeHtml(header?.subtitle?.content)}</span></header>`;
  return `<section><h6>${file}</h6><article>${head}<main>${card.body.elements.map(element).join('')}</main></article></section>`;
}

function element(one: Element): string {
  switch (one.tag) {
    case 'markdown':
      return `<div class="${one.text_size ?? ''}">${markdown(one.content)}</div>`;
    case 'div':
      return `<div>${escapeHtml(one.text.content)}</div>`;
    case 'column_set': {
      const columns = one.columns.map(
        (column) =>
          `<div style="flex:${column.width === 'auto' ? 'none' : (column.weight ?? 1)}">${column.elements.map(element).join('')}</div>`,
      );
      return `<div class="row" style="gap:${one.horizontal_spacing};align-items:center">${columns.join('')}</div>`;
    }
    case 'collapsible_panel':
      return `<details${one.expanded ? ' open' : ''}><summary>${escapeHtml(one.header.title.content)}</summary>${one.elements.map(element).join('')}</details>`;
    case 'form':
      return one.elements.map(element).join('');
    case 'button':
      return `<button class="${one.type}">${escapeHtml(one.text.content)}</button>`;
    case 'overflow':
      return `<button title="${one.options.map(({ text }) => escapeHtml(text.content)).join(' / ')}">···</button>`;
    case 'input':
      return `<input placeholder="${escapeHtml(one.placeholder?.content)}">`;
    case 'hr':
      return '<hr>';
    case 'table':
      return '';
  }
}

function markdown(source: string): string {
  return source
    .split('\n\n')
    .map((block) => {
      if (/^(- |1\. )/.test(block)) return `<ul>${block.replaceAll(/(?:^|\n)(?:- |\d+\. )([^\n]*)/g, '<li>$1</li>')}</ul>`;
      return `<p>${block.replaceAll('  \n', '<br>')}</p>`;
    })
    .join('')
    .replace(/```\n([\s\S]*?)\n```/g, '<pre>$1</pre>')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/\[([^\]]*)\]\((https?:[^)]*)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replace(/<at id=([^>]*)><\/at>/g, '<a>@$1</a>');
}

function escapeHtml(value = ''): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
