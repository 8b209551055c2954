/** Faults that keep anyone from reaching ClickHouse, or from being let in. */

import type { Signature } from '../../../domain/signature.ts';
import { isDataOnFullDisk } from '../../down-on-full-disk.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

export const clickhouseReachSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'clickhouse',
    name: 'ClickHouse',
    probe: 'server',
    downHints: 'ClickHouseDown|clickhouse.*down|8123|9000',
    loginSource: 'clickhouse.com: Settings, users; error codes 192 to 194 and 516',
    knocksAnew: false,
  }),
  {
    id: 'clickhouse.down-on-full-disk',
    kind: 'clickhouse',
    title: { 'zh-CN': '主机磁盘写满，ClickHouse 停了', en: 'The host’s disk is full and ClickHouse went down' },
    explanation: {
      'zh-CN': '连接被拒绝，而所在主机有文件系统已写满：写不下日志与数据片时无法启动。',
      en: 'Connections are refused, and a filesystem of its host is full: without room for logs and parts it does not start.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['clickhouse.process-gone'],
    hints: 'down|disk|full|宕机|磁盘|写满',
    probes: ['server'],
    confirm: { all: [['reach.problem', '==', 'refused'], isDataOnFullDisk('clickhouse')] },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先在主机上腾出空间（移走，不要删除数据目录里的文件），再启动；之后给 system.*_log 表设 TTL。',
      en: 'Free space on the host first (move things away, never delete inside the data directory), then start it; give the system.*_log tables a TTL afterwards.',
    },
    remedies: [],
    source: 'clickhouse.com: Usage recommendations',
  },
];
