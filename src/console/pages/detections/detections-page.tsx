/** What is watched by itself: each detection with its state, its picture and its budget. */

import '../../style/detections.css';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import type { DetectionState, DetectionView } from '../../../domain/detection-view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { DetectionCard } from './detection-card.tsx';
import { useRefresh } from './use-refresh.ts';

const kinds = ['all', 'notable', 'troubled', 'paused'] as const;
type Kind = (typeof kinds)[number];

/** What a person should look at first. */
const order: readonly DetectionState[] = [
  ...(['unusual', 'approaching', 'failing', 'withheld', 'quiet', 'learning', 'not-predictable', 'waiting', 'paused', 'empty'] as const),
];

export function DetectionsPage() {
  const t = useText();
  useTitle(t('detections.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const detections = useResource(
    `detections ${locale}`,
    () => calls.detections(),
    () => ['incidents'],
  );
  useRefresh(detections.reload);
  const all = detections.value?.items ?? [];
  const kind = kinds.find((each) => each === search.get('show')) ?? 'all';
  const items = all.filter((each) => isOf(each, kind)).toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('detections.title')}</h1>
          <p className="soft">{t('detections.about')}</p>
        </div>
      </header>
      {all.length > 0 && (
        <Segmented
          aria-label={t('detections.show')}
          value={kind}
          options={kinds.map((value) => ({
            value,
            label: t(`detections.show.${value}`, { count: all.filter((each) => isOf(each, value)).length }),
          }))}
          onChange={(value) => setSearch(value === 'all' ? {} : { show: value }, { replace: true })}
        />
      )}
      {detections.error !== null && <ErrorNote error={detections.error} onRetry={detections.reload} />}
      {detections.value === null && detections.error === null && <Loading />}
      {detections.value !== null && all.length === 0 && <Empty title={t('detections.empty')}>{t('detections.empty.body')}</Empty>}
      {all.length > 0 && items.length === 0 && <Empty title={t('detections.none')} />}
      <ul className="detections">
        {items.map((detection) => (
          <DetectionCard key={detection.id} detection={detection} onDone={detections.reload} />
        ))}
      </ul>
    </div>
  );
}

function isOf({ state, notable, troubles }: DetectionView, kind: Kind): boolean {
  if (kind === 'all') return true;
  if (kind === 'paused') return state === 'paused';
  if (kind === 'notable') return notable > 0;
  return state === 'failing' || (state !== 'empty' && troubles.length > 0);
}
