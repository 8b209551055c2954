/** Whose data a directory holds, told by the files that only that kind of system makes. */

/** Names of files and directories as they lie in a data directory; every one of them is made at the first start. */
const marks: Readonly<Record<string, readonly string[]>> = {
  mysql: ['ibdata1', 'ib_logfile0', 'aria_log_control'],
  postgresql: ['PG_VERSION', 'pg_wal'],
  redis: ['dump.rdb', 'temp-*.rdb', 'appendonlydir', 'appendonly.aof'],
  mongodb: ['WiredTiger'],
  elasticsearch: ['node.lock', 'translog-*.tlog'],
  clickhouse: ['preprocessed_configs', 'columns.txt', 'primary.idx', 'primary.cidx'],
  kafka: ['meta.properties', 'recovery-point-offset-checkpoint'],
  rabbitmq: ['rabbit_durable_queue.DCD', 'msg_stores', 'DECISION_TAB.LOG'],
  nats: ['jetstream'],
  etcd: ['member'],
  zookeeper: ['version-2'],
  prometheus: ['chunks_head'],
  victorialogs: ['indexdb', 'partitions'],
  docker: ['overlay2', 'image'],
};

/** For `find`: every name that tells something. */
export const markNames: readonly string[] = Object.values(marks).flat();

const kindByPattern = Object.entries(marks).flatMap(([kind, names]) =>
  names.map((name) => ({ kind, pattern: new RegExp(`/${name.replaceAll('.', '\\.').replace('*', '[^/]*')}$`) })),
);

/** Paths, one a line. Each kind once, in a fixed order. */
export function parseDataMarks(text: string): readonly string[] {
  const paths = text.split('\n');
  const found = kindByPattern.filter(({ pattern }) => paths.some((path) => pattern.test(path))).map(({ kind }) => kind);
  return [...new Set(found)];
}
