/** A target behind whose address several processes answer in turn: the time at which it says to have started goes back and forth. */

import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import type { PrometheusClient } from '../client.ts';
import { queryInstant } from '../series.ts';

const started = 'process_start_time_seconds[15m]';
/**
 * A process that is started anew only goes forward, and a clock that is set moves by less than a minute: time and again back and further
 * than that is another process.
 */
const expression = `topk(1, resets(${started}) and (max_over_time(${started}) - min_over_time(${started}) > 60))`;

/** Null where it can't be asked; targets that don't tell their start are not seen. */
export async function changingTarget(client: PrometheusClient, atMs: number, limit: HttpLimit) {
  const found = await optional(queryInstant(client, expression, atMs, limit));
  if (found === null) return { 'targets.changing.count': null, 'targets.changing.job': '', 'targets.changing.instance': '' };
  const [first] = found;
  return {
    'targets.changing.count': first?.value ?? 0,
    'targets.changing.job': first?.labels.job ?? '',
    'targets.changing.instance': first?.labels.instance ?? '',
  };
}
