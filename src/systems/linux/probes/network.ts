/** Interfaces: up or down, errors and drops; whether there is a way out and a name server. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type InterfaceCounters, parseNetwork } from '../parse/network.ts';
import { sampleTwice } from '../sample.ts';

/** Bridges and tunnels are down when nothing hangs on them, which is no fault. */
const virtualNames = /^(docker|br-|virbr|veth|cni|flannel|cali|tun|tap|wg|lxc|dummy|ifb|sit|gre|ip6|erspan|bond|team|vnet)/;

export const networkProbe = linuxProbe({
  name: 'network',
  summary: {
    'zh-CN': '网卡状态、错误与丢包、默认路由与域名服务器',
    en: 'interfaces, their errors and drops, default route and name servers',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000) }),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'network|nic|interface|packet|drop|route|dns|resolve|网络|网卡|丢包|路由|域名|解析|不通',
  query: 'cat /proc/net/dev /proc/net/route /etc/resolv.conf (twice)',
  facts: [
    'network.interfaces',
    'network.downCount',
    'network.down.name',
    'network.hasDefaultRoute',
    'network.nameServers',
    'network.worst.name',
    'network.worst.errorsPerSecond',
    'network.worst.dropsPerSecond',
    'network.worst.dropRatio',
    'network.receivedBytesPerSecond',
    'network.sentBytesPerSecond',
    'network.backlogDropsPerSecond',
    'network.hasOnlyLoopback',
  ],
  async see(client, given, context, limit) {
    const take = async () => parseNetwork((await client.exec.run('network', [], limit)).stdout);
    const { first, second } = await sampleTwice(take, given.windowMs, context);
    const seconds = Math.max(0.05, second.uptimeSeconds - first.uptimeSeconds);
    const real = second.interfaces.filter(({ name }) => name !== 'lo');
    const down = real.filter(({ name, isEnabled, state }) => isEnabled && state === 'down' && !virtualNames.test(name));
    const rates = real.map((each) =>
      ratesOf(
        each,
        first.interfaces.find(({ name }) => name === each.name),
        seconds,
      ),
    );
    const worst = [...rates].sort((one, other) => other.errors + other.drops - one.errors - one.drops)[0];
    const facts = {
      'network.interfaces': real.length,
      'network.hasOnlyLoopback': real.length === 0,
      'network.downCount': down.length,
      'network.down.name': down[0]?.name ?? '',
      'network.hasDefaultRoute': second.hasDefaultRoute,
      'network.nameServers': second.nameServers.length,
      'network.worst.name': worst?.name ?? '',
      'network.worst.errorsPerSecond': worst?.errors ?? 0,
      'network.worst.dropsPerSecond': worst?.drops ?? 0,
      'network.worst.dropRatio':
        worst === undefined || worst.packets + worst.drops < 50 * seconds ? 0 : worst.drops / (worst.packets + worst.drops),
      'network.receivedBytesPerSecond': rates.reduce((sum, each) => sum + each.received, 0),
      'network.sentBytesPerSecond': rates.reduce((sum, each) => sum + each.sent, 0),
      'network.backlogDropsPerSecond': Math.max(0, second.backlogDrops - first.backlogDrops) / seconds,
    };
    const rows = second.interfaces.map((each) => [
      each.name,
      each.state,
      each.receiveErrors + each.sendErrors,
      each.receiveDrops + each.sendDrops,
      bytesText(each.receivedBytes),
      bytesText(each.sentBytes),
    ]);
    return {
      headline: {
        'zh-CN': `网卡 ${real.length} 块，断开 ${down.length}；默认路由${second.hasDefaultRoute ? '有' : '无'}，域名服务器 ${second.nameServers.length} 个`,
        en: `${real.length} interfaces, ${down.length} down; ${second.hasDefaultRoute ? 'a' : 'no'} default route, ${second.nameServers.length} name servers`,
      },
      facts,
      text: `${tableText(['INTERFACE', 'STATE', 'ERRORS', 'DROPS', 'RECEIVED', 'SENT'], rows)}\nname servers: ${second.nameServers.join(' ') || 'none'}`,
    };
  },
});

function ratesOf(now: InterfaceCounters, before: InterfaceCounters | undefined, seconds: number) {
  const delta = (name: Exclude<keyof InterfaceCounters, 'name' | 'state' | 'isEnabled'>): number =>
    Math.max(0, now[name] - (before?.[name] ?? now[name])) / seconds;
  return {
    name: now.name,
    errors: delta('receiveErrors') + delta('sendErrors'),
    drops: delta('receiveDrops') + delta('sendDrops'),
    packets: delta('receivedPackets') + delta('sentPackets'),
    received: delta('receivedBytes'),
    sent: delta('sentBytes'),
  };
}
