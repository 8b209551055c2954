/** Judges what is already at hand, a dump or pasted text: everything is read first, so there is nothing to ask for. */

import { type AppLog, Casebook } from './casebook.ts';
import { type ExplainedFinding, explainFinding } from './explain.ts';
import { judge } from './investigate.ts';
import { readKubernetesText } from './read-text.ts';
import { appNameOf, viewOf } from './view.ts';

export interface NamedText {
  /** The name of the file, or what a person would call it. */
  readonly name: string;
  readonly text: string;
}

export interface PodLog {
  readonly name: string;
  readonly pod: string;
  readonly lines: readonly string[];
}

export interface TextAnalysis {
  /** The likeliest first. */
  readonly findings: readonly ExplainedFinding[];
  /** How many objects were read, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface AnalyzeRequest {
  /** '' for all namespaces. */
  readonly namespace: string;
  /** What people said about it. */
  readonly words: string;
}

/** Pure; never throws. */
export function analyzeTexts(texts: readonly NamedText[], logs: readonly PodLog[], { namespace, words }: AnalyzeRequest): TextAnalysis {
  const book = new Casebook();
  const counts: Record<string, number> = {};
  for (const { name, text } of texts) {
    const { objects, complete } = readKubernetesText(text, namespace === '' ? undefined : namespace);
    for (const { resource } of objects) counts[resource] = (counts[resource] ?? 0) + 1;
    book.add(name, { objects, complete });
  }
  for (const { name, pod, lines } of logs) book.add(name, { objects: [], logs: [appLog(book, pod, lines)] });
  return { findings: judge(viewOf(book, namespace), words).map(explainFinding), counts };
}

function appLog(book: Casebook, pod: string, lines: readonly string[]): AppLog {
  const workloads = (['deployments', 'statefulsets', 'daemonsets', 'jobs'] as const).flatMap((resource) => book.all(resource));
  const known = book.all('pods').find(({ metadata }) => metadata.name === pod);
  return { app: appNameOf(known ?? { metadata: { name: pod } }, new Set(workloads.map(({ metadata }) => metadata.name))), lines };
}
