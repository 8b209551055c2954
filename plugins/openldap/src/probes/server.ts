/** The server itself: version, since when, threads, and what it was asked. */

import { ldapProbe, monitor, numberOf, ratioOf } from './ldap-probe.ts';

export const serverProbe = ldapProbe({
  name: 'server',
  summary: { en: 'Version, threads at work and waiting, operations', 'zh-CN': '版本、工作线程与排队任务、操作计数' },
  cost: 'cheap',
  hints: 'slow|hang|timeout|thread|login|bind|busy|慢|超时|卡|登录|认证|线程',
  facts: [
    'server.version',
    'server.uptimeSeconds',
    'threads.max',
    'threads.active',
    'threads.pending',
    'threads.usedRatio',
    'operations.initiated',
    'operations.completed',
    'operations.running',
    'operations.binds',
    'operations.searches',
  ],
  query: '-b cn=Monitor',
  async see(client, context) {
    const parts = ['', 'cn=Threads,', 'cn=Operations,', 'cn=Time,'];
    const [root, threads, operations, time] = await Promise.all(
      parts.map((base) =>
        base === ''
          ? client.search({ base: 'cn=Monitor', scope: 'base', attributes: ['*', '+'], entriesMax: 1 }, context.signal)
          : monitor(client, base, context),
      ),
    );
    const max = numberOf(threads ?? [], 'cn=Max', 'monitoredInfo');
    const active = numberOf(threads ?? [], 'cn=Active', 'monitoredInfo');
    const pending = numberOf(threads ?? [], 'cn=Pending', 'monitoredInfo');
    const initiated = numberOf(operations ?? [], 'cn=Operations', 'monitorOpInitiated');
    const completed = numberOf(operations ?? [], 'cn=Operations', 'monitorOpCompleted');
    const version = root?.[0]?.attributes.get('monitoredinfo')?.[0]?.trim() ?? null;
    return {
      headline: {
        en: `${version ?? 'OpenLDAP'}: ${active ?? '?'} of ${max ?? '?'} threads at work, ${pending ?? '?'} tasks wait`,
        'zh-CN': `${version ?? 'OpenLDAP'}：工作线程 ${active ?? '?'}/${max ?? '?'}，排队 ${pending ?? '?'}`,
      },
      facts: {
        'server.version': version,
        'server.uptimeSeconds': numberOf(time ?? [], 'cn=Uptime', 'monitoredInfo'),
        'threads.max': max,
        'threads.active': active,
        'threads.pending': pending,
        'threads.usedRatio': ratioOf(active, max),
        'operations.initiated': initiated,
        'operations.completed': completed,
        'operations.running': initiated === null || completed === null ? null : initiated - completed,
        'operations.binds': numberOf(operations ?? [], 'cn=Bind', 'monitorOpCompleted'),
        'operations.searches': numberOf(operations ?? [], 'cn=Search', 'monitorOpCompleted'),
      },
      entries: [...(root ?? []), ...(threads ?? []), ...(operations ?? []), ...(time ?? [])],
    };
  },
});
