/** The settings that faults hang on. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { bytesText } from '../../../domain/text.ts';
import type { Stats } from '../client.ts';
import { numberOf, shown } from '../numbers.ts';
import { memcachedProbe } from './memcached-probe.ts';

export const settingsProbe = memcachedProbe({
  name: 'settings',
  summary: { 'zh-CN': '与故障相关的配置', en: 'the settings that faults hang on' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'config|setting|udp|thread|配置|参数|线程',
  query: 'stats settings',
  async see(client, _given, limit) {
    const settings = await client.stats('settings', limit);
    const facts = settingFacts(settings);
    const [memory, connections, threads] = [
      bytesText(Number(facts['settings.maxBytes'])),
      shown(facts['settings.maxConnections']),
      shown(facts['settings.threads']),
    ];
    return {
      headline: {
        'zh-CN': `上限：内存 ${memory}，连接 ${connections}；线程 ${threads}`,
        en: `limits: ${memory} of memory, ${connections} connections; ${threads} threads`,
      },
      facts,
      text: [...settings]
        .filter(([name]) => !/key|cert/.test(name))
        .map(([name, value]) => `${name} ${value}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function settingFacts(settings: Stats): Facts {
  const listens = settings.get('inter') ?? 'NULL';
  const udpPort = numberOf(settings, 'udpport') ?? 0;
  return {
    'settings.maxBytes': numberOf(settings, 'maxbytes'),
    'settings.maxConnections': numberOf(settings, 'maxconns'),
    'settings.threads': numberOf(settings, 'num_threads'),
    'settings.itemSizeMaxBytes': numberOf(settings, 'item_size_max'),
    'settings.udpPort': udpPort,
    'settings.isUdpOpen': udpPort > 0 && !/^(127\.|localhost|::1)/.test(listens),
    'settings.listens': listens.slice(0, 200),
    'settings.isLoginAsked': settings.get('auth_enabled_ascii')?.startsWith('no') === false || settings.get('auth_enabled_sasl') === 'yes',
    'settings.verbosity': numberOf(settings, 'verbosity'),
    'settings.canFlush': (settings.get('flush_enabled') ?? 'yes') === 'yes',
    'settings.hasLruMaintainer': (settings.get('lru_maintainer_thread') ?? 'no') === 'yes',
    'settings.hasLruCrawler': (settings.get('lru_crawler') ?? 'no') === 'yes',
  };
}
