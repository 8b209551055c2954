/** Which backends have servers left, which servers are down and what their checks say, which were set aside and forgotten. */

import { z } from 'zod';
import type { Facts, FactValue } from '../../../domain/evidence.ts';
import { reachFacts } from '../../http/status-page.ts';
import type { StatRow } from '../parse.ts';
import { haproxyProbe } from './haproxy-probe.ts';

export const serversProbe = haproxyProbe({
  name: 'servers',
  summary: {
    'zh-CN': '后端与服务器状态：谁宕了、健康检查的原因、反复上下线、摘除后忘了恢复',
    en: 'backends and servers: what is down and why its check fails, what flaps, what was set aside and forgotten',
  },
  parameters: z.strictObject({}),
  timeoutMs: 8_000,
  cost: 'cheap',
  hints: 'haproxy|backend|server|down|502|503|check|maint|drain|后端|健康检查|下线|摘除|宕',
  query: 'show stat',
  facts: [
    'backends.count',
    'backends.dead',
    'backends.deadName',
    'backends.deadServers',
    'backends.onBackup',
    'backends.onBackupName',
    'servers.count',
    'servers.up',
    'servers.down',
    'servers.aside',
    'servers.unresolved',
    'servers.unresolvedName',
    // Of the server that is down, and of the first one that is for another reason.
    ...['down', 'also'].flatMap((name) => Object.keys(downFacts(name, undefined))),
    'flap.backend',
    'flap.server',
    'flap.times',
    'flap.seconds',
    'flap.isNow',
    'flap.text',
    'aside.backend',
    'aside.server',
    'aside.state',
    'aside.seconds',
    'aside.share',
  ],
  async see(client, _given, { clock, signal }, limit) {
    let rows = await client.stat(limit);
    for (let again = 0; again < readsMax - 1 && rows.some(isBeingChecked); again += 1) {
      await clock.sleep(betweenReadsMs, signal);
      rows = await client.stat(limit);
    }
    const facts = serverFacts(rows);
    const [up, down, aside] = [facts['servers.up'], facts['servers.down'], facts['servers.aside']];
    return {
      headline: {
        'zh-CN': `服务器 ${String(up)} 台可用，${String(down)} 台宕机，${String(aside)} 台被摘除；${String(facts['backends.dead'])} 个后端没有可用服务器`,
        en: `${String(up)} servers up, ${String(down)} down, ${String(aside)} set aside; ${String(facts['backends.dead'])} backends without any`,
      },
      facts: { ...reachFacts('none', 'done', ''), ...facts },
      text: rows
        .filter(({ type }) => type !== 'listener')
        .map(printRow)
        .join('\n'),
    };
  },
});

/** While a check is made, HAProxy has forgotten what the last one was answered with; it takes as long as an answer does. */
const isBeingChecked = (row: StatRow): boolean =>
  row.type === 'server' && isDown(row) && /^\* L7/.test(row.text('check_status')) && !hasCode(row);
const hasCode = (row: StatRow): boolean => (row.number('check_code') ?? 0) > 0;
const readsMax = 4;
const betweenReadsMs = 150;

