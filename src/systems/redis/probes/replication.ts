/** Primary and replicas: links, lag, backlog, and whether too few good replicas stop writes. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { type Info, infoCount, infoFields, infoNumber, infoText, readInfo, sectionText } from '../info.ts';
import type { Knock } from '../knock.ts';
import { numberOf, type Reply, textOf } from '../reply.ts';
import { readSettings } from './config.ts';
import { redisProbe } from './redis-probe.ts';

export const replicationProbe = redisProbe({
  name: 'replication',
  summary: { 'zh-CN': '主从角色、链路、延迟、积压与全量同步', en: 'role, links, lag, backlog and full syncs' },
  parameters: z.strictObject({}),
  timeoutMs: 9_000,
  cost: 'cheap',
  hints: 'replica|slave|master|replication|sync|lag|readonly|noreplicas|主从|复制|同步|只读|从库|主库',
  query: 'INFO replication; CONFIG GET min-replicas-to-write repl-backlog-size …',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const settings = await readSettings(
      client,
      [
        'min-replicas-to-write',
        'min-replicas-max-lag',
        'repl-backlog-size',
        'repl-timeout',
        'replica-read-only',
        'replica-serve-stale-data',
      ],
      limit,
    );
    const isMaster = infoText(info, 'role') === 'master';
    const facts = { ...commonFacts(info), ...(isMaster ? masterFacts(info, settings) : await replicaFacts(client, info, settings, limit)) };
    return { headline: headline(facts), facts, text: sectionText(info, ['replication']) };
  },
});

function headline(facts: Facts): { 'zh-CN': string; en: string } {
  if (facts['replication.role'] === 'master')
    return {
      'zh-CN': `主库，从库 ${String(facts['replication.replicas'])} 个（在线 ${String(facts['replication.replicasOnline'])}），最大延迟 ${String(facts['replication.worstLagSeconds'])} 秒 / ${String(facts['replication.worstLagBytes'])} 字节`,
      en: `primary with ${String(facts['replication.replicas'])} replicas (${String(facts['replication.replicasOnline'])} online), worst lag ${String(facts['replication.worstLagSeconds'])} s / ${String(facts['replication.worstLagBytes'])} bytes`,
    };
  return {
    'zh-CN': `从库，主库 ${String(facts['replication.master'])}，链路 ${String(facts['replication.linkStatus'])}`,
    en: `replica of ${String(facts['replication.master'])}, link ${String(facts['replication.linkStatus'])}`,
  };
}

function commonFacts(info: Info): Facts {
  return {
    'replication.role': infoText(info, 'role'),
    'replication.fullSyncs': infoCount(info, 'sync_full'),
    'replication.partialSyncs': infoCount(info, 'sync_partial_ok'),
    'replication.partialSyncsRefused': infoCount(info, 'sync_partial_err'),
    'replication.backlogBytes': infoCount(info, 'repl_backlog_size'),
    'replication.isBacklogActive': infoText(info, 'repl_backlog_active') === '1',
    'replication.suggestedBacklogBytes': Math.max(64 * 1_048_576, infoCount(info, 'repl_backlog_size') * 16),
    'replication.offset': infoNumber(info, 'master_repl_offset'),
    'replication.uptimeSeconds': infoCount(info, 'uptime_in_seconds'),
  };
}

function masterFacts(info: Info, settings: ReadonlyMap<string, Reply>): Facts {
  const offset = infoCount(info, 'master_repl_offset');
  const replicas = [...info.values].filter(([name]) => /^slave\d+$/.test(name)).map(([, value]) => infoFields(value));
  const online = replicas.filter((each) => each.get('state') === 'online');
  const lags = online.map((each) => ({
    address: `${each.get('ip') ?? ''}:${each.get('port') ?? ''}`,
    seconds: Number(each.get('lag') ?? 0),
    bytes: Math.max(0, offset - Number(each.get('offset') ?? 0)),
  }));
  lags.sort((one, other) => other.seconds - one.seconds || other.bytes - one.bytes);
  const needed = numberOf(settings.get('min-replicas-to-write')) ?? 0;
  const lagMax = numberOf(settings.get('min-replicas-max-lag')) ?? 10;
  const good = infoNumber(info, 'min_slaves_good_slaves') ?? lags.filter((each) => each.seconds <= lagMax).length;
  const syncing = replicas.filter((each) => each.get('state') !== 'online');
  return {
    'replication.isMaster': true,
    'replication.replicas': replicas.length,
    'replication.replicasOnline': online.length,
    'replication.replicasSyncing': syncing.length,
    'replication.worstReplica': lags[0]?.address ?? '',
    'replication.worstLagSeconds': lags[0]?.seconds ?? 0,
    'replication.worstLagBytes': Math.max(0, ...lags.map((each) => each.bytes)),
    'replication.minReplicasToWrite': needed,
    'replication.minReplicasMaxLagSeconds': lagMax,
    'replication.goodReplicas': good,
    'replication.isRefusingWrites': needed > 0 && lagMax > 0 && good < needed,
    // A backlog outlives the last replica by an hour: somebody was there.
    'replication.hadReplicas': infoText(info, 'repl_backlog_active') === '1',
    'replication.failover': infoText(info, 'master_failover_state'),
  };
}

async function replicaFacts(client: RedisClient, info: Info, settings: ReadonlyMap<string, Reply>, limit: RedisLimit): Promise<Facts> {
  const linkStatus = infoText(info, 'master_link_status');
  const host = infoText(info, 'master_host');
  const port = infoCount(info, 'master_port');
  const isDown = linkStatus !== 'up';
  const masterAnswer = isDown && host !== '' ? await askMaster(client, host, port, limit) : { state: 'not-asked', line: '' };
  return {
    'replication.isMaster': false,
    'replication.master': `${host}:${String(port)}`,
    'replication.masterHost': host,
    'replication.masterPort': port,
    'replication.linkStatus': linkStatus,
    'replication.linkDownSeconds': infoNumber(info, 'master_link_down_since_seconds') ?? 0,
    'replication.lastHeardSeconds': infoNumber(info, 'master_last_io_seconds_ago'),
    'replication.isSyncing': infoText(info, 'master_sync_in_progress') === '1',
    'replication.syncReadBytes': infoNumber(info, 'master_sync_read_bytes') ?? 0,
    'replication.masterState': masterAnswer.state,
    'replication.masterAnswer': masterAnswer.line,
    'replication.isReadOnly': infoText(info, 'slave_read_only') !== '0',
    'replication.servesStale': textOf(settings.get('replica-serve-stale-data')) !== 'no',
    'replication.isRefusingWrites': false,
    'replication.replicas': infoCount(info, 'connected_slaves'),
  };
}

/** From here, not from the replica: said as such in the texts. A primary with a password answers NOAUTH, which is a good sign. */
async function askMaster(client: RedisClient, host: string, port: number, limit: RedisLimit): Promise<{ state: string; line: string }> {
  return masterState(await client.knock({ timeoutMs: 1_500, signal: limit.signal }, { host, port }));
}

export function masterState(answer: Knock): { state: string; line: string } {
  if (answer.outcome === 'silent') return { state: 'silent', line: '' };
  if (answer.outcome === 'closed') return { state: 'closed', line: '' };
  if (answer.outcome === 'failed') return { state: codeState(answer.error), line: answer.error.message };
  if (/max number of clients/i.test(answer.line)) return { state: 'full', line: answer.line };
  if (/^-NOAUTH/.test(answer.line)) return { state: 'needs-login', line: answer.line };
  if (/^-(LOADING|BUSY|DENIED)/.test(answer.line))
    return { state: answer.line.slice(1).split(' ')[0]?.toLowerCase() ?? 'answers', line: answer.line };
  return /^[-+]/.test(answer.line) ? { state: 'answers', line: answer.line } : { state: 'not-redis', line: answer.line.slice(0, 100) };
}

function codeState(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  return code === 'ECONNRESET' ? 'closed' : 'unreachable';
}
