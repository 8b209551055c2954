/** What is watched without being told: what fills up, runs out or piles up on the systems that are there. */

import type { DetectionSpec } from '../domain/detection.ts';

export type Pack = Omit<DetectionSpec, 'id' | 'systemId' | 'budgetPerDay' | 'isBuiltIn'> & {
  /** The id of a detection is the name, `@` and the system. */
  readonly name: string;
  readonly kinds: readonly string[];
};

const usual = { direction: 'both', severity: 'warning', seriesMax: 50, limit: null, withinHours: 72 } as const;
/** Filling is slow; a fortnight shows a rhythm of weeks. */
const slow = { everySeconds: 900, historyHours: 336 } as const;
const quick = { everySeconds: 300, historyHours: 168 } as const;
const fact = (probe: string, name: string, nameFact: string | null = null) =>
  ({ kind: 'look', probe, parameters: {}, fact: name, nameFact }) as const;
const query = (text: string) => ({ kind: 'query', query: text }) as const;

const emptied = { value: 0, direction: 'falling' } as const;
const full = { value: 1, direction: 'rising' } as const;

type Base = Omit<Pack, 'kinds' | 'input'>;

const disk: Base = {
  ...{ ...usual, ...slow, name: 'disk', title: { en: 'Disk space', 'zh-CN': '磁盘空间' } },
  ...{ kind: 'forecast', unit: 'bytes', limit: emptied },
};
const memory: Base = {
  ...{ ...usual, ...quick, name: 'memory', title: { en: 'Available memory', 'zh-CN': '可用内存' } },
  ...{ kind: 'anomaly', unit: 'ratio', direction: 'low' },
};
const certificate: Base = {
  ...{ ...usual, name: 'certificate', title: { en: 'Certificate', 'zh-CN': '证书有效期' } },
  ...{ kind: 'forecast', unit: 'd', everySeconds: 3_600, historyHours: 336, limit: emptied, withinHours: 336 },
};
const connections: Base = {
  ...{ ...usual, ...quick, name: 'connections', title: { en: 'Connections', 'zh-CN': '连接数' } },
  ...{ kind: 'forecast', unit: 'ratio', limit: full, withinHours: 24 },
};
const queue: Base = {
  ...{ ...usual, ...quick, name: 'queue', title: { en: 'Queue', 'zh-CN': '队列积压' } },
  ...{ kind: 'anomaly', unit: '', direction: 'high' },
};

const filesystems = 'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|erofs|fuse.lxcfs"}';
const connectionShares = [
  'redis_connected_clients / (redis_config_maxclients > 0)',
  'mysql_global_status_threads_connected / (mysql_global_variables_max_connections > 0)',
  // One exporter may look after several servers.
  'sum by (job, instance, server) (pg_stat_activity_count) / on (job, instance, server) (pg_settings_max_connections > 0)',
].join(' or ');
const waiting = 'sum by (job, instance, consumergroup, topic) (kafka_consumergroup_lag) or rabbitmq_queue_messages_ready';

export const packs: readonly Pack[] = [
  { ...disk, kinds: ['host', 'ssh'], input: fact('disk', 'disk.worst.availableBytes', 'disk.worst.mount') },
  { ...disk, kinds: ['prometheus'], input: query(filesystems) },
  { ...memory, kinds: ['host', 'ssh'], input: fact('memory', 'memory.availableRatio') },
  { ...memory, kinds: ['prometheus'], input: query('node_memory_MemAvailable_bytes'), unit: 'bytes' },
  { ...certificate, kinds: ['http'], input: fact('certificate', 'certificate.daysLeft') },
  { ...certificate, kinds: ['nginx'], input: fact('certificates', 'certificates.daysLeft', 'certificates.soonestPath') },
  { ...certificate, kinds: ['prometheus'], input: query('(probe_ssl_earliest_cert_expiry - time()) / 86400') },
  { ...connections, kinds: ['redis'], input: fact('clients', 'clients.usedRatio') },
  { ...connections, kinds: ['mysql', 'postgresql'], input: fact('connections', 'connections.usedRatio') },
  { ...connections, kinds: ['prometheus'], input: query(connectionShares) },
  { ...queue, kinds: ['kafka'], input: fact('groups', 'groups.worst.lag', 'groups.worst.name') },
  { ...queue, kinds: ['rabbitmq'], input: fact('queues', 'queues.ready') },
  { ...queue, kinds: ['prometheus'], input: query(waiting) },
];