const isUp = ({ status }: StatRow): boolean => /^(UP|no check|NOLB)/.test(status);
const isDown = ({ status }: StatRow): boolean => status.startsWith('DOWN');
const isUnresolved = ({ status }: StatRow): boolean => /^MAINT \(resolution\)/.test(status);
/** By a person; `via` follows another server, `resolution` a name. */
const isAside = ({ status }: StatRow): boolean => /^(MAINT|DRAIN)(?! \((resolution|via))/.test(status);

/** Pure: what the rows say. */
export function serverFacts(rows: readonly StatRow[]): Record<string, FactValue> {
  const servers = rows.filter(({ type }) => type === 'server');
  const backends = rows.filter(({ type }) => type === 'backend');
  const of = (backend: StatRow): readonly StatRow[] => servers.filter(({ proxy }) => proxy === backend.proxy);
  const dead = backends.filter((backend) => of(backend).length > 0 && !of(backend).some(isUp));
  const onBackup = backends.filter((backend) => of(backend).length > 0 && backend.number('act') === 0 && (backend.number('bck') ?? 0) > 0);
  // Those that leave a backend without any come first, then the latest.
  const down = servers
    .filter(isDown)
    .sort((one, other) => rank(other, dead) - rank(one, dead) || (one.number('lastchg') ?? 0) - (other.number('lastchg') ?? 0));
  const flapping = servers
    .filter((server) => (server.number('chkdown') ?? 0) >= 3)
    .sort((one, other) => (other.number('chkdown') ?? 0) - (one.number('chkdown') ?? 0));
  const aside = servers.filter(isAside).sort((one, other) => (other.number('lastchg') ?? 0) - (one.number('lastchg') ?? 0));
  const unresolved = servers.filter(isUnresolved);
  const [worst] = down;
  const [flap] = flapping;
  const [oldest] = aside;
  const peers = oldest === undefined ? [] : servers.filter(({ proxy }) => proxy === oldest.proxy);
  return {
    'backends.count': backends.length,
    'backends.dead': dead.length,
    'backends.deadName': dead[0]?.proxy ?? '',
    'backends.deadServers': dead[0] === undefined ? 0 : of(dead[0]).length,
    'backends.onBackup': onBackup.length,
    'backends.onBackupName': onBackup[0]?.proxy ?? '',
    'servers.count': servers.length,
    'servers.up': servers.filter(isUp).length,
    'servers.down': down.length,
    'servers.aside': aside.length,
    'servers.unresolved': unresolved.length,
    'servers.unresolvedName': nameOf(unresolved[0]),
    ...downFacts('down', worst),
    ...downFacts(
      'also',
      down.find((server) => worst !== undefined && resultOf(server) !== resultOf(worst)),
    ),
    'flap.backend': flap?.proxy ?? '',
    'flap.server': flap?.name ?? '',
    'flap.times': flap?.number('chkdown') ?? 0,
    'flap.seconds': flap?.number('lastchg') ?? null,
    'flap.isNow': flap !== undefined && isFlapping(flap),
    'flap.text': flap === undefined ? '' : checkText(flap),
    'aside.backend': oldest?.proxy ?? '',
    'aside.server': oldest?.name ?? '',
    'aside.state': oldest?.status.toLowerCase() ?? '',
    'aside.seconds': oldest?.number('lastchg') ?? null,
    'aside.share': peers.length === 0 ? 0 : peers.filter(isAside).length / peers.length,
  };
}

function downFacts(name: string, server: StatRow | undefined): Facts {
  return {
    [`${name}.backend`]: server?.proxy ?? '',
    [`${name}.server`]: server?.name ?? '',
    [`${name}.address`]: server?.text('addr') ?? '',
    [`${name}.check`]: server === undefined ? '' : resultOf(server),
    [`${name}.code`]: server === undefined ? '' : hasCode(server) ? server.text('check_code') : resultOf(server),
    [`${name}.text`]: server === undefined ? '' : checkText(server),
    [`${name}.seconds`]: server?.number('lastchg') ?? null,
  };
}

/** A star stands before the result of a check that is being made again. */
function resultOf(server: StatRow): string {
  return server.text('check_status').replace(/^\* /, '');
}

/** It changes still, and is not down for longer than it usually was: otherwise it has gone for good, however often it had been away before. */
function isFlapping(server: StatRow): boolean {
  const times = server.number('chkdown') ?? 0;
  const since = server.number('lastchg') ?? 0;
  const usualSeconds = times === 0 ? 0 : (server.number('downtime') ?? 0) / times;
  return times >= 3 && since < 300 && (!isDown(server) || since <= Math.max(flapSeconds, 3 * usualSeconds));
}

const flapSeconds = 30;

function rank({ proxy }: StatRow, dead: readonly StatRow[]): number {
  return dead.some((backend) => backend.proxy === proxy) ? 1 : 0;
}

function nameOf(row: StatRow | undefined): string {
  return row === undefined ? '' : `${row.proxy}/${row.name}`;
}

function checkText(row: StatRow): string {
  const parts = [row.text('check_desc'), row.text('last_chk')].filter((part) => part !== '');
  return [...new Set(parts)].join(': ').slice(0, 200);
}

function printRow(row: StatRow): string {
  const check = row.text('check_status');
  return `${row.type} ${row.proxy}/${row.name} ${row.status} for ${row.text('lastchg') || '?'} s${check === '' ? '' : `, check ${check} ${row.text('check_code')} ${checkText(row)}`}, sessions ${row.text('scur')}/${row.text('slim') || '∞'}, queue ${row.text('qcur') || '0'}, weight ${row.text('weight')}`;
}
