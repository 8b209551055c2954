/** The status card in a terminal: the same words, sections and order as in a chat. */

import type { Card, CardTone, Rich, Span } from '../../domain/card.ts';
import { type CliContext, say } from './context.ts';
import type { Terminal } from './terminal.ts';
import { displayWidth, padToWidth, wrapToWidth } from './width.ts';

/** As wide as the emoji and the space behind it. */
const titleIndent = '   ';

export function printCard(context: CliContext, card: Card): void {
  const { terminal } = context;
  const { colours } = terminal;
  const tone = toneColour(terminal, card.tone);
  const lines = wrapToWidth(card.title, terminal.columns - titleIndent.length);
  for (const [index, line] of lines.entries()) terminal.line(`${index === 0 ? `${card.emoji} ` : titleIndent}${colours.bold(tone(line))}`);
  printWrapped(terminal, card.subtitle, titleIndent, colours.dim);
  for (const section of card.sections) {
    terminal.line();
    terminal.line(colours.bold(section.label));
    for (const line of section.lines) printRich(terminal, line, '  ');
  }
  terminal.line();
  if (card.budget !== null) terminal.line(colours.dim(`${bar(card.budget.ratio)} ${card.budget.text}`));
  if (card.link !== null) terminal.line(colours.dim(say(context, 'link.open', { link: card.link })));
}

/** Colour means state and nothing else. */
export function toneColour({ colours }: Terminal, tone: CardTone): (text: string) => string {
  const byTone = {
    firing: colours.red,
    investigating: colours.blue,
    waiting: colours.yellow,
    snoozed: colours.gray,
    resolved: colours.green,
  };
  return byTone[tone];
}

/** Plain text of the rich form, wrapped and indented. */
export function printRich(terminal: Terminal, rich: Rich, indent: string): void {
  for (const line of richLines(rich)) printWrapped(terminal, line, indent);
}

export function printWrapped(terminal: Terminal, text: string, indent: string, style: (text: string) => string = (plain) => plain): void {
  for (const line of wrapToWidth(text, terminal.columns - displayWidth(indent))) terminal.line(`${indent}${style(line)}`);
}

function richLines(rich: Rich): readonly string[] {
  switch (rich.type) {
    case 'paragraph':
    case 'quote':
      return [spansText(rich.spans)];
    case 'heading':
      return [rich.text];
    case 'list':
      return rich.items.map((item, index) => `${rich.isOrdered ? `${index + 1}.` : '·'} ${spansText(item)}`);
    case 'code':
      return rich.text.split('\n');
    case 'table':
      return tableLines(rich.header, rich.rows);
    case 'divider':
      return ['─'.repeat(20)];
  }
}

function spansText(spans: readonly Span[]): string {
  return spans
    .map((span) => (span.type === 'mention' ? `@${span.name}` : span.type === 'link' ? `${span.text} (${span.url})` : span.text))
    .join('');
}

function bar(ratio: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, ratio)) * 10);
  return `${'█'.repeat(filled)}${'░'.repeat(10 - filled)}`;
}

/** Columns as wide as their widest cell; the last one takes what is left. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  return all.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : padToWidth(cell, widths[column] ?? 0))).join('  '));
}
