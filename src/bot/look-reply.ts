/** What a look showed, as an answer in a chat: the finding, the command that was run, and the beginning of what it printed. */

import { parseMarkdown } from '../adapters/rich/parse-markdown.ts';
import type { Rich } from '../domain/card.ts';
import type { LookView } from '../domain/view.ts';
import type { Turn } from './handle-inbound.ts';

/** A screen of a phone; the rest is for the command line. */
const linesMax = 25;
const textLengthMax = 1_800;

export function lookReply(turn: Turn, look: LookView): readonly Rich[] {
  const shown = look.text.split('\n').slice(0, linesMax).join('\n').slice(0, textLengthMax).trimEnd();
  return [
    {
      type: 'paragraph',
      spans: [
        { type: 'text', text: `${look.systemId} · ${look.probe}`, style: 'bold' },
        { type: 'text', text: ` · ${look.headline}` },
      ],
    },
    { type: 'code', text: shown === '' ? `$ ${look.query}` : `$ ${look.query}\n\n${shown}` },
    ...(shown.length < look.text.trimEnd().length || look.isTruncated ? parseMarkdown(turn.say('lookCut')) : []),
    ...(look.others.length === 0
      ? []
      : parseMarkdown(turn.say('lookOthers', { others: look.others.map((name) => `\`${name}\``).join(' ') }))),
  ];
}
