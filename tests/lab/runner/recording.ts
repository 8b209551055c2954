/** What was seen of a scenario, with its truth: enough to draw the verdict again by other rules, without the lab. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AlertView, EvidenceView } from '../../../src/domain/view.ts';
import type { Truth } from './judge.ts';
import type { Stage } from './stage.ts';
import type { Incident, LabSystem } from './zhiban.ts';

export interface Recording {
  readonly scenario: string;
  readonly systems: readonly LabSystem[];
  readonly truth: Truth;
  readonly title: string;
  readonly origin: 'alert' | 'question';
  readonly question: string | null;
  readonly startedAt: string;
  /** Of the verdict. */
  readonly at: string;
  readonly systemIds: readonly string[];
  readonly alerts: readonly AlertView[];
  readonly evidence: readonly EvidenceView[];
}

/** The text of a look is left out: facts, series and states are what verdicts are drawn from. */
export function writeRecording(folder: string, stage: Stage, { en }: Incident, evidence: readonly EvidenceView[]): void {
  const recording: Recording = {
    scenario: stage.scenario.name,
    systems: stage.systems,
    truth: stage.scenario.truth,
    title: en.title,
    origin: en.question === null ? 'alert' : 'question',
    question: en.question,
    startedAt: en.startedAt,
    at: en.verdict?.at ?? en.startedAt,
    systemIds: en.systemIds,
    alerts: en.alerts,
    evidence: evidence.map((item) => ({ ...item, text: '' })),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stage.scenario.name.replaceAll('/', '-')}.json.gz`), gzipSync(JSON.stringify(recording)));
}
