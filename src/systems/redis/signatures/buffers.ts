/** Memory that is not data: what connections, replicas and scripts hold. */

import type { Signature } from '../../../domain/signature.ts';
import { areBuffersLarge, memoryHints } from './conditions.ts';

export const bufferSignatures: readonly Signature[] = [
  {
    id: 'redis.client-buffers',
    kind: 'redis',
    title: { 'zh-CN': '客户端缓冲区占用大量内存', en: 'Client buffers use up the memory' },
    explanation: {
      'zh-CN':
        '连接共占 {memory.clientsBytes|bytes}（占已用内存 {memory.clientsShare|percent}），最大的是 {clients.heaviestWho}（{clients.heaviestCommand}，{clients.heaviestBytes|bytes}）：它要的数据读得太慢，或发来的请求过大。',
      en: 'Connections hold {memory.clientsBytes|bytes} ({memory.clientsShare|percent} of what is used), the heaviest is {clients.heaviestWho} ({clients.heaviestCommand}, {clients.heaviestBytes|bytes}): it reads its answers too slowly or sends huge requests.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.memory-full', 'redis.eviction-storm', 'redis.maxmemory-too-small'],
    hints: `${memoryHints}|output buffer|omem|pubsub|缓冲`,
    probes: ['memory', 'clients'],
    confirm: areBuffersLarge,
    refute: ['memory.clientsShare', '<', 0.1],
    advice: {
      'zh-CN': '断开该客户端即可释放；随后修复其读取过慢的问题，并用 client-output-buffer-limit 或 maxmemory-clients 设置上限。',
      en: 'Disconnecting the client frees it; then repair its slow reading, and set client-output-buffer-limit or maxmemory-clients.',
    },
    remedies: [
      {
        action: 'kill-client',
        arguments: { id: '{clients.heaviestId}', address: '{clients.heaviestAddress}' },
        when: ['clients.heaviestBytes', '>=', { fact: 'memory.clientsBytes', times: 0.3 }],
      },
    ],
    source: 'redis.io: Redis client handling, output buffer limits',
  },
  {
    id: 'redis.replica-buffers',
    kind: 'redis',
    title: { 'zh-CN': '从库缓冲区堆积，占用主库内存', en: 'Replication buffers for a slow replica use up the memory' },
    explanation: {
      'zh-CN':
        '复制缓冲区已占 {memory.replicaBuffersBytes|bytes}（{memory.replicaBuffersShare|percent}）：从库 {replication.worstReplica} 跟不上。',
      en: 'Replication buffers hold {memory.replicaBuffersBytes|bytes} ({memory.replicaBuffersShare|percent}): replica {replication.worstReplica} cannot keep up.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.memory-full'],
    probes: ['memory', 'replication'],
    confirm: {
      all: [
        ['memory.replicaBuffersShare', '>=', 0.2],
        ['memory.replicaBuffersBytes', '>=', 16_777_216],
      ],
    },
    advice: {
      'zh-CN': '检查该从库的网络与负载；必要时先断开它。',
      en: 'Check that replica’s network and load; disconnect it if it must be.',
    },
    remedies: [],
    source: 'redis.conf: client-output-buffer-limit replica',
  },
  {
    id: 'redis.script-memory',
    kind: 'redis',
    title: { 'zh-CN': '缓存的 Lua 脚本越积越多，占用内存', en: 'Cached Lua scripts pile up and use memory' },
    explanation: {
      'zh-CN': '已缓存 {memory.scriptsCached} 个脚本，占 {memory.scriptBytes|bytes}：应用把参数拼进脚本文本，每次都是新脚本。',
      en: '{memory.scriptsCached} scripts are cached and hold {memory.scriptBytes|bytes}: an application writes its parameters into the script’s text, so that each is new.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.memory-full'],
    hints: 'lua|script|eval|脚本',
    probes: ['memory'],
    confirm: {
      any: [
        ['memory.scriptsCached', '>=', 5_000],
        {
          all: [
            ['memory.scriptShare', '>=', 0.2],
            ['memory.scriptBytes', '>=', 16_777_216],
          ],
        },
      ],
    },
    likely: ['memory.scriptsCached', '>=', 1_000],
    advice: {
      'zh-CN': '改用 KEYS/ARGV 传参和 EVALSHA；修复后可执行 SCRIPT FLUSH ASYNC 释放。',
      en: 'Pass parameters by KEYS and ARGV and use EVALSHA; after that SCRIPT FLUSH ASYNC frees them.',
    },
    remedies: [],
    source: 'redis.io: Scripting with Lua, script cache',
  },
];
