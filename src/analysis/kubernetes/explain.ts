/** Findings in words: what is wrong, what to do, and the looks it rests on, with secrets masked. */

import { maskSecrets } from '../../domain/mask-secrets.ts';
import { fillText, type LocalText } from '../../domain/text.ts';
import type { Citation } from './casebook.ts';
import { type CauseId, causes } from './causes.ts';
import type { Finding } from './view.ts';

export interface ExplainedFinding {
  readonly cause: CauseId;
  /** `app/orders`, `node/worker-2`, `namespace/shop`. */
  readonly on: string;
  readonly namespace: string;
  readonly score: number;
  readonly title: LocalText;
  readonly advice: LocalText;
  readonly evidence: readonly Citation[];
}

const excerptMax = 400;

export function explainFinding({ cause, on, score, evidence }: Finding): ExplainedFinding {
  const { title, advice } = causes[cause];
  return {
    cause,
    on: `${on.kind}/${on.name}`,
    namespace: on.namespace,
    score: Math.round(score * 100) / 100,
    title: fillText(title, { object: on.name }),
    advice,
    evidence: evidence.map(({ call, excerpt }) => ({ call, excerpt: shorten(maskSecrets(excerpt)) })),
  };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > excerptMax ? `${line.slice(0, excerptMax)}…` : line;
}
