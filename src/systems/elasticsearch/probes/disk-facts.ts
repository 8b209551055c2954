/** Disks against the watermarks of the allocation: which stage each node has reached, by the cluster's own limits. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import type { ElasticsearchClient } from '../client.ts';
import type { DiskStats, NodeSample } from '../node-sample.ts';
import { flatten } from '../settings-form.ts';
import { ratio, worst } from './node-gauges.ts';

export const diskFactNames = [
  'nodes.disk.name',
  'nodes.disk.host',
  'nodes.disk.path',
  'nodes.disk.mount',
  'nodes.disk.usedRatio',
  'nodes.disk.availableBytes',
  'nodes.disk.totalBytes',
  'nodes.disk.isWatched',
  'nodes.disk.low',
  'nodes.disk.high',
  'nodes.disk.flood',
  'nodes.disk.floodNodes',
  'nodes.disk.highNodes',
  'nodes.disk.lowNodes',
  'nodes.disk.floodNames',
  'nodes.disk.highNames',
  'nodes.disk.lowNames',
] as const;

export interface Watermarks {
  readonly isWatched: boolean;
  readonly low: string;
  readonly high: string;
  readonly flood: string;
}

const path = 'cluster.routing.allocation.disk';
const form = z.record(z.string(), z.unknown());

/** Transient settings win over persistent ones, those over the file and the defaults. */
export async function readWatermarks(client: ElasticsearchClient, limit: HttpLimit): Promise<Watermarks> {
  const filter = ['transient', 'persistent', 'defaults'].map((scope) => `${scope}.${path}`).join(',');
  const answer = await optional(client.read(`_cluster/settings?include_defaults=true&filter_path=${filter}`, form, limit));
  const scopes = ['transient', 'persistent', 'defaults'].map((scope) => flatten(answer?.[scope]));
  const read = (name: string, otherwise: string): string =>
    scopes.map((each) => each.get(`${path}.${name}`)).find((each) => each !== undefined) ?? otherwise;
  return {
    isWatched: read('threshold_enabled', 'true') !== 'false',
    low: read('watermark.low', '85%'),
    high: read('watermark.high', '90%'),
    flood: read('watermark.flood_stage', '95%'),
  };
}

export function diskFacts({ nodes }: NodeSample, watermarks: Watermarks): Facts {
  const disks = nodes.flatMap((node) => (node.fs?.data ?? []).map((each) => ({ ...each, name: node.name, host: node.host ?? '' })));
  const fullest = worst(disks, (each) => ratio(each.total_in_bytes - each.available_in_bytes, each.total_in_bytes));
  const past = (limit: string, told: (disk: DiskStats) => number | undefined): readonly string[] =>
    watermarks.isWatched
      ? [
          ...new Set(
            disks
              .filter((disk) => disk.available_in_bytes < (told(disk) ?? freeBytesOf(limit, disk.total_in_bytes)))
              .map(({ name }) => name),
          ),
        ]
      : [];
  const flood = past(watermarks.flood, (disk) => disk.flood_stage_free_space_in_bytes);
  const high = past(watermarks.high, (disk) => disk.high_watermark_free_space_in_bytes);
  const low = past(watermarks.low, (disk) => disk.low_watermark_free_space_in_bytes);
  return {
    'nodes.disk.name': fullest?.node.name ?? '',
    'nodes.disk.host': fullest?.node.host ?? '',
    'nodes.disk.path': fullest?.node.path ?? '',
    'nodes.disk.mount': fullest?.node.mount ?? '',
    'nodes.disk.usedRatio': fullest?.value ?? 0,
    'nodes.disk.availableBytes': fullest?.node.available_in_bytes ?? 0,
    'nodes.disk.totalBytes': fullest?.node.total_in_bytes ?? 0,
    'nodes.disk.isWatched': watermarks.isWatched,
    'nodes.disk.low': watermarks.low,
    'nodes.disk.high': watermarks.high,
    'nodes.disk.flood': watermarks.flood,
    'nodes.disk.floodNodes': flood.length,
    'nodes.disk.highNodes': high.length,
    'nodes.disk.lowNodes': low.length,
    'nodes.disk.floodNames': flood.slice(0, 10).join(', '),
    'nodes.disk.highNames': high.slice(0, 10).join(', '),
    'nodes.disk.lowNames': low.slice(0, 10).join(', '),
  };
}

/** `85%` and `0.85` are how much may be used, `50gb` is how much must stay free. */
export function freeBytesOf(watermark: string, totalBytes: number): number {
  const share = /^([\d.]+)%$/.exec(watermark)?.[1];
  if (share !== undefined) return totalBytes * (1 - Number(share) / 100);
  if (/^0?\.\d+$/.test(watermark)) return totalBytes * (1 - Number(watermark));
  const size = /^([\d.]+)\s*([kmgtp]?)b?$/i.exec(watermark);
  if (size === null) return 0;
  const power = ' kmgtp'.indexOf((size[2] ?? '').toLowerCase() || ' ');
  return Number(size[1]) * 1_024 ** power;
}
