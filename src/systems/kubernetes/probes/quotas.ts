/** Quotas that are full or nearly, and limit ranges: what the API server refuses new pods for. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import { readQuantity } from '../../../analysis/kubernetes/quantity.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { clusterProbe, type InNamespace, isIn, refOf, table } from './kubernetes-probe.ts';

export const quotasProbe = clusterProbe({
  name: 'quotas',
  summary: { 'zh-CN': 'ResourceQuota 用量与 LimitRange', en: 'resource quotas and how much of them is used, limit ranges' },
  cost: 'cheap',
  hints: 'quotas?|limit ?ranges?|exceeded|配额|限额',
  query: 'kubectl get resourcequotas,limitranges -A',
  resources: ['resourcequotas', 'limitranges'],
  facts: [
    'quotas.count',
    'quotas.full',
    'quotas.worstRatio',
    'quotas.worstName',
    'quotas.worstResource',
    'quotas.worstUsed',
    'quotas.worstHard',
    'quotas.limitRanges',
  ],
  see({ casebook }, given) {
    const used = usedOf(casebook, given);
    const facts = quotaFacts(casebook, given);
    const [worst] = used;
    const shown = worst === undefined ? '' : `${worst.quota} ${worst.resource} ${worst.used}/${worst.hard}`;
    return {
      headline: {
        'zh-CN': worst === undefined ? '没有设置配额' : `最满的配额：${shown}`,
        en: worst === undefined ? 'no quotas are set' : `the fullest quota: ${shown}`,
      },
      facts,
      text: table(
        ['QUOTA', 'RESOURCE', 'USED', 'HARD'],
        used.map((each) => [each.quota, each.resource, each.used, each.hard]),
      ),
    };
  },
});

interface Used {
  readonly quota: string;
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
  /** Null for a quota of zero of which nothing is used. */
  readonly ratio: number | null;
}

function usedOf(casebook: Casebook, given: InNamespace): readonly Used[] {
  return isIn(casebook.all('resourcequotas'), given)
    .flatMap((quota) =>
      Object.entries(quota.status?.hard ?? quota.spec?.hard ?? {}).map(([resource, hard]) => {
        const used = quota.status?.used?.[resource] ?? '0';
        const [part, whole] = [readQuantity(used), readQuantity(hard)];
        const ratio = part === null || whole === null ? null : whole > 0 ? Math.round((part / whole) * 1_000) / 1_000 : part > 0 ? 1 : null;
        return { quota: refOf(quota), resource, used, hard, ratio };
      }),
    )
    .sort((one, other) => (other.ratio ?? 0) - (one.ratio ?? 0));
}

/** Pure. */
export function quotaFacts(casebook: Casebook, given: InNamespace): Facts {
  const used = usedOf(casebook, given);
  const [worst] = used;
  return {
    'quotas.count': isIn(casebook.all('resourcequotas'), given).length,
    'quotas.full': used.filter(({ ratio }) => ratio !== null && ratio >= 1).length,
    'quotas.worstRatio': worst?.ratio ?? null,
    'quotas.worstName': worst?.quota ?? '',
    'quotas.worstResource': worst?.resource ?? '',
    'quotas.worstUsed': worst?.used ?? '',
    'quotas.worstHard': worst?.hard ?? '',
    'quotas.limitRanges': isIn(casebook.all('limitranges'), given).length,
  };
}
