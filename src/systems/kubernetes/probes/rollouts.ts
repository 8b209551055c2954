/** What was rolled out lately, and what of it differs from the revision before: each is a suspect for what began after it. */

import { type Rollout, rolloutsOf } from '../../../analysis/kubernetes/rollouts.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { ageOf, clusterProbe, table } from './kubernetes-probe.ts';

const sinceMs = 24 * 3_600_000;
/** So many are facts; the others are in the text. */
const factsMax = 5;
const each = ['at', 'title', 'revision'] as const;

export const rolloutsProbe = clusterProbe({
  name: 'rollouts',
  summary: {
    'zh-CN': '近期发布：Deployment 的新版本、与上一版本的差异、何时发布',
    en: 'recent rollouts: new revisions of deployments, what differs from the one before, and when',
  },
  cost: 'cheap',
  hints: 'rollouts?|deploy(s|ed|ment)?|release[ds]?|chang|version|revision|image|发布|上线|变更|改动|版本|镜像|回滚',
  query: 'kubectl get replicasets,events -A; kubectl rollout history deployment',
  resources: ['replicasets', 'events'],
  facts: [
    ...['rollouts.count', 'rollouts.newest'],
    ...Array.from({ length: factsMax }, (_, index) => each.map((name) => `rollouts.${String(index + 1)}.${name}`)).flat(),
  ],
  see({ casebook }, given, { clock }) {
    const nowMs = clock.now();
    const rollouts = rolloutsOf(casebook, nowMs - sinceMs).filter(
      ({ namespace }) => given.namespace === undefined || namespace === given.namespace,
    );
    const [newest] = rollouts;
    const facts: Facts = {
      'rollouts.count': rollouts.length,
      'rollouts.newest': newest === undefined ? '' : titleOf(newest),
      ...Object.fromEntries(rollouts.slice(0, factsMax).flatMap(factsOf)),
    };
    const latest = newest === undefined ? null : { age: ageOf(new Date(newest.atMs).toISOString(), nowMs), title: titleOf(newest) };
    const rows = rollouts.map((rollout) => {
      const at = new Date(rollout.atMs).toISOString();
      return [ageOf(at, nowMs), `${rollout.namespace}/${rollout.name}`, String(rollout.revision), whatOf(rollout), rollout.cause];
    });
    return {
      headline: {
        'zh-CN': `24 小时内发布 ${rollouts.length} 次${latest === null ? '' : `，最近 ${latest.age} 前：${latest.title}`}`,
        en: `${rollouts.length} rollouts within 24 h${latest === null ? '' : `, the newest ${latest.age} ago: ${latest.title}`}`,
      },
      facts,
      text: table(['AGO', 'DEPLOYMENT', 'REVISION', 'WHAT', 'CAUSE'], rows),
    };
  },
});

function factsOf(rollout: Rollout, index: number): readonly (readonly [string, string | number])[] {
  const values = { at: new Date(rollout.atMs).toISOString(), title: titleOf(rollout), revision: rollout.revision };
  return each.map((name) => [`rollouts.${String(index + 1)}.${name}`, values[name]] as const);
}

function titleOf(rollout: Rollout): string {
  return `${rollout.namespace}/${rollout.name}: ${whatOf(rollout)}`.slice(0, 200);
}

function whatOf({ what, isBack }: Rollout): string {
  const shown = what.length === 0 ? 'restart' : what.slice(0, 4).join(', ');
  return `${isBack ? 'back to ' : ''}${shown}${what.length > 4 ? ', …' : ''}`;
}
