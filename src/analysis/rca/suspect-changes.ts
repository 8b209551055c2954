/**
 * Changes as suspects. A change that came shortly before is a coincidence until there is a mechanism: the changed system itself shows
 * something that began after it. Then it is likely; more can't be said without undoing it.
 */

import type { Change } from '../../domain/change.ts';
import { doneKinds, type Onset } from '../../domain/course.ts';
import type { Hypothesis } from '../../domain/signature.ts';
import type { LocalText } from '../../domain/text.ts';
import type { ChangeSuspect } from '../../domain/verdict.ts';
import { precedes } from './course.ts';
import { standsUpon, type Topology } from './topology.ts';

/** What a change breaks mostly shows within that time. */
const windowMs = 2 * 3_600_000;
const suspectsMax = 5;
/** With a mechanism: more likely than a mere suspicion, less than a fault that was seen. */
const confidence = 0.45;

export interface SuspectInput {
  readonly changes: readonly Change[];
  readonly onsets: readonly Onset[];
  readonly hypotheses: readonly Hypothesis[];
  readonly topology: Topology;
  readonly namedSystemIds: readonly string[];
  /** When the incident began; epoch milliseconds. */
  readonly startedMs: number;
}

/** Pure; those with a mechanism first, then the nearest in time. */
export function suspectChanges(input: SuspectInput): readonly ChangeSuspect[] {
  const suspects = input.changes.flatMap((change) => {
    const systemIds = change.systemIds.length === 0 ? [''] : change.systemIds;
    return systemIds.flatMap((systemId) => suspect(change, systemId, input));
  });
  const weight = ({ mechanism, secondsBefore }: ChangeSuspect): number => (mechanism === 'none' ? windowMs : 0) + secondsBefore;
  return suspects
    .sort((one, other) => weight(one) - weight(other) || compareText(one.changeId + one.systemId, other.changeId + other.systemId))
    .slice(0, suspectsMax);
}

/** Those with a mechanism, as hypotheses; they are likely at most. */
export function changeHypotheses(suspects: readonly ChangeSuspect[], hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
  return suspects
    .filter(({ mechanism }) => mechanism !== 'none')
    .map((each) => ({
      id: `${each.systemId}:change.${each.changeId}`,
      systemId: each.systemId,
      signatureId: null,
      state: 'strengthened',
      confidence,
      title: titled(each),
      explanation: explained(each),
      advice: {
        'zh-CN': '先核对这次变更的内容；如能安全回退，回退后看异常是否消失。',
        en: 'Read what this change did; where it can be taken back safely, see whether the trouble goes with it.',
      },
      evidenceFor: each.evidenceIds,
      evidenceAgainst: [],
      refutedBy: {
        'zh-CN': '若异常早于这次变更，或回退后仍在，则不是它',
        en: 'Trouble that began before the change, or stays once it is taken back, would refute it',
      },
      missingProbes: [],
      author: 'offline',
      relation: hypotheses.some(({ systemId, relation }) => systemId === each.systemId && relation === 'linked') ? 'linked' : 'direct',
    }));
}

function suspect(change: Change, systemId: string, input: SuspectInput): readonly ChangeSuspect[] {
  const { onsets, topology, namedSystemIds, hypotheses } = input;
  const atMs = Date.parse(change.at);
  const signs = onsets.filter(({ kind }) => !doneKinds.has(kind));
  const firstMs = Math.min(input.startedMs, ...signs.map(({ atMs: each }) => each));
  if (!Number.isFinite(atMs) || atMs > firstMs || firstMs - atMs > windowMs || !isInReach(systemId, topology, namedSystemIds)) return [];
  const own = signs.filter((sign) => sign.systemId === systemId && systemId !== '');
  const isTooLate = own.some(({ latestMs }) => latestMs < atMs);
  const after = own.filter((sign) => sign.kind !== 'alert' && precedes({ ...sign, earliestMs: atMs, atMs, latestMs: atMs }, sign));
  const faults = hypotheses.filter((each) => each.systemId === systemId && isSeen(each) && each.relation !== 'aside');
  // A fault of which nothing tells when it began may be older than the change.
  const mechanism = isTooLate ? 'none' : after.length > 0 ? 'sign' : faults.length > 0 && own.length > 0 ? 'fault' : 'none';
  return [
    {
      changeId: change.id,
      systemId,
      kind: change.kind,
      title: change.title,
      version: change.version,
      author: change.author,
      at: change.at,
      secondsBefore: Math.round((firstMs - atMs) / 1_000),
      mechanism,
      evidenceIds: [...new Set([...after.map(({ sourceId }) => sourceId), ...faults.flatMap(({ evidenceFor }) => evidenceFor)])]
        .filter((id) => id.startsWith('ev_'))
        .slice(0, 5),
    },
  ];
}

function isSeen({ state }: Hypothesis): boolean {
  return state === 'confirmed' || state === 'strengthened';
}

function isInReach(systemId: string, topology: Topology, named: readonly string[]): boolean {
  if (systemId === '' || named.length === 0 || named.includes(systemId)) return true;
  return named.some((id) => standsUpon(topology, id, systemId));
}

function titled({ title, version }: ChangeSuspect): LocalText {
  const name = `${title}${version === null ? '' : ` (${version})`}`;
  return { 'zh-CN': `变更引起：${name}`, en: `The change “${name}”` };
}

function explained({ secondsBefore, systemId, mechanism }: ChangeSuspect): LocalText {
  const [zh, en] = [
    `${String(Math.max(1, Math.round(secondsBefore / 60)))} 分钟`,
    `${String(Math.max(1, Math.round(secondsBefore / 60)))} min`,
  ];
  if (mechanism === 'sign')
    return {
      'zh-CN': `变更比最早的异常早 ${zh}，之后 ${systemId} 自身出现了异常。仅凭先后不能定论。`,
      en: `It was made ${en} before the first sign, and ${systemId} itself shows what began after it. The order alone proves nothing.`,
    };
  return {
    'zh-CN': `变更比最早的异常早 ${zh}，${systemId} 上查到了故障。仅凭先后不能定论。`,
    en: `It was made ${en} before the first sign, and a fault was found on ${systemId}. The order alone proves nothing.`,
  };
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
