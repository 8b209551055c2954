/** Every series of a detection, the loudest first, each with its value, what is usual, its score, and a chart. */

import { lazy, Suspense, useMemo } from 'react';
import type { DetectionDetailView, DetectionSeriesView } from '../../../domain/detection-view.ts';
import { Boundary, Loading } from '../../parts/feedback.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { unitText } from '../evidence/fact-text.ts';
import { groupSeries } from '../evidence/series-groups.ts';
import { DetectionStateMark } from './detection-state.tsx';
import { MiniChart } from './mini-chart.tsx';
import { recentSeries } from './recent-series.ts';
import { ScoreMeter } from './score-meter.tsx';

const SeriesChart = lazy(() => import('../evidence/series-chart.tsx').then((part) => ({ default: part.SeriesChart })));
/** Charts that can be read off with the pointer; the others are small ones. */
const largeMax = 3;

export function SeriesList({ detection }: { readonly detection: DetectionDetailView }) {
  const t = useText();
  const loudness = ({ state, score, threshold }: DetectionSeriesView): number =>
    score / threshold + (state === 'unusual' || state === 'approaching' ? 100 : 0);
  const sorted = detection.items.toSorted((one, other) => loudness(other) - loudness(one));
  return (
    <section aria-label={t('detection.items')} className="series-list">
      <h2>{t('detection.items')}</h2>
      {sorted.length === 0 && <p className="soft">{t('detection.chart.none')}</p>}
      {sorted.map((series, index) => (
        <article key={series.key} className="detection-series">
          <header>
            <code>{series.name}</code>
            <DetectionStateMark state={series.state} />
          </header>
          {series.reason !== null && <p className="detection-say">{series.reason}</p>}
          <p className="detection-line">
            <ScoreMeter score={series.score} threshold={series.threshold} />
            <span className="soft">{valueText(series, detection.unit, t)}</span>
          </p>
          {index < largeMax ? <LargeChart series={series} unit={detection.unit} /> : <MiniChart series={series} limit={detection.limit} />}
        </article>
      ))}
    </section>
  );
}

function valueText({ value, expected, low, high }: DetectionSeriesView, unit: string, t: ReturnType<typeof useText>): string {
  const now = t('detection.value', { value: unitText(value, unit) });
  if (expected === null) return now;
  const usual = { expected: unitText(expected, unit), low: unitText(low, unit), high: unitText(high, unit) };
  return `${now} · ${t('detection.usual', usual)}`;
}

function LargeChart({ series, unit }: { readonly series: DetectionSeriesView; readonly unit: string }) {
  const t = useText();
  const { locale } = usePreferences();
  // biome-ignore lint/correctness/useExhaustiveDependencies: t follows the locale; a chart that is drawn anew at each poll would flicker.
  const group = useMemo(() => {
    const names = {
      ...{ measured: t('detection.measured'), usualLow: t('detection.usualLow'), usualHigh: t('detection.usualHigh') },
      ...{ ahead: t('detection.ahead'), aheadLow: t('detection.aheadLow'), aheadHigh: t('detection.aheadHigh') },
    };
    return groupSeries(recentSeries(series.recent, unit, names))[0];
  }, [series.key, series.lastAt, unit, locale]);
  if (group === undefined || group.times.length < 2) return <p className="soft">{t('detection.chart.none')}</p>;
  return (
    <Boundary fallback={<p className="soft">{t('error.broken')}</p>}>
      <Suspense fallback={<Loading>{t('evidence.chartLoading')}</Loading>}>
        <SeriesChart group={group} changedAtMs={series.recent.movedAtMs ?? null} />
      </Suspense>
    </Boundary>
  );
}
