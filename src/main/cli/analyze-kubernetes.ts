/** `zhiban analyze kubernetes`: the likeliest causes in a dump of a cluster or in what kubectl printed. Needs no running Zhiban. */

import type { Readable } from 'node:stream';
import { analyzeTexts, type TextAnalysis } from '../../analysis/kubernetes/analyze-texts.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readKubernetesPath } from './read-kubernetes-path.ts';

export interface AnalyzeKubernetesOptions {
  /** A directory, a file, or `-`. */
  readonly path: string;
  readonly namespace: string | undefined;
  readonly limit: number;
}

/** What is less sure than this is only told with --json. */
const shownFrom = 0.3;

export async function runAnalyzeKubernetes(
  context: CliContext,
  { path, namespace = '', limit }: AnalyzeKubernetesOptions,
  stdin: Readable = process.stdin,
): Promise<ExitCode> {
  const { texts, logs } = await readKubernetesPath(path, stdin);
  const analysis = analyzeTexts(texts, logs, { namespace, words: '' });
  const objects = Object.values(analysis.counts).reduce((sum, count) => sum + count, 0);
  if (objects === 0) throw new CliError('invalid', say(context, 'analyze.noObjects', { path }));
  answer(context, { path, ...analysis }, () => print(context, analysis, objects, limit));
  return exitCodes.ok;
}

function print(context: CliContext, { findings, counts }: TextAnalysis, objects: number, limit: number): void {
  const { terminal } = context;
  const { bold, dim } = terminal.colours;
  const kinds = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  terminal.line(dim(say(context, 'analyze.kubernetesSummary', { objects, kinds: kinds.join(' · ') })));
  const shown = findings.filter(({ score }) => score >= shownFrom).slice(0, limit);
  if (shown.length === 0) terminal.line(say(context, 'analyze.noCause'));
  for (const [index, finding] of shown.entries()) {
    terminal.line();
    const place = finding.namespace === '' ? finding.on : `${finding.on} · ${finding.namespace}`;
    terminal.line(bold(`${index + 1}. ${finding.title[terminal.locale]}`));
    terminal.line(`   ${place} · ${finding.cause} · ${Math.round(finding.score * 100)} %`);
    for (const { call, excerpt } of finding.evidence) terminal.line(dim(`   ${call}: ${excerpt}`));
    terminal.line(`   → ${finding.advice[terminal.locale]}`);
  }
}
