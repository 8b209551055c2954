/** Who is connected: how many, from where, doing what, holding how much. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { infoCount, readInfo, sectionText } from '../info.ts';
import { numberOf, pairsOf, textOf } from '../reply.ts';
import { type ClientLine, clientFacts, parseClients, printClient } from './client-lines.ts';
import { databaseFacts, keysByDatabase } from './database-facts.ts';
import { redisProbe } from './redis-probe.ts';

export const clientsProbe = redisProbe({
  name: 'clients',
  summary: {
    'zh-CN': '连接数、来源、空闲、阻塞与缓冲区；各自读写哪个库',
    en: 'connections by origin, idle, blocked, their buffers, and in which database they read and write',
  },
  parameters: z.strictObject({ idleSeconds: z.number().int().min(1).max(86_400).default(60) }),
  timeoutMs: 8_000,
  cost: 'cheap',
  hints: 'connection|client|maxclients|pool|leak|database|连接|客户端|泄漏|数据库|库号',
  query: 'INFO clients; INFO keyspace; CLIENT LIST; CONFIG GET maxclients timeout tcp-keepalive',
  async see(client, given, _context, limit) {
    const info = await readInfo(client, limit);
    const lines = parseClients(textOf(await client.call(['CLIENT', 'LIST'], limit)));
    const config = await readConfig(client, limit);
    const connected = infoCount(info, 'connected_clients');
    const max = infoCount(info, 'maxclients') || (numberOf(config.get('maxclients')) ?? 0);
    const facts: Facts = {
      'clients.connected': connected,
      'clients.max': max,
      'clients.usedRatio': max > 0 ? Math.round((connected / max) * 1_000) / 1_000 : 0,
      'clients.suggestedMax': Math.max(100, Math.ceil((max * 1.5) / 10) * 10),
      'clients.blocked': infoCount(info, 'blocked_clients'),
      'clients.rejectedTotal': infoCount(info, 'rejected_connections'),
      'clients.timeoutSeconds': numberOf(config.get('timeout')),
      'clients.keepaliveSeconds': numberOf(config.get('tcp-keepalive')),
      'clients.maxOutputBuffer': infoCount(info, 'client_recent_max_output_buffer'),
      'clients.maxInputBuffer': infoCount(info, 'client_recent_max_input_buffer'),
      ...clientFacts(lines, given.idleSeconds),
      ...databaseFacts(lines, keysByDatabase(info)),
    };
    const group = `${String(facts['clients.topGroup'])} ${String(facts['clients.topGroupCount'])}`;
    return {
      headline: {
        'zh-CN': `连接 ${String(connected)}/${String(max)}，最多的来源：${group}（空闲 ${String(facts['clients.topGroupIdle'])}），阻塞 ${String(facts['clients.blocked'])}`,
        en: `${String(connected)} of ${String(max)} connections, most from ${group} (${String(facts['clients.topGroupIdle'])} idle), ${String(facts['clients.blocked'])} blocked`,
      },
      facts,
      text: `${sectionText(info, ['clients'])}\n${mostTelling(lines).map(printClient).join('\n')}`,
    };
  },
});

async function readConfig(
  client: Parameters<typeof readInfo>[0],
  limit: Parameters<typeof readInfo>[1],
): Promise<ReturnType<typeof pairsOf>> {
  const answers = await client.callAll(
    ['maxclients', 'timeout', 'tcp-keepalive'].map((name) => ['CONFIG', 'GET', name] as const),
    limit,
  );
  const pairs = answers.flatMap((answer) => (answer instanceof Error ? [] : [...pairsOf(answer)]));
  return new Map(pairs);
}

/** Those that hold the most memory and those that are idle the longest: forty lines say more than ten thousand. */
function mostTelling(lines: readonly ClientLine[]): readonly ClientLine[] {
  const heavy = [...lines].sort((one, other) => other.totalBytes - one.totalBytes).slice(0, 20);
  const idle = [...lines].sort((one, other) => other.idleSeconds - one.idleSeconds).slice(0, 20);
  return [...new Set([...heavy, ...idle])];
}
