/** Snapshots and logs on the disk against the data that they are of, and the data against the heap. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { bytesText } from '../../../domain/text.ts';
import { type Fields, fieldsOf, numberOf, ratioOf, round, shown } from '../answers.ts';
import { zookeeperProbe } from './zookeeper-probe.ts';

export const storageProbe = zookeeperProbe({
  name: 'storage',
  summary: { 'zh-CN': '快照与日志占用、数据量与堆的比例', en: 'snapshots and logs on the disk, data against the heap' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'disk|snapshot|purge|heap|memory|znode|磁盘|快照|清理|内存',
  query: 'conf; dirs; mntr; envi',
  async see(client, _given, limit) {
    const conf = await client.say('conf', limit);
    const [dirs, mntr, envi] = [
      await client.sayIfAllowed('dirs', limit),
      await client.sayIfAllowed('mntr', limit),
      await client.sayIfAllowed('envi', limit),
    ];
    const facts = storageFacts({
      conf: fieldsOf(conf),
      dirs: fieldsOf(dirs ?? ''),
      mntr: fieldsOf(mntr ?? ''),
      envi: fieldsOf(envi ?? ''),
    });
    const size = (name: string): string =>
      typeof facts[`storage.${name}`] === 'number' ? bytesText(Number(facts[`storage.${name}`])) : '?';
    return {
      headline: {
        'zh-CN': `快照 ${size('snapshotBytes')}，日志 ${size('logBytes')}，数据约 ${size('dataBytes')}，堆上限 ${size('heapMaxBytes')}`,
        en: `snapshots ${size('snapshotBytes')}, logs ${size('logBytes')}, about ${size('dataBytes')} of data, heap up to ${size('heapMaxBytes')}`,
      },
      facts,
      text: `${conf}\n${dirs ?? ''}\n${Object.entries(facts)
        .map(([name, value]) => `${name} = ${shown(value)}`)
        .join('\n')}`,
    };
  },
});

export interface StorageAnswers {
  readonly conf: Fields;
  readonly dirs: Fields;
  readonly mntr: Fields;
  readonly envi: Fields;
}

/** Pure. */
export function storageFacts({ conf, dirs, mntr, envi }: StorageAnswers): Facts {
  const snapshots = numberOf(dirs, 'datadir_size') ?? numberOf(conf, 'dataDirSize');
  const logs = numberOf(dirs, 'logdir_size') ?? numberOf(conf, 'dataLogSize');
  // Both sizes are of the same folder when there is only one.
  const total = conf.get('dataDir') === conf.get('dataLogDir') ? snapshots : (snapshots ?? 0) + (logs ?? 0);
  const data = numberOf(mntr, 'zk_approximate_data_size');
  const megabytes = /^(\d+)MB$/.exec(envi.get('os.memory.max') ?? '')?.[1];
  const heap = megabytes === undefined ? null : Number(megabytes) * 1_048_576;
  return {
    'storage.snapshotBytes': snapshots,
    'storage.logBytes': logs,
    'storage.totalBytes': total,
    'storage.dataBytes': data,
    'storage.copies': total === null || data === null ? null : round(total / Math.max(1, data)),
    'storage.heapMaxBytes': heap,
    'storage.dataOfHeapRatio': ratioOf(data, heap),
    'storage.directory': (conf.get('dataDir') ?? '').slice(0, 200),
    'storage.tickMs': numberOf(conf, 'tickTime'),
    'storage.sessionTimeoutMaxMs': numberOf(conf, 'maxSessionTimeout'),
  };
}
