/** What is watched by itself: whether each detection brings something, and something that it can be judged by. */

import type { DoctorCheck } from '../../api/contract.ts';
import type { DetectionRun, DetectionSpec, Pause, Trouble } from '../../domain/detection.ts';
import type { LocalText } from '../../domain/text.ts';
import { adviceFor } from '../../text/detection-troubles.ts';
import { type Examination, fine } from './doctor.ts';

export interface KnownDetections {
  readonly specs: readonly DetectionSpec[];
  readonly runs: readonly DetectionRun[];
  readonly pauses: ReadonlyMap<string, Pause>;
}

/** As the last runs told it: a doctor that asked every query again would be a load of its own. */
export function examineDetections(known: () => Promise<KnownDetections>): Examination {
  return {
    id: 'detections',
    timeoutMs: 5_000,
    async examine() {
      const { specs, runs, pauses } = await known();
      if (specs.length === 0) return [];
      const found = specs.flatMap((spec) => {
        const run = runs.find(({ detectionId }) => detectionId === spec.id);
        const pause = pauses.get(spec.id);
        return pause === undefined ? troublesOf(spec, run).map((trouble) => troubleCheck(spec, trouble)) : [heldCheck(spec, pause)];
      });
      const ran = runs.filter((run) => specs.some(({ id }) => id === run.detectionId)).length;
      const text = [`${specs.length} detection(s), ${ran} have run`, `${specs.length} 个检测，${ran} 个已运行`] as const;
      return [fine('detections', ...text), ...found];
    },
  };
}

/** What comes with Zhiban and has nothing to watch, or is on a system that is away and told as such, is no trouble of the detection. */
function troublesOf({ isBuiltIn }: DetectionSpec, run: DetectionRun | undefined): readonly Trouble[] {
  if (run === undefined) return [];
  const all = [...(run.error === null ? [] : [run.error]), ...run.warnings];
  return all.filter(({ kind }) => !isBuiltIn || (kind !== 'nothing' && kind !== 'away'));
}

function troubleCheck({ id }: DetectionSpec, { kind, text }: Trouble): DoctorCheck {
  return { id: `detection:${id}`, level: 'warn', text, advice: adviceFor(kind) };
}

function heldCheck({ id }: DetectionSpec, { personName, at }: Pause): DoctorCheck {
  const text: LocalText = { en: `held by ${personName} since ${at}`, 'zh-CN': `${personName} 已于 ${at} 暂停` };
  const advice: LocalText = { en: `zhiban detect resume ${id}`, 'zh-CN': `恢复：zhiban detect resume ${id}` };
  return { id: `detection:${id}`, level: 'warn', text, advice };
}
