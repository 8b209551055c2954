/** Somebody pastes what kubectl printed: the causes that it shows are said at once, without an incident and without a look at anything. */

import { analyzeTexts } from '../analysis/kubernetes/analyze-texts.ts';
import type { ExplainedFinding } from '../analysis/kubernetes/explain.ts';
import { paragraph, type Rich, type Span } from '../domain/card.ts';
import type { Turn } from './handle-inbound.ts';

/** Below this a paste tells too little, and the words are a question like any other. */
const scoreMin = 0.6;
const findingsMax = 3;
const excerptsMax = 3;
/** A line of a table, a description or an object: what no sentence looks like. */
const printed = /^(?:Name:\s+\S|NAME(?:SPACE)?\s|\s*(?:apiVersion|kind):\s|\s*[[{]\s*"?|\S+\s+(?:Normal|Warning)\s)/m;

/** Null when nothing of Kubernetes was pasted, or nothing in it looks wrong. */
export function pastedReply(turn: Turn, text: string): readonly Rich[] | null {
  const plain = text.replace(/\u00a0/g, ' ').replace(/^\s*```\w*$/gm, '');
  if (!printed.test(plain)) return null;
  const { findings, counts } = analyzeTexts([{ name: turn.say('pastedSource'), text: plain }], [], { namespace: '', words: plain });
  const shown = findings.filter(({ score }) => score >= scoreMin).slice(0, findingsMax);
  if (shown.length === 0) return null;
  const objects = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [paragraph(turn.say('pastedHead', { objects })), ...shown.flatMap((finding) => inWords(turn, finding))];
}

function inWords(turn: Turn, { title, on, namespace, cause, advice, evidence }: ExplainedFinding): readonly Rich[] {
  const { locale } = turn.caller;
  const place = [on, namespace, cause].filter((word) => word !== '').join(' · ');
  const excerpts = evidence.slice(0, excerptsMax).map(({ excerpt }): readonly Span[] => [{ type: 'text', text: excerpt, style: 'code' }]);
  return [
    {
      type: 'paragraph',
      spans: [
        { type: 'text', text: title[locale], style: 'bold' },
        { type: 'text', text: ` · ${place}` },
      ],
    },
    { type: 'list', isOrdered: false, items: excerpts },
    paragraph(`→ ${advice[locale]}`),
  ];
}
