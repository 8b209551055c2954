/**
 * Walks from a symptom to its cause without a model: looks widely, judges, looks closer where something is not as it should be, and stops
 * as soon as a cause is certain or the budget is spent. The same walk serves a live cluster, a dump and a recording.
 */

import { callText, type KubeCall, type KubeSource } from './calls.ts';
import { Casebook } from './casebook.ts';
import { nextLooks } from './next-looks.ts';
import type { Resource } from './objects.ts';
import { rankFindings } from './rank-findings.ts';
import { findAddressCauses } from './rules/addresses.ts';
import { findAdmissionCauses } from './rules/admission.ts';
import { findAnomalyCauses } from './rules/anomalies.ts';
import { findCrashCauses } from './rules/crashes.ts';
import { findNodeCauses } from './rules/nodes.ts';
import { findOtherCauses } from './rules/others.ts';
import { findPendingCauses } from './rules/pending.ts';
import { findProbeCauses } from './rules/probes.ts';
import { findServiceCauses } from './rules/services.ts';
import { findStartupCauses } from './rules/startup.ts';
import { findStorageCauses } from './rules/storage.ts';
import { type Finding, type Rule, type View, viewOf } from './view.ts';

const rules: readonly Rule[] = [
  findPendingCauses,
  findStorageCauses,
  findAdmissionCauses,
  findStartupCauses,
  findProbeCauses,
  findCrashCauses,
  findServiceCauses,
  findAddressCauses,
  findNodeCauses,
  findAnomalyCauses,
  findOtherCauses,
];

export interface InvestigationRequest {
  readonly namespace: string;
  /** The question or the alert, as far as there is one. */
  readonly words: string;
  readonly callsMax: number;
}

export interface Investigation {
  /** The likeliest first; empty when nothing is found. */
  readonly findings: readonly Finding[];
  readonly calls: readonly string[];
  /** What could not be looked at. */
  readonly blind: readonly string[];
  readonly view: View;
}

/** A finding as sure as this ends the walk. */
const certain = 0.9;

const wideLooks: readonly Resource[] = [
  'pods',
  'events',
  'deployments',
  'statefulsets',
  'services',
  'endpoints',
  'nodes',
  'resourcequotas',
];

export async function investigate(source: KubeSource, request: InvestigationRequest): Promise<Investigation> {
  const book = new Casebook();
  const asked = new Set<string>();
  const blind: string[] = [];
  const look = async (call: KubeCall): Promise<void> => {
    const text = callText(call);
    if (asked.has(text) || asked.size >= request.callsMax) return;
    asked.add(text);
    const answer = await source.ask(call);
    if (answer === null) blind.push(text);
    else book.add(text, answer);
  };
  for (const resource of wideLooks) await look({ verb: 'list', resource, namespace: request.namespace });
  await look({ verb: 'anomalies' });
  for (let round = 0; ; round += 1) {
    const view = viewOf(book, request.namespace);
    const findings = judge(view, request.words);
    const next = nextLooks(view, round);
    const isSettled = (findings[0]?.score ?? 0) >= certain && round > 0;
    if (next === null || isSettled || asked.size >= request.callsMax) return { findings, calls: [...asked], blind, view };
    for (const call of next) await look(call);
  }
}

/** Judges what is known already, without asking for more. */
export function judge(view: View, words: string): readonly Finding[] {
  return rankFindings(
    view,
    rules.flatMap((rule) => rule(view)),
    words,
  );
}
