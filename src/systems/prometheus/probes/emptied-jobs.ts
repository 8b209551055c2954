/** Jobs that Prometheus is configured to scrape, that had targets within a day, and have none now: service discovery gives them nothing any more. */

import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import type { PrometheusClient } from '../client.ts';
import { queryInstant } from '../series.ts';

const answer = z.looseObject({ yaml: z.string() });
const config = z.looseObject({ scrape_configs: z.array(z.looseObject({ job_name: z.string() })).nullish() });

/** By name, in order; null where the configuration or the past can't be read. */
export async function emptiedJobs(
  client: PrometheusClient,
  jobsNow: ReadonlySet<string>,
  atMs: number,
  limit: HttpLimit,
): Promise<readonly string[] | null> {
  const [told, past] = await Promise.all([
    optional(client.api('status/config', {}, answer, limit)),
    optional(queryInstant(client, 'group by (job) (last_over_time(up[1d]))', atMs, limit)),
  ]);
  if (told === null || past === null) return null;
  const had = new Set(past.map(({ labels }) => labels.job ?? ''));
  return jobsIn(told.yaml)
    .filter((job) => had.has(job) && !jobsNow.has(job))
    .sort();
}

/** Pure; empty for what is no configuration. */
export function jobsIn(yaml: string): readonly string[] {
  const read = config.safeParse(parseDocument(yaml).toJS());
  return (read.data?.scrape_configs ?? []).map(({ job_name: name }) => name);
}
