/** Claims that find no volume, and volumes that cannot be mounted: each claim is compared with each volume, point by point. */

import type { Citation } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { Storage } from '../objects.ts';
import { readQuantity } from '../quantity.ts';
import { type App, citeEvent, eventsOf, eventsOfPods, type Finding, onApp, type View } from '../view.ts';

export function findStorageCauses(view: View): readonly Finding[] {
  return view.apps.flatMap((app) => [...judgeClaims(view, app), ...judgeMounts(view, app)]);
}

function judgeClaims(view: View, app: App): readonly Finding[] {
  if (app.pods.length === 0 || app.pods.every(({ isReady }) => isReady)) return [];
  const names = (app.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [],
  );
  return names.flatMap((name) => {
    const claim = view.book.get('persistentvolumeclaims', name, app.namespace);
    if (claim === undefined) return missingClaim(view, app, name);
    return claim.status?.phase === 'Pending' || claim.status?.phase === 'Lost' ? judgeClaim(view, app, claim) : [];
  });
}

function missingClaim(view: View, app: App, name: string): readonly Finding[] {
  const listed = view.book.listedBy('persistentvolumeclaims');
  const said = eventsOfPods(view, app).find(({ message = '' }) => message.includes(`persistentvolumeclaim "${name}" not found`));
  if (listed === null && said === undefined) return [];
  const evidence = said === undefined ? [{ call: listed ?? '', excerpt: `no ${name}` }] : [citeEvent(view, said)];
  return [{ cause: 'claim-not-found', on: onApp(app), score: 0.75, values: { claim: name }, evidence }];
}

function judgeClaim(view: View, app: App, claim: Storage): readonly Finding[] {
  const { name, namespace = '' } = claim.metadata;
  const on = onApp(app);
  const cited = view.book.cite('persistentvolumeclaims', claim, `${name}: ${claim.status?.phase}`);
  const said = eventsOf(view.book, 'persistentvolumeclaims', name, namespace).filter(({ reason }) => reason !== 'WaitForPodScheduled');
  const evidence = [cited, ...said.slice(0, 1).map((event) => citeEvent(view, event))];
  const className = claim.spec?.storageClassName ?? '';
  const classes = view.book.all('storageclasses');
  const found = classes.find(({ metadata }) => metadata.name === className);
  const volumes = view.book.all('persistentvolumes');
  const nearest = nearestVolume(claim, volumes);
  if (nearest !== null && nearest.reasons.length > 0) {
    const [cause = 'claim-unbound'] = nearest.reasons;
    const values = { claim: name, volume: nearest.volume.metadata.name, class: className };
    const score = nearest.reasons.length === 1 ? 0.95 : 0.8;
    const compared = view.book.cite('persistentvolumes', nearest.volume, `${nearest.volume.metadata.name}: ${describe(nearest.volume)}`);
    return [{ cause, on, score, values, evidence: [...evidence, compared] }];
  }
  const noClass = said.find(({ message = '' }) => /storageclass\S* .* not found/.test(message));
  if (noClass !== undefined || (className !== '' && found === undefined && view.book.listedBy('storageclasses') !== null))
    return [{ cause: 'pvc-storage-class-mismatch', on, score: 0.9, values: { claim: name, volume: '', class: className }, evidence }];
  const failed = said.find(({ reason }) => reason === 'ProvisioningFailed');
  if (failed !== undefined)
    return [{ cause: 'volume-provisioning-failed', on, score: 0.85, values: { claim: name, detail: failed.message ?? '' }, evidence }];
  return [{ cause: 'claim-unbound', on, score: 0.6, values: { claim: name }, evidence }];
}

interface Near {
  readonly volume: Storage;
  readonly reasons: readonly CauseId[];
}

/** The volume that fails the claim in the fewest points; one that the claim asks for by name, or that bears its name, comes first. */
function nearestVolume(claim: Storage, volumes: readonly Storage[]): Near | null {
  const judged = volumes.map((volume) => ({ volume, reasons: mismatches(claim, volume) }));
  const likeness = ({ volume }: Near): number => {
    if (claim.spec?.volumeName === volume.metadata.name) return 3;
    if (volume.spec?.claimRef?.name === claim.metadata.name) return 2;
    return stem(volume.metadata.name) === stem(claim.metadata.name) ? 1 : 0;
  };
  judged.sort((one, other) => one.reasons.length - likeness(one) * 1.5 - (other.reasons.length - likeness(other) * 1.5));
  return judged[0] ?? null;
}

