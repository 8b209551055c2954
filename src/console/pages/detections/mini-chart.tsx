/** A small picture of a series: what was measured over what is usual, what comes, its limit, and since when it is unusual. */

import type { RecentPoints } from '../../../domain/detection.ts';
import { useText } from '../../preferences/preferences.tsx';
import { chartPaths } from './chart-paths.ts';

const size = { width: 420, height: 84 } as const;

export interface MiniChartProps {
  readonly series: { readonly name: string; readonly recent: RecentPoints } | null;
  readonly limit: number | null;
}

export function MiniChart({ series, limit }: MiniChartProps) {
  const t = useText();
  const paths = series === null ? null : chartPaths(series.recent, limit, size);
  if (series === null || paths === null) return <p className="mini-chart mini-chart-none">{t('detection.chart.none')}</p>;
  const { line, band, ahead, aheadBand, limitY, movedX, last } = paths;
  return (
    <svg
      className="mini-chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('detection.chart', { name: series.name })}
    >
      {band !== '' && <path className="mini-band" d={band} />}
      {aheadBand !== '' && <path className="mini-band" d={aheadBand} />}
      {limitY !== null && <path className="mini-limit" d={`M0 ${limitY}H${size.width}`} />}
      {movedX !== null && <path className="mini-moved" d={`M${movedX} 0V${size.height}`} />}
      <path className="mini-line" d={line} />
      {ahead !== '' && <path className="mini-ahead" d={ahead} />}
      <path className="mini-last" d={`M${last.x} ${last.y}h0.01`} />
    </svg>
  );
}
