/** Packets that the server won't read, as its log tells: it closes the connection without an answer, and clients take that for a network that fails. */

import type { Signature } from '../../../domain/signature.ts';

/** Longer ones are no packets: the first bytes of HTTP or TLS, of who knocks at the wrong port. */
const tooLarge = '(Len error|[Uu]nreasonable length =?|advertised length of|Packet len) ?\\d{6,8}\\b';

export const zookeeperPacketSignatures: readonly Signature[] = [
  {
    id: 'zookeeper.packet-too-large',
    kind: 'zookeeper',
    role: 'cause',
    explains: [
      'zookeeper.sessions-expire',
      'zookeeper.requests-too-large',
      'zookeeper.log-timeouts',
      'zookeeper.connections-rejected',
      'zookeeper.answers-near-jute-maxbuffer',
    ],
    title: {
      'zh-CN': '客户端发来的数据包超过 jute.maxbuffer（Len error），连接被断开',
      en: 'A client sends packets larger than jute.maxbuffer (Len error), and its connection is closed',
    },
    explanation: {
      'zh-CN':
        '服务器日志：{logs.newestError}。请求（多半是写入一个过大的 znode）超过 jute.maxbuffer（默认 1 MB）：服务器不回应就断开连接，客户端看到 ConnectionLoss，重连后重试又被断开；写入一直失败，而其他客户端正常。',
      en: 'The server’s log says: {logs.newestError}. A request, mostly a write of a znode whose data has become too large, exceeds jute.maxbuffer (1 MB by default): the server closes the connection without an answer, the client sees ConnectionLoss, reconnects, tries again and is cut off again. The write never succeeds, while all other clients are well.',
    },
    severity: 'critical',
    hints: 'connection.?loss|reconnect|jute|packet|len error|too large|write|publish|重连|断开|过大|写入|发布|失败',
    probes: ['activity'],
    confirm: {
      any: [
        ['logs.newestError', 'matches', tooLarge],
        ['logs.topError', 'matches', tooLarge],
        ['logs.newError', 'matches', tooLarge],
      ],
    },
    advice: {
      'zh-CN':
        '按日志里的来源地址与长度（advertised length）找到客户端和它要写的 znode，把大数据移到对象存储、数据库，或拆分、压缩；jute.maxbuffer 要在所有服务器和客户端同时调大，只作应急。',
      en: 'The origin and the advertised length in the log lead to the client and the znode that it writes; move large data to a database or object store, split or compress it. jute.maxbuffer must be raised on all servers and clients alike, and only for the time being.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, jute.maxbuffer (Unsafe Options)',
  },
];
