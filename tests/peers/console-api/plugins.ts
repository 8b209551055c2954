/** Plugins in every state, and what a market offers, for the page that shows them. */

import type { PluginMarketView, PluginView } from '../../../src/domain/plugin-view.ts';

const minuteMs = 60_000;
const nothing = { read: [], write: [], hosts: [], env: [] } as const;

export function samplePlugins(): readonly PluginView[] {
  const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();
  const common = { state: 'up', stops: 0, market: null, isRevoked: false, reason: null } as const;
  return [
    {
      ...{ ...common, name: 'openldap', version: '1.2.0', since: ago(340), usedMb: 171, capabilities: ['system openldap', 'runbooks'] },
      permissions: { ...nothing, hosts: ['systems'], read: ['/etc/ldap/ldap.conf'] },
      limits: { memoryMb: 192, callMs: 30_000 },
    },
    {
      ...{ ...common, name: 'irc', version: '1.0.0', since: ago(12), stops: 2, usedMb: null, capabilities: ['chat'], state: 'waiting' },
      reason: { en: 'it used more memory than its limit: 164 MiB, limit 160 MiB', 'zh-CN': '内存超出限额：164 MiB，上限 160 MiB' },
      permissions: { ...nothing, hosts: ['config', '*.chat.example:6697'], env: ['IRC_PASSWORD'] },
      limits: { memoryMb: 160, callMs: 30_000 },
    },
    {
      ...{ ...common, name: 'pager', version: '0.9.1', since: ago(3), usedMb: null, state: 'refused', market: 'company', isRevoked: true },
      capabilities: ['notifier', 'alert source pager', 'analyser deploys'],
      reason: {
        en: 'version 0.9.1 was revoked by the market company: it keeps tokens',
        'zh-CN': '版本 0.9.1 已被市场 company 撤销：会留存令牌',
      },
      permissions: { ...nothing, hosts: ['config'] },
      limits: { memoryMb: 128, callMs: 10_000 },
    },
  ];
}

export function sampleMarket(q: string): PluginMarketView {
  const common = { market: 'company', limits: { memoryMb: 192, callMs: 30_000 }, reason: null } as const;
  const items: PluginMarketView['items'] = [
    {
      ...{ ...common, name: 'emqx', version: '2.1.0', state: 'offered', capabilities: ['system emqx'] },
      summary: { en: 'EMQX brokers: connections, rules, backlog', 'zh-CN': 'EMQX：连接、规则与积压' },
      permissions: { ...nothing, hosts: ['systems'], env: ['EMQX_TOKEN'] },
    },
    {
      ...{ ...common, name: 'openldap', version: '1.3.0', state: 'newer', capabilities: ['system openldap', 'runbooks'] },
      summary: { en: 'OpenLDAP: replication, connections, indexes', 'zh-CN': 'OpenLDAP：复制、连接与索引' },
      permissions: { ...nothing, hosts: ['systems'] },
    },
    {
      ...{ ...common, name: 'pager', version: '0.9.1', state: 'revoked', capabilities: ['notifier'] },
      summary: { en: 'A pager of the company', 'zh-CN': '公司内部寻呼' },
      reason: { en: 'it keeps tokens', 'zh-CN': '会留存令牌' },
      permissions: { ...nothing, hosts: ['config'] },
    },
  ];
  return { items: items.filter(({ name }) => name.includes(q)), markets: [{ name: 'company', problem: null }] };
}
