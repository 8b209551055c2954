/** Rich text as elements. Everything is rendered as text; nothing here is ever HTML. */

import type { ReactNode } from 'react';
import type { Rich, Span } from '../../domain/card.ts';
import { SafeLink } from './safe-link.tsx';

export function RichText({ blocks }: { readonly blocks: readonly Rich[] }) {
  return (
    <div className="rich">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity and are replaced as a whole.
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: Rich }): ReactNode {
  if (block.type === 'paragraph') return <p>{spansOf(block.spans)}</p>;
  if (block.type === 'heading') return <h4>{block.text}</h4>;
  if (block.type === 'quote') return <blockquote>{spansOf(block.spans)}</blockquote>;
  if (block.type === 'divider') return <hr />;
  if (block.type === 'code') return <pre className="mono-block">{block.text}</pre>;
  if (block.type === 'table') return <TableBlock header={block.header} rows={block.rows} />;
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity and are replaced as a whole.
    <li key={index}>{spansOf(item)}</li>
  ));
  return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function TableBlock({ header, rows }: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }) {
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {header.map((cell) => (
              <th key={cell}>{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity and are replaced as a whole.
            <tr key={rowIndex}>
              {row.map((cell, cellIndex) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column.
                <td key={cellIndex}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function spansOf(spans: readonly Span[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity and are replaced as a whole.
  return spans.map((span, index) => <SpanText key={index} span={span} />);
}

function SpanText({ span }: { readonly span: Span }): ReactNode {
  if (span.type === 'link') return <SafeLink url={span.url}>{span.text}</SafeLink>;
  if (span.type === 'mention') return <span className="mention">@{span.name}</span>;
  if (span.style === 'bold') return <strong>{span.text}</strong>;
  if (span.style === 'italic') return <em>{span.text}</em>;
  if (span.style === 'code') return <code>{span.text}</code>;
  if (span.style === 'strike') return <s>{span.text}</s>;
  return span.text;
}