function stem(name: string): string {
  return name.replace(/[-_.]?(?:pvc?|claim|volume|data)[-_.]?/g, '');
}

/** In the order in which they should be told. */
function mismatches(claim: Storage, volume: Storage): readonly CauseId[] {
  const reasons: CauseId[] = [];
  const holder = volume.spec?.claimRef;
  const isOther =
    holder?.name !== undefined && (holder.name !== claim.metadata.name || (holder.namespace ?? '') !== (claim.metadata.namespace ?? ''));
  if (isOther || volume.status?.phase === 'Released') reasons.push('pv-binding-occupied');
  if (claim.spec?.storageClassName !== undefined || claim.status !== undefined) {
    if ((claim.spec?.storageClassName ?? '') !== (volume.spec?.storageClassName ?? '')) reasons.push('pvc-storage-class-mismatch');
  }
  const offered = volume.spec?.accessModes ?? [];
  if ((claim.spec?.accessModes ?? []).some((mode) => !offered.includes(mode))) reasons.push('pvc-access-mode-mismatch');
  const wanted = readQuantity(claim.spec?.resources?.requests?.storage);
  const size = readQuantity(volume.spec?.capacity?.storage);
  if (wanted !== null && size !== null && wanted > size) reasons.push('pvc-capacity-mismatch');
  const labels = volume.metadata.labels ?? {};
  const { matchLabels = {}, matchExpressions = [] } = claim.spec?.selector ?? {};
  const isSelected =
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === 'In') return values.includes(labels[key] ?? '');
      if (operator === 'NotIn') return !values.includes(labels[key] ?? '');
      return operator === 'Exists' ? key in labels : !(key in labels);
    });
  if (!isSelected) reasons.push('pvc-selector-mismatch');
  return reasons;
}

function describe({ spec, status, metadata }: Storage): string {
  const { claimRef, capacity, accessModes = [], storageClassName = '' } = spec ?? {};
  const labels = Object.entries(metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const held = claimRef?.name === undefined ? '' : ` by ${claimRef.namespace}/${claimRef.name}`;
  return `${capacity?.storage ?? '?'} ${accessModes.join(',')} class '${storageClassName}' ${status?.phase ?? ''}${held} ${labels.join(',')}`.trim();
}

const mountFailures: readonly { readonly pattern: RegExp; readonly cause: CauseId }[] = [
  { pattern: /Multi-Attach error|already (?:exclusively )?attached|volume is already used by/i, cause: 'volume-multi-attach' },
  { pattern: /permission denied|access denied by server|operation not permitted/i, cause: 'volume-mount-permission-denied' },
  { pattern: /references non-existent secret key|references non-existent config key/i, cause: 'missing-config-key' },
  { pattern: /secret "[^"]+" not found/i, cause: 'missing-secret-binding' },
  { pattern: /configmap "[^"]+" not found/i, cause: 'missing-config-map' },
  { pattern: /failed to prepare subPath|subPath/i, cause: 'volume-subpath-failed' },
  { pattern: /hostPath type check failed|is not a directory|no such file or directory/i, cause: 'volume-path-missing' },
  { pattern: /driver name \S+ not found|CSI driver/i, cause: 'volume-driver-missing' },
  {
    pattern: /timed out waiting|connection timed out|no route to host|Connection refused|mount\.nfs|DeadlineExceeded/i,
    cause: 'volume-server-unreachable',
  },
];

function judgeMounts(view: View, app: App): readonly Finding[] {
  if (app.pods.every(({ isReady }) => isReady)) return [];
  const events = eventsOfPods(view, app).filter(({ reason }) => reason === 'FailedMount' || reason === 'FailedAttachVolume');
  for (const { pattern, cause } of mountFailures) {
    const event = events.find(({ message = '' }) => pattern.test(message));
    if (event === undefined) continue;
    const evidence: Citation[] = [citeEvent(view, event)];
    return [
      {
        cause,
        on: onApp(app),
        score: 0.88,
        values: { detail: event.message ?? '', name: /"([^"]+)" not found/.exec(event.message ?? '')?.[1] ?? '' },
        evidence,
      },
    ];
  }
  return [];
}
