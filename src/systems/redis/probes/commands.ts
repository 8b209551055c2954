/** What the commands have cost since Redis started, and which are dangerous ones. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoCount, infoGroup, readInfo, sectionText } from '../info.ts';
import { redisProbe } from './redis-probe.ts';

interface CommandCost {
  readonly name: string;
  readonly calls: number;
  readonly micros: number;
  readonly microsPerCall: number;
  readonly rejected: number;
  readonly failed: number;
}

export const commandsProbe = redisProbe({
  name: 'commands',
  summary: { 'zh-CN': '各命令的累计耗时与失败', en: 'time and failures per command since start' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'command|slow|latency|命令|慢|延迟',
  query: 'INFO commandstats; INFO latencystats',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const facts = commandFacts(info);
    return {
      headline: {
        'zh-CN': `耗时最多：${String(facts['commands.topByTime'])}（占 ${String(Math.round(Number(facts['commands.topByTimeShare']) * 100))}%）；单次最慢：${String(facts['commands.slowest'])}（${String(facts['commands.slowestMicrosPerCall'])} µs）`,
        en: `most time: ${String(facts['commands.topByTime'])} (${String(Math.round(Number(facts['commands.topByTimeShare']) * 100))} %); slowest per call: ${String(facts['commands.slowest'])} (${String(facts['commands.slowestMicrosPerCall'])} µs)`,
      },
      facts,
      text: sectionText(info, ['commandstats', 'latencystats']),
    };
  },
});

/** Looking itself is not load. */
export const ourOwn =
  /^(info|slowlog|latency|config\|get|client\|list|acl|memory|time|command$|hello|psync|replconf|role|debug|module|cluster\|info)/;

/** Pure: one `INFO all` in, facts out. */
export function commandFacts(info: Info): Facts {
  const costs = [...infoGroup(info, 'cmdstat_')].map(([name, fields]) => cost(name, fields));
  const theirs = costs.filter((each) => !ourOwn.test(each.name));
  const all = theirs.reduce((sum, each) => sum + each.micros, 0);
  const [top] = [...theirs].sort((one, other) => other.micros - one.micros);
  const [slowest] = theirs.filter((each) => each.calls > 0).sort((one, other) => other.microsPerCall - one.microsPerCall);
  const [rejected] = [...costs].sort((one, other) => other.rejected - one.rejected);
  const [failed] = [...costs].sort((one, other) => other.failed - one.failed);
  const callsOf = (...names: readonly string[]): number =>
    costs.filter((each) => names.includes(each.name)).reduce((sum, each) => sum + each.calls, 0);
  return {
    'commands.processed': infoCount(info, 'total_commands_processed'),
    'commands.topByTime': top?.name ?? '',
    'commands.topByTimeShare': all === 0 ? 0 : round((top?.micros ?? 0) / all),
    'commands.topByTimeMicrosPerCall': top?.microsPerCall ?? 0,
    'commands.topByTimeCalls': top?.calls ?? 0,
    'commands.slowest': slowest?.name ?? '',
    'commands.slowestMicrosPerCall': slowest?.microsPerCall ?? 0,
    'commands.slowestCalls': slowest?.calls ?? 0,
    'commands.topRejected': (rejected?.rejected ?? 0) > 0 ? (rejected?.name ?? '') : '',
    'commands.topRejectedCount': rejected?.rejected ?? 0,
    'commands.topFailed': (failed?.failed ?? 0) > 0 ? (failed?.name ?? '') : '',
    'commands.topFailedCount': failed?.failed ?? 0,
    'commands.keysCalls': callsOf('keys'),
    'commands.keysMicrosPerCall': costs.find((each) => each.name === 'keys')?.microsPerCall ?? 0,
    'commands.flushCalls': callsOf('flushall', 'flushdb'),
    'commands.configSetCalls': callsOf('config|set'),
    'commands.configResetCalls': callsOf('config|resetstat'),
    'commands.replicaofCalls': callsOf('replicaof', 'slaveof'),
    'commands.aclSetCalls': callsOf('acl|setuser', 'acl|deluser', 'acl|load'),
    'commands.pauseCalls': callsOf('client|pause'),
    'commands.debugCalls': callsOf('debug'),
    'commands.monitorCalls': callsOf('monitor'),
    'commands.authCalls': callsOf('auth', 'hello'),
    'commands.evalCalls': callsOf('eval', 'evalsha', 'fcall'),
    'commands.distinct': theirs.length,
  };
}

function cost(name: string, fields: ReadonlyMap<string, string>): CommandCost {
  const count = (field: string): number => Number(fields.get(field) ?? 0) || 0;
  return {
    name,
    calls: count('calls'),
    micros: count('usec'),
    microsPerCall: count('usec_per_call'),
    rejected: count('rejected_calls'),
    failed: count('failed_calls'),
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
