/**
 * A chart of one unit: solid lines for what was seen, a dashed grey one for the baseline, a grey band for the usual, a dashed line in
 * its band for what comes, and an upright line where the level moved.
 */

import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { usePreferences } from '../../preferences/preferences.tsx';
import type { Palette } from '../../theme.ts';
import { unitText } from './fact-text.ts';
import type { SeriesGroup } from './series-groups.ts';

const heightPixels = 200;
/** Lines are told apart by dash and weight as well, for those who don't see the colours. */
const dashes: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [10, 3, 2, 3]];

export function SeriesChart({ group, changedAtMs }: { readonly group: SeriesGroup; readonly changedAtMs: number | null }) {
  const { locale, palette } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = new uPlot(chartOptions(group, { palette, locale, width: element.clientWidth, changedAtMs }), chartValues(group), element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: heightPixels }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [group, palette, locale, changedAtMs]);
  return <div className="chart" ref={box} role="img" aria-label={`${group.lines.map((line) => line.name).join(', ')} (${group.unit})`} />;
}

function chartValues(group: SeriesGroup): uPlot.AlignedData {
  return [[...group.times], ...group.lines.map((line) => [...line.values])];
}

interface Look {
  readonly palette: Palette;
  readonly locale: string;
  readonly width: number;
  readonly changedAtMs: number | null;
}

function chartOptions(group: SeriesGroup, { palette, locale, width, changedAtMs }: Look): uPlot.Options {
  const axis = {
    stroke: palette.inkFaint,
    grid: { stroke: palette.line, width: 1 },
    ticks: { stroke: palette.line, width: 1 },
    font: '11px sans-serif',
  };
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const moment = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  let solid = 0;
  return {
    width,
    height: heightPixels,
    legend: { live: true },
    cursor: { y: false },
    scales: { x: { time: true } },
    bands: bandsOf(group, palette),
    hooks: { draw: changedAtMs === null ? [] : [(chart) => drawChange(chart, changedAtMs, palette)] },
    axes: [
      { ...axis, values: (_chart, splits) => splits.map((split) => time.format(split * 1_000)) },
      { ...axis, size: 64, values: (_chart, splits) => splits.map((split) => unitText(split, group.unit)) },
    ],
    series: [
      { label: locale === 'en' ? 'Time' : '时间', value: (_chart, value) => (value === null ? '–' : moment.format(value * 1_000)) },
      ...group.lines.map((line): uPlot.Series => {
        const shared = {
          label: line.name,
          points: { show: false },
          spanGaps: true,
          value: (_chart: uPlot, value: number | null) => unitText(value, group.unit),
        };
        if (line.role === 'forecast') return { ...shared, stroke: palette.tones.waiting.mark, width: 2, dash: [6, 4] };
        if (line.role !== undefined) return { ...shared, class: 'bound', stroke: palette.line, width: 1 };
        if (line.isBaseline) return { ...shared, stroke: palette.inkFaint, width: 1.5, dash: [5, 5] };
        const dash = dashes[solid % dashes.length] ?? [];
        const stroke = [palette.tones.investigating.mark, palette.ink, palette.tones.waiting.mark, palette.tones.resolved.mark][solid % 4];
        solid += 1;
        return { ...shared, stroke: stroke ?? palette.ink, width: 2, dash: [...dash] };
      }),
    ],
  };
}

/** From the upper bound to the lower one; uPlot counts the time as the first series. */
function bandsOf({ lines }: SeriesGroup, palette: Palette): uPlot.Band[] {
  return (['usual', 'forecast'] as const).flatMap((kind) => {
    const [high, low] = [`${kind}-high`, `${kind}-low`].map((role) => lines.findIndex((line) => line.role === role) + 1);
    return high === undefined || low === undefined || high === 0 || low === 0 ? [] : [{ series: [high, low], fill: `${palette.line}b0` }];
  });
}

function drawChange(chart: uPlot, atMs: number, palette: Palette): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(atMs / 1_000, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = palette.tones.firing.mark;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
