/** Claims that no volume answers, volumes that nobody can use again, and classes that are asked for and missing. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { clusterProbe, type InNamespace, isIn, refOf, table } from './kubernetes-probe.ts';

export const storageProbe = clusterProbe({
  name: 'storage',
  summary: {
    'zh-CN': 'PVC、PV 与 StorageClass：未绑定、丢失、不存在的存储类',
    en: 'claims, volumes and storage classes: pending, lost, missing classes',
  },
  cost: 'cheap',
  hints: 'pvcs?|pvs?|volumes?|claims?|storage|mount|存储|卷|挂载|磁盘',
  query: 'kubectl get pvc -A; kubectl get pv,storageclass',
  resources: ['persistentvolumeclaims', 'persistentvolumes', 'storageclasses'],
  facts: [
    ...['storage.claims', 'storage.pending', 'storage.pendingName', 'storage.pendingClass', 'storage.lost', 'storage.lostName'],
    ...['storage.volumes', 'storage.volumesFailed', 'storage.volumesFailedName', 'storage.volumesReleased', 'storage.classMissing'],
    ...['storage.classMissingName', 'storage.classMissingClaim', 'storage.hasDefaultClass'],
  ],
  see({ casebook }, given) {
    const facts = storageFacts(casebook, given);
    const pending = Number(facts['storage.pending']);
    return {
      headline: {
        'zh-CN': `${String(facts['storage.claims'])} 个 PVC，${pending === 0 ? '没有等待绑定的' : `${String(pending)} 个等待绑定：${String(facts['storage.pendingName'])}`}`,
        en: `${String(facts['storage.claims'])} claims, ${pending === 0 ? 'none pending' : `${String(pending)} pending: ${String(facts['storage.pendingName'])}`}`,
      },
      facts,
      text: table(
        ['CLAIM', 'PHASE', 'CLASS', 'VOLUME', 'ASKED'],
        isIn(casebook.all('persistentvolumeclaims'), given).map((claim) => [
          ...[refOf(claim), claim.status?.phase ?? '?', claim.spec?.storageClassName ?? '(default)', claim.spec?.volumeName ?? '-'],
          claim.spec?.resources?.requests?.storage ?? '?',
        ]),
      ),
    };
  },
});

/** Pure. */
export function storageFacts(casebook: Casebook, given: InNamespace): Facts {
  const claims = isIn(casebook.all('persistentvolumeclaims'), given);
  const volumes = casebook.all('persistentvolumes');
  const classes = casebook.all('storageclasses');
  const pending = claims.filter(({ status }) => status?.phase === 'Pending');
  const lost = claims.filter(({ status }) => status?.phase === 'Lost');
  const failed = volumes.filter(({ status }) => status?.phase === 'Failed');
  // A class that is no more may still have volumes of its name that were made by hand.
  const isKnown = (name: string): boolean =>
    classes.some(({ metadata }) => metadata.name === name) || volumes.some(({ spec }) => spec?.storageClassName === name);
  const orphaned =
    casebook.listedBy('storageclasses') === null
      ? []
      : pending.filter(({ spec }) => !isKnown(spec?.storageClassName ?? '') && (spec?.storageClassName ?? '') !== '');
  const isDefault = ({ metadata }: (typeof classes)[number]): boolean =>
    metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  return {
    'storage.claims': claims.length,
    'storage.pending': pending.length,
    'storage.pendingName': refOf(pending[0]),
    'storage.pendingClass': pending[0]?.spec?.storageClassName ?? '',
    'storage.lost': lost.length,
    'storage.lostName': refOf(lost[0]),
    'storage.volumes': volumes.length,
    'storage.volumesFailed': failed.length,
    'storage.volumesFailedName': refOf(failed[0]),
    'storage.volumesReleased': volumes.filter(({ status }) => status?.phase === 'Released').length,
    'storage.classMissing': orphaned.length,
    'storage.classMissingName': orphaned[0]?.spec?.storageClassName ?? '',
    'storage.classMissingClaim': refOf(orphaned[0]),
    'storage.hasDefaultClass': casebook.listedBy('storageclasses') === null ? null : classes.some(isDefault),
  };
}
