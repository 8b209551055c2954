/** Incidents over time, with the part of them that was noise. */

import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Insight } from '../../../domain/insight.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import type { Palette } from '../../theme.ts';

const heightPixels = 180;
const dayMs = 86_400_000;

interface BarsProps {
  readonly items: readonly Insight[];
  readonly unit: 'day' | 'week';
}

export function IncidentBars({ items, unit }: BarsProps) {
  const t = useText();
  const { locale, palette } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const label = t('insights.chart', { unit: t(`insights.unit.${unit}`) });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = new uPlot(options({ palette, locale, width: element.clientWidth }), valuesOf(items, unit), element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: heightPixels }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [items, unit, palette, locale]);
  return (
    <figure className="insight-bars">
      <figcaption>{label}</figcaption>
      <div className="chart" ref={box} role="img" aria-label={label} />
    </figure>
  );
}

/** Days and weeks without incidents are there as well, as nothing. */
function valuesOf(items: readonly Insight[], unit: 'day' | 'week'): uPlot.AlignedData {
  const step = unit === 'day' ? dayMs : 7 * dayMs;
  const known = new Map(items.map((item) => [Date.parse(item.key), item]));
  const moments = [...known.keys()].sort((one, other) => one - other);
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  const times = Array.from({ length: Math.round((last - first) / step) + 1 }, (_, index) => first + index * step);
  return [
    times.map((each) => each / 1_000),
    times.map((each) => known.get(each)?.incidents ?? 0),
    times.map((each) => known.get(each)?.noise.incidents ?? 0),
  ];
}

interface Look {
  readonly palette: Palette;
  readonly locale: string;
  readonly width: number;
}

function options({ palette, locale, width }: Look): uPlot.Options {
  const axis = { stroke: palette.inkFaint, grid: { stroke: palette.line, width: 1 }, ticks: { show: false }, font: '11px sans-serif' };
  const date = new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const bars = uPlot.paths.bars?.({ size: [0.6, 48] });
  const shared = { points: { show: false }, width: 0, ...(bars && { paths: bars }) };
  return {
    width,
    height: heightPixels,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { show: false },
    // Half a bar of room at both ends.
    scales: {
      x: { time: true, range: (chart) => roomy(chart.data[0]) },
      y: { range: (_chart, _low, high) => [0, Math.max(4, high * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        splits: (chart) => [...(chart.data[0] ?? [])].filter(everyFew),
        values: (_chart, splits) => splits.map((each) => date.format(each * 1_000)),
      },
      { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] },
    ],
    series: [
      {},
      { ...shared, fill: palette.tones.investigating.mark },
      { ...shared, fill: palette.tones.snoozed.ground, stroke: palette.tones.investigating.mark },
    ],
  };
}

/** No more dates than can be read side by side. */
function everyFew(_time: number, index: number, times: readonly number[]): boolean {
  return index % Math.ceil(times.length / 14) === 0;
}

function roomy(times: ArrayLike<number>): [number, number] {
  const [first = 0, second] = [times[0], times[1]];
  const half = ((second ?? first + 86_400) - first) / 2;
  return [first - half, (times[times.length - 1] ?? first) + half];
}
