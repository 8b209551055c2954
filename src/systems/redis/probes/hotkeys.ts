/** Which key takes the traffic: a short, bounded MONITOR. Only command and key are read, never a value. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { Overheard } from '../overhear.ts';
import { redisProbe } from './redis-probe.ts';

export const hotkeysProbe = redisProbe({
  name: 'hotkeys',
  summary: { 'zh-CN': '用极短时间的 MONITOR 找热键与主要来源', en: 'the hottest key and its source, by a very short MONITOR' },
  parameters: z.strictObject({
    forMs: z.number().int().min(50).max(2_000).default(300),
    linesMax: z.number().int().min(100).max(20_000).default(5_000),
  }),
  timeoutMs: 8_000,
  cost: 'heavy',
  hints: 'hot ?key|hotspot|skew|热 ?key|热键|热点|倾斜',
  query: 'MONITOR (300 ms)',
  async see(client, given, _context, limit) {
    const lines = await client.overhear(given.forMs, given.linesMax, limit);
    const facts = hotkeyFacts(lines);
    const share = `${String(Math.round(Number(facts['hotkeys.topShare']) * 100))} %`;
    return {
      headline: {
        'zh-CN':
          lines.length === 0
            ? '没有请求'
            : `${String(lines.length)} 个请求中，最热的键 ${String(facts['hotkeys.topKey'])} 占 ${share.replace(' ', '')}`,
        en: lines.length === 0 ? 'no traffic' : `of ${String(lines.length)} requests, ${share} touch ${String(facts['hotkeys.topKey'])}`,
      },
      facts,
      text: ranking(lines.map((line) => `${line.command} ${line.key}`))
        .slice(0, 30)
        .map(({ name, count }) => `${String(count)}  ${name}`)
        .join('\n'),
    };
  },
});

/** The first word after these is not a key, or is a secret. */
const keyless =
  /^(ping|auth|hello|info|config|client|command|multi|exec|discard|select|eval|evalsha|fcall|publish|subscribe|psubscribe|acl|slowlog|latency|memory|monitor|time|role|replconf|psync|cluster|scan|script|function|debug|keys)$/;

/** Pure: what was heard in, facts out. */
export function hotkeyFacts(heard: readonly Overheard[]): Facts {
  const onKeys = heard.filter((line) => !keyless.test(line.command) && line.key !== '');
  const [key] = ranking(onKeys.map((line) => line.key));
  const ofKey = onKeys.filter((line) => line.key === key?.name);
  const [command] = ranking(ofKey.map((line) => line.command));
  const [source] = ranking(heard.map((line) => line.source.replace(/:\d+$/, '')));
  return {
    'hotkeys.heard': heard.length,
    'hotkeys.onKeys': onKeys.length,
    'hotkeys.topKey': key?.name.slice(0, 200) ?? '',
    'hotkeys.topShare': onKeys.length === 0 ? 0 : Math.round(((key?.count ?? 0) / onKeys.length) * 1_000) / 1_000,
    'hotkeys.topCommand': command?.name ?? '',
    'hotkeys.distinctKeys': new Set(onKeys.map((line) => line.key)).size,
    'hotkeys.topSource': source?.name ?? '',
  };
}

function ranking(names: readonly string[]): readonly { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((one, other) => other.count - one.count);
}
