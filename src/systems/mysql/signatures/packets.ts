/** Statements that the server does not take. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

export const packetSignatures: readonly Signature[] = [
  {
    id: 'mysql.packet-limit-too-small',
    kind: 'mysql',
    title: {
      'zh-CN': 'max_allowed_packet 过小，较大的语句被拒绝',
      en: 'max_allowed_packet is too small: larger statements are refused',
    },
    explanation: {
      'zh-CN':
        'max_allowed_packet 只有 {settings.max_allowed_packet|bytes}：更大的语句或字段收到错误 1153，连接随即断开（2006、2013）；每小时异常断开 {connections.abortedClientsPerHour} 个。',
      en: 'max_allowed_packet is {settings.max_allowed_packet|bytes}: a larger statement or value gets error 1153 and its connection is closed (2006, 2013); {connections.abortedClientsPerHour} break off an hour.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.connection-churn'],
    hints: 'packet|1153|1301|too (large|big)|upload|blob|gone away|2006|2013|lost connection|数据包|过大|上传|断开',
    quoted: errorForms({
      says: 'packet (bigger|larger) than .{0,3}max_allowed_packet|packet for query is too large',
      numbers: [1153],
      names: ['ER_NET_PACKET_TOO_LARGE'],
    }),
    probes: ['settings', 'connections'],
    // No version ever shipped with less than 1 MiB: somebody has lowered it.
    confirm: {
      all: [
        ['settings.max_allowed_packet', '<', 1_048_576],
        ['connections.abortedClientsPerHour', '>=', 60],
      ],
    },
    confirmWhenHinted: ['settings.max_allowed_packet', '<', 1_048_576],
    likelyWhenHinted: ['settings.max_allowed_packet', '<=', 1_048_576],
    refute: ['settings.max_allowed_packet', '>', 1_048_576],
    advice: {
      'zh-CN': '调高 max_allowed_packet（新连接起生效），同时写进配置文件；客户端与从库的值也要不小于它。',
      en: 'Raise max_allowed_packet (new connections have it) and write it into the configuration; clients and replicas need at least as much.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'max_allowed_packet', value: 67_108_864 } }],
    source: 'dev.mysql.com: Packet Too Large',
  },
];
