/** Connections: too many, leaking, churning, cut off or holding Redis back. */

import type { Signature } from '../../../domain/signature.ts';
import { isMaxclientsNear } from './conditions.ts';

const hints = 'maxclients|max number of clients|connection|pool|leak|连接数|连接池|泄漏|连接被拒';

export const clientSignatures: readonly Signature[] = [
  {
    id: 'redis.maxclients-reached',
    kind: 'redis',
    title: { 'zh-CN': '连接数达到上限 maxclients，新连接被拒绝', en: 'Connection limit reached (maxclients): new connections are refused' },
    explanation: {
      'zh-CN': '连接 {clients.connected} / {clients.max}，累计拒绝 {clients.rejectedTotal} 次。',
      en: '{clients.connected} of {clients.max} connections are used, {clients.rejectedTotal} were refused so far.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    quoted: 'max number of clients( \\+ cluster connections)? reached',
    probes: ['server', 'clients', 'activity'],
    confirm: {
      any: [
        ['reach.problem', '==', 'limit'],
        ['clients.usedRatio', '>=', 0.95],
        ['activity.rejectedPerSecond', '>', 0],
      ],
    },
    refute: {
      all: [
        ['clients.rejectedTotal', '==', 0],
        ['clients.usedRatio', '<', 0.8],
      ],
    },
    advice: {
      'zh-CN':
        '看连接来自谁：若是某个应用泄漏，先断开它的空闲连接；若都是正常连接，再调高 maxclients。已连不进去时，从 Redis 所在主机用 ss 查看来源。',
      en: 'See whose they are: if one application leaks, drop its idle ones; if all are in use, raise maxclients. When nobody gets in, list the sources with ss on its host.',
    },
    remedies: [],
    source: 'redis.io: Redis client handling',
  },
  {
    id: 'redis.connection-leak',
    kind: 'redis',
    title: { 'zh-CN': '{clients.topGroup} 连接泄漏，占满 maxclients', en: '{clients.topGroup} leaks connections and uses up maxclients' },
    explanation: {
      'zh-CN':
        '{clients.connected} / {clients.max} 个连接中，{clients.topGroupCount} 个来自 {clients.topGroup}，其中 {clients.topGroupIdle} 个空闲，{clients.topGroupNeverUsed} 个从未用过：它只建连接，不用也不关。',
      en: 'Of {clients.connected}/{clients.max} connections {clients.topGroupCount} come from {clients.topGroup}; {clients.topGroupIdle} of them are idle and {clients.topGroupNeverUsed} were never used: it opens connections, and neither uses nor closes them.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.maxclients-reached', 'redis.maxclients-too-low'],
    hints,
    probes: ['clients', 'activity'],
    confirm: {
      all: [
        isMaxclientsNear,
        ['clients.topGroupCount', '>=', 5],
        ['clients.topGroupShare', '>=', 0.5],
        {
          any: [
            ['clients.topGroupIdleShare', '>=', 0.6],
            ['clients.topGroupNeverUsed', '>=', { fact: 'clients.topGroupCount', times: 0.6 }],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['clients.usedRatio', '>=', 0.7],
        ['clients.topGroupCount', '>=', 50],
        ['clients.topGroupShare', '>=', 0.6],
        ['clients.topGroupIdleShare', '>=', 0.7],
      ],
    },
    refute: ['clients.usedRatio', '<', 0.5],
    advice: {
      'zh-CN': '断开 {clients.topGroup} 的空闲连接立即恢复；再修复其连接池（上限、归还、关闭），并设置 timeout 兜底。',
      en: 'Dropping the idle connections of {clients.topGroup} restores service; then repair its pool (limit, return, close), with timeout as a safety net.',
    },
    remedies: [
      {
        action: 'kill-idle-clients',
        arguments: { by: '{clients.topGroupBy}', value: '{clients.topGroupValue}', idleSeconds: 5 },
        when: {
          any: [
            ['clients.topGroupIdle', '>=', 1],
            ['clients.topGroupNeverUsed', '>=', 1],
          ],
        },
      },
      { action: 'config-set', arguments: { parameter: 'maxclients', value: '{clients.suggestedMax}' } },
    ],
    source: 'redis.io: Redis client handling',
  },
  {
    id: 'redis.maxclients-too-low',
    kind: 'redis',
    title: { 'zh-CN': 'maxclients 太低，正常连接数已达上限', en: 'maxclients is too low: connections in use reach the limit' },
    explanation: {
      'zh-CN':
        '连接 {clients.connected} / {clients.max}，且大多在使用（最大来源空闲比例 {clients.topGroupIdleShare|percent}）：不是泄漏，是连接数上限太低。',
      en: '{clients.connected} of {clients.max} connections are used and most are active (idle share of the largest source {clients.topGroupIdleShare|percent}): no leak, the connection limit is too low.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.maxclients-reached'],
    hints,
    probes: ['clients', 'activity'],
    confirm: {
      all: [
        isMaxclientsNear,
        {
          any: [
            ['clients.topGroupShare', '<', 0.5],
            {
              all: [
                ['clients.topGroupIdleShare', '<', 0.4],
                ['clients.topGroupNeverUsed', '<', { fact: 'clients.topGroupCount', times: 0.5 }],
              ],
            },
            ['clients.topGroupCount', '<', 5],
          ],
        },
      ],
    },
    refute: {
      any: [
        ['clients.usedRatio', '<', 0.8],
        ['clients.topGroupIdleShare', '>=', 0.6],
      ],
    },
    advice: {
      'zh-CN': '调高 maxclients（同时核对进程的文件句柄上限），并确认不是刚被人调低。',
      en: 'Raise maxclients (with the process’s file limit in mind), and see whether somebody has just lowered it.',
    },
    remedies: [{ action: 'config-set', arguments: { parameter: 'maxclients', value: '{clients.suggestedMax}' } }],
    source: 'redis.conf: maxclients',
  },
  {
    id: 'redis.connection-churn',
    kind: 'redis',
    title: { 'zh-CN': '短连接风暴：频繁建连', en: 'Connection churn: clients connect for every request' },
    explanation: {
      'zh-CN':
        '每秒新建 {activity.connectionsPerSecond} 个连接，平均每个只发 {activity.commandsPerConnection} 条命令：没有复用连接（没用连接池），每次请求都付建连的代价。',
      en: '{activity.connectionsPerSecond} new connections a second, each for {activity.commandsPerConnection} commands: connections are not reused (no connection pool), and every request pays for connecting.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.cpu-saturated'],
    hints: 'churn|connection|short-lived|短连接|建连|连接风暴',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.connectionsPerSecond', '>=', 20],
        ['activity.commandsPerConnection', '<', 10],
      ],
    },
    likely: {
      all: [
        ['activity.connectionsPerSecond', '>=', 10],
        ['activity.commandsPerConnection', '<', 10],
      ],
    },
    refute: ['activity.connectionsPerSecond', '<', 5],
    advice: {
      'zh-CN': '让客户端使用连接池；检查是否有健康检查或重连循环在不断建连。',
      en: 'Use a pool in the client; look for health checks or reconnect loops.',
    },
    remedies: [],
    source: 'redis.io: Redis client handling',
  },
  {
    id: 'redis.idle-timeout-too-short',
    kind: 'redis',
    title: { 'zh-CN': '空闲超时 timeout 过短，连接被反复断开', en: 'The idle timeout is too short: pooled connections are closed' },
    explanation: {
      'zh-CN': 'timeout 只有 {clients.timeoutSeconds} 秒：连接池里的连接稍一空闲就被关闭，应用看到 connection reset。',
      en: 'timeout is {clients.timeoutSeconds} s: pooled connections are closed as soon as they are idle, and applications see connection resets.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.connection-churn'],
    hints: 'timeout|reset|closed|disconnect|断开|重连|超时',
    probes: ['clients', 'activity', 'commands'],
    confirm: {
      all: [
        ['clients.timeoutSeconds', '>', 0],
        ['clients.timeoutSeconds', '<=', 30],
        {
          any: [
            ['activity.connectionsPerSecond', '>=', 1],
            ['commands.configSetCalls', '>', 0],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['clients.timeoutSeconds', '>', 0],
        ['clients.timeoutSeconds', '<=', 30],
      ],
    },
    refute: ['clients.timeoutSeconds', '==', 0],
    advice: {
      'zh-CN': '把 timeout 设回 0 或至少 300 秒，用 tcp-keepalive 清理死连接。',
      en: 'Set timeout back to 0 or at least 300 s; tcp-keepalive takes care of dead peers.',
    },
    remedies: [{ action: 'config-set', arguments: { parameter: 'timeout', value: '300' } }],
    source: 'redis.conf: timeout',
  },
  {
    id: 'redis.monitor-left-on',
    kind: 'redis',
    title: { 'zh-CN': '有客户端一直开着 MONITOR，拖慢 Redis', en: 'MONITOR was left running and slows Redis down' },
    explanation: {
      'zh-CN': '{clients.monitorAddress} 正在 MONITOR（共 {clients.monitors} 个）：每条命令都会复制给它，吞吐可能减半，缓冲区持续增长。',
      en: '{clients.monitorAddress} runs MONITOR ({clients.monitors} in all): every command is copied to it, which can halve the throughput and fills its buffer.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.cpu-saturated', 'redis.client-buffers'],
    hints: 'monitor|slow|cpu|慢|变慢',
    probes: ['clients'],
    confirm: ['clients.monitors', '>=', 1],
    advice: { 'zh-CN': '断开该连接，排查请改用 SLOWLOG 与 LATENCY。', en: 'Disconnect it, and use SLOWLOG and LATENCY instead.' },
    remedies: [{ action: 'kill-client', arguments: { id: '{clients.monitorId}', address: '{clients.monitorAddress}' } }],
    source: 'redis.io: MONITOR',
  },
  {
    id: 'redis.writes-paused',
    kind: 'redis',
    title: { 'zh-CN': '写命令被 CLIENT PAUSE 挂起（阻塞）', en: 'Writes are blocked by CLIENT PAUSE' },
    explanation: {
      'zh-CN':
        '{clients.held} 个连接停在本不会阻塞的命令上（如 {clients.heldCommand}），读正常而写一直不返回：CLIENT PAUSE … WRITE 正在生效。',
      en: '{clients.held} connections hang in commands that never block (such as {clients.heldCommand}); reads work and writes do not return: CLIENT PAUSE … WRITE is in force.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'pause|write.*(hang|timeout|stuck)|写.*(卡|超时|挂)|暂停',
    probes: ['clients', 'replication', 'commands'],
    confirm: {
      all: [
        ['clients.held', '>=', 1],
        ['commands.pauseCalls', '>', 0],
      ],
    },
    likely: ['clients.held', '>=', 1],
    refute: ['clients.held', '==', 0],
    advice: {
      'zh-CN': '确认没有正在进行的切换或迁移后执行 CLIENT UNPAUSE。',
      en: 'Once no failover or migration is under way, run CLIENT UNPAUSE.',
    },
    remedies: [{ action: 'unpause', arguments: {} }],
    source: 'redis.io: CLIENT PAUSE',
  },
  {
    id: 'redis.output-limit-disconnects',
    kind: 'redis',
    title: { 'zh-CN': '客户端因输出缓冲区超限被断开', en: 'Clients are disconnected at the output buffer limit' },
    explanation: {
      'zh-CN': '已有 {errors.outputLimitDisconnects} 次因 client-output-buffer-limit 断开：订阅者读得太慢，或回复过大。',
      en: '{errors.outputLimitDisconnects} disconnections at client-output-buffer-limit: subscribers read too slowly, or answers are too large.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'output buffer|pubsub|subscriber|disconnect|订阅|断开',
    probes: ['errors'],
    confirm: ['errors.outputLimitDisconnects', '>=', 10],
    likely: ['errors.outputLimitDisconnects', '>=', 1],
    advice: {
      'zh-CN': '修复慢订阅者或缩小单次回复，再考虑放宽限制。',
      en: 'Repair the slow subscriber or shrink the answers before widening the limit.',
    },
    remedies: [],
    source: 'redis.conf: client-output-buffer-limit',
  },
];
