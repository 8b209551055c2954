/** Captions of the pictures of series. */

import type { SvgWords } from '../../charts/draw-svg.ts';
import { numberText } from '../../charts/number-text.ts';
import { type CliContext, say } from './context.ts';
import { timeText } from './times.ts';

export function svgWords(context: CliContext): SvgWords {
  return {
    numberText,
    timeText: (timeMs) => timeText(new Date(timeMs).toISOString()),
    measured: say(context, 'series.measured'),
    usual: say(context, 'series.usual'),
    ahead: say(context, 'series.ahead'),
    limit: say(context, 'series.limit'),
    changed: say(context, 'series.changed'),
  };
}
