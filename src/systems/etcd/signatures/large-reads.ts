/** Clients that read whole ranges of keys again and again. */

import type { Signature } from '../../../domain/signature.ts';

export const etcdLargeReadSignatures: readonly Signature[] = [
  {
    id: 'etcd.large-range-reads',
    kind: 'etcd',
    role: 'cause',
    explains: ['etcd.slow-reads', 'etcd.slow-disk', 'etcd.slow-commits', 'etcd.requests-fail', 'etcd.applies-behind'],
    title: {
      'zh-CN': '客户端反复全量读取大范围的键（range），键最多的前缀是 {keys.topPrefix}',
      en: 'Clients read large ranges of keys again and again; most keys lie under the prefix {keys.topPrefix}',
    },
    explanation: {
      'zh-CN':
        '每次读取（range）平均返回 {activity.bytesPerRead|bytes}，每秒送出 {activity.netOutBytesPerSecond|bytes}（读 {activity.readsPerSecond} 次/秒、写 {activity.putsPerSecond} 次/秒），而库里总共只有 {space.inUseBytes|bytes}、{keys.total} 个键，其中 {keys.topPrefix} 下 {keys.topCount} 个：有客户端在反复列出整个前缀。CPU 用了 {activity.cpuRatio} 核，每秒 {activity.slowAppliesPerSecond} 个请求超过 100 毫秒，别的请求跟着变慢；磁盘不是原因。',
      en: 'A read (range) returns {activity.bytesPerRead|bytes} on average and {activity.netOutBytesPerSecond|bytes} a second go out ({activity.readsPerSecond} reads and {activity.putsPerSecond} writes a second), where the whole database holds {space.inUseBytes|bytes} and {keys.total} keys, {keys.topCount} of them under {keys.topPrefix}: clients list a whole prefix over and over. That takes {activity.cpuRatio} cores, {activity.slowAppliesPerSecond} requests a second take longer than 100 ms, and all others wait behind them; the disk is not the reason.',
    },
    severity: 'critical',
    hints: 'range|read|list|grpc|slow|latency|cpu|读|范围|慢|延迟|列出',
    probes: ['activity', 'space', 'keys'],
    // A read of a key or a page of keys is a small part of the database; one in fifty of it with every read is none.
    confirm: {
      all: [
        ['activity.bytesPerRead', '>=', 65_536],
        ['activity.bytesPerRead', '>=', { fact: 'space.inUseBytes', times: 0.02 }],
        {
          any: [
            ['activity.slowAppliesPerSecond', '>', 0],
            ['activity.cpuRatio', '>=', 0.5],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.bytesPerRead', '>=', 65_536],
        ['activity.bytesPerRead', '>=', { fact: 'space.inUseBytes', times: 0.02 }],
      ],
    },
    refute: ['activity.bytesPerRead', '<', 16_384],
    advice: {
      'zh-CN':
        '用 etcd 日志里的 “apply request took too long … range_begin:… range_end:… response size:…” 找到前缀与客户端；改为 watch 增量更新，或分页（limit）、只取键（keys_only）、接受 serializable 读。',
      en: 'The log’s “apply request took too long … range_begin:… range_end:… response size:…” names the prefix; have the client watch instead of listing, page with limit, ask for keys_only, or take serializable reads.',
    },
    remedies: [],
    source: 'etcd.io: Performance; Kubernetes: list requests that read everything',
  },
];
