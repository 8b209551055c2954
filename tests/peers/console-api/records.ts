/** Systems, demos and audit entries for the console's tests. */

import type { Locale } from '../../../src/domain/text.ts';
import type { SystemView } from '../../../src/domain/view.ts';
import type { DemoView } from '../../../src/operations/contract.ts';
import type { AuditEntry } from '../../../src/store/contract.ts';
import { minutesAgo } from './findings.ts';

export function sampleSystems(locale: Locale): SystemView[] {
  const zh = locale === 'zh-CN';
  return [
    {
      id: 'orders-cache',
      kind: 'redis',
      title: zh ? '订单缓存' : 'Orders cache',
      runsOn: 'web-1',
      dependsOn: [],
      labels: { team: 'orders', env: 'prod' },
      actionsEnabled: true,
      probes: [
        { name: 'redis.memory', summary: zh ? '内存用量、上限与淘汰策略' : 'Memory, its limit and the eviction policy' },
        { name: 'redis.bigKeys', summary: zh ? '最大的键（有采样上限）' : 'The largest keys, by a bounded sample' },
        { name: 'redis.slowlog', summary: zh ? '慢命令' : 'Slow commands' },
      ],
      commands: [],
      actions: [
        { name: 'redis.config-set', risk: 'medium' },
        { name: 'redis.client-kill', risk: 'high' },
      ],
    },
    {
      id: 'web-1',
      kind: 'ssh',
      title: zh ? '订单服务主机' : 'Host of the orders service',
      runsOn: null,
      dependsOn: ['orders-cache'],
      labels: { team: 'orders' },
      actionsEnabled: true,
      probes: [{ name: 'host.disk', summary: zh ? '磁盘与 inode' : 'Disks and inodes' }],
      commands: [],
      actions: [{ name: 'host.service-restart', risk: 'medium' }],
    },
    {
      id: 'metrics',
      kind: 'prometheus',
      title: 'metrics',
      runsOn: null,
      dependsOn: [],
      labels: {},
      actionsEnabled: false,
      probes: [{ name: 'prometheus.range', summary: zh ? '区间查询，附上周同期' : 'A range query with the week before beside it' }],
      commands: [],
      actions: [],
    },
  ];
}

export function sampleDemos(locale: Locale): Omit<DemoView, 'isRunning'>[] {
  const zh = locale === 'zh-CN';
  return [
    {
      scenario: 'redis-memory',
      title: zh ? '缓存写满内存' : 'A cache runs out of memory',
      description: zh ? '启动一个真实的 Redis，把内存写满，写入开始被拒绝。' : 'Starts a real Redis and fills it until writes are refused.',
      isAvailable: true,
      unavailableBecause: null,
    },
    {
      scenario: 'slow-api',
      title: zh ? '接口变慢' : 'An API becomes slow',
      description: zh
        ? '一个小服务的连接池被占满，请求开始排队。'
        : 'The connection pool of a small service is used up and requests queue.',
      isAvailable: true,
      unavailableBecause: null,
    },
    {
      scenario: 'disk-full',
      title: zh ? '磁盘写满' : 'A disk fills up',
      description: zh ? '在一个小的内存盘上写满日志。' : 'Logs fill a small disk made of memory.',
      isAvailable: false,
      unavailableBecause: zh ? '需要 root 权限' : 'it needs root',
    },
  ];
}

export function sampleAudit(nowMs: number): AuditEntry[] {
  const lines: [string, string, string, string | null, string, AuditEntry['outcome']][] = [
    ['han.meimei', 'console', 'login', null, 'han.meimei', 'ok'],
    ['zhiban', 'worker', 'plan.propose', 'inc_42', 'plan_1', 'ok'],
    ['wang.wei', 'slack', 'plan.approve', 'inc_42', 'plan_1', 'refused'],
    ['li.lei', 'console', 'incident.steer', 'inc_42', 'ZB-42', 'ok'],
    ['han.meimei', 'console', 'incident.acknowledge', 'inc_42', 'ZB-42', 'ok'],
  ];
  return lines
    .map(([actor, door, action, incidentId, target, outcome], index) => ({
      seq: index + 1,
      at: minutesAgo(nowMs, 30 - index * 5),
      actor,
      door,
      action,
      incidentId,
      target,
      outcome,
      details: outcome === 'refused' ? { reason: 'role', needed: 'approver' } : {},
      previousHash: String(index).repeat(64),
      hash: String(index + 1).repeat(64),
    }))
    .toReversed();
}
