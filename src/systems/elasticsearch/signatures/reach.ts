/** Faults that keep anyone from reaching Elasticsearch, or from being let in. */

import type { Signature } from '../../../domain/signature.ts';
import { isDataOnFullDisk } from '../../down-on-full-disk.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

export const elasticsearchReachSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'elasticsearch',
    name: 'Elasticsearch',
    probe: 'cluster',
    downHints: 'elasticsearch_cluster_health_up|ElasticsearchDown|elasticsearch.*down|opensearch.*down|9200',
    loginSource: 'elastic.co: Troubleshooting security',
    knocksAnew: false,
  }),
  {
    id: 'elasticsearch.down-on-full-disk',
    kind: 'elasticsearch',
    title: { 'zh-CN': '主机磁盘写满，Elasticsearch 停了', en: 'The host’s disk is full and Elasticsearch went down' },
    explanation: {
      'zh-CN': '连接被拒绝，而所在主机有文件系统已写满：写不下事务日志或集群状态时节点会退出。',
      en: 'Connections are refused, and a filesystem of its host is full: a node that can write neither translog nor cluster state exits.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.process-gone'],
    hints: 'down|disk|full|宕机|磁盘|写满',
    probes: ['cluster'],
    confirm: { all: [['reach.problem', '==', 'refused'], isDataOnFullDisk('elasticsearch')] },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先在主机上腾出空间（移走，不要直接删除数据目录里的文件），再启动节点。',
      en: 'Free space on the host first (move things away, and never delete inside the data directory), then start the node.',
    },
    remedies: [],
    source: 'elastic.co: Fix watermark errors',
  },
];
