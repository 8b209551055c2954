/** Ports that a program listens on and a rule of the firewall closes. */

import { z } from 'zod';
import { tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type BlockingRule, parseBlockingRules } from '../parse/firewall.ts';
import { portraitOf, readProcesses, readProcessFiles } from '../sample.ts';
import { type Listener, readSockets } from './socket-table.ts';

export const firewallProbe = linuxProbe({
  name: 'firewall',
  summary: { 'zh-CN': '被防火墙规则挡住的监听端口', en: 'listening ports that a rule of the firewall closes' },
  parameters: z.strictObject({}),
  timeoutMs: 15_000,
  cost: 'moderate',
  hints: 'firewall|iptables|nft|ufw|blocked|防火墙|拦截|连不上|访问不了',
  query: 'iptables-save -c; nft list ruleset',
  facts: [
    'firewall.blocked.count',
    'firewall.blocked.port',
    'firewall.blocked.packets',
    'firewall.blocked.rule',
    'firewall.blocked.name',
    'firewall.blocked.command',
  ],
  async see(client, _given, _context, limit) {
    const rules = parseBlockingRules((await client.exec.run('firewall-rules', [], limit)).stdout);
    const blocked = rules.length === 0 ? [] : closedPorts((await readSockets(client, limit)).listeners, rules);
    const [most] = blocked;
    const pid = most?.listener.pids[0] ?? 0;
    const [sample, files] = await Promise.all([
      readProcesses(client, limit),
      readProcessFiles(client, pid > 0 ? [pid] : [], ['cmdline'], limit),
    ]);
    const who = portraitOf(sample.processes.get(pid), files, sample.uptimeSeconds);
    return {
      headline:
        most === undefined
          ? { 'zh-CN': '没有监听中的端口被防火墙规则挡住', en: 'no rule of the firewall closes a listening port' }
          : {
              'zh-CN': `防火墙规则挡住了 ${blocked.length} 个监听端口，例如 ${most.listener.port}`,
              en: `rules of the firewall close ${blocked.length} listening ports, such as ${most.listener.port}`,
            },
      facts: {
        'firewall.blocked.count': blocked.length,
        'firewall.blocked.port': most?.listener.port ?? 0,
        'firewall.blocked.packets': most?.rule.packets ?? 0,
        'firewall.blocked.rule': most?.rule.rule ?? '',
        'firewall.blocked.name': who.name,
        'firewall.blocked.command': who.command,
      },
      text: tableText(
        ['PORT', 'PACKETS', 'RULE'],
        blocked.map(({ listener, rule }) => [listener.port, rule.packets < 0 ? '?' : rule.packets, rule.rule]),
      ),
    };
  },
});

interface Closed {
  readonly listener: Listener;
  readonly rule: BlockingRule;
}

/** The one whose rule has met most packets first. What listens for this machine alone is not meant. */
export function closedPorts(listeners: readonly Listener[], rules: readonly BlockingRule[]): readonly Closed[] {
  const open = new Map(listeners.filter(({ address }) => !/^(127\.|::1$)/.test(address)).map((each) => [each.port, each]));
  const closed = [...open.values()].flatMap((listener) => {
    const [rule] = rules
      .filter(({ from, to }) => listener.port >= from && listener.port <= to)
      .sort((one, other) => other.packets - one.packets);
    return rule === undefined ? [] : [{ listener, rule }];
  });
  return closed.sort((one, other) => other.rule.packets - one.rule.packets);
}
