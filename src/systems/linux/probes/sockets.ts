/** TCP: queues that overflow, connections that pile up, ports and tracking tables that run out. */

import { z } from 'zod';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { nobody, type Portrait, portraitOf, readProcesses, readProcessFiles, sampleTwice, serviceOf } from '../sample.ts';
import { type Listener, readSockets, type SocketTable } from './socket-table.ts';

export const socketsProbe = linuxProbe({
  name: 'sockets',
  summary: {
    'zh-CN': 'TCP 连接状态、监听队列溢出、CLOSE_WAIT、临时端口与连接跟踪',
    en: 'TCP states, overflowing listen queues, CLOSE_WAIT, ephemeral ports and connection tracking',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000) }),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'connection|socket|tcp|port|network|timeout|refused|conntrack|close_wait|time_wait|连接|端口|网络|超时|拒绝',
  query: 'cat /proc/net/tcp /proc/net/tcp6 /proc/net/netstat /proc/net/snmp; ls -l /proc/[0-9]*/fd; ss -Hltn',
  facts: [
    'sockets.established',
    'sockets.timeWait',
    'sockets.closeWait',
    'sockets.synSent',
    'sockets.synReceived',
    'sockets.listening',
    'sockets.listenOverflowsPerSecond',
    'sockets.listenOverflowsSinceBoot',
    'sockets.listenDropsPerSecond',
    'sockets.retransmitRatio',
    'sockets.resetsPerSecond',
    'sockets.queue.port',
    'sockets.queue.length',
    'sockets.queue.backlog',
    'sockets.queue.usedRatio',
    'sockets.queue.pid',
    'sockets.queue.name',
    'sockets.queue.command',
    'sockets.queue.startTicks',
    'sockets.queue.state',
    'sockets.queue.service',
    'sockets.closeWaitTop.pid',
    'sockets.closeWaitTop.name',
    'sockets.closeWaitTop.command',
    'sockets.closeWaitTop.startTicks',
    'sockets.closeWaitTop.count',
    'sockets.closeWaitTop.remote',
    'sockets.closeWaitTop.service',
    'sockets.ephemeral.usedRatio',
    'sockets.ephemeral.remote',
    'sockets.ephemeral.count',
    'sockets.ephemeral.range',
    'sockets.conntrackUsedRatio',
    'sockets.conntrackUsed',
    'sockets.conntrackMax',
    'sockets.synSentTop.remote',
    'sockets.synSentTop.count',
    'sockets.somaxconn',
    'sockets.ports',
    'sockets.loopbackPorts',
  ],
  async see(client, given, context, limit) {
    const [{ first, second }, processes] = await Promise.all([
      sampleTwice(() => readSockets(client, limit), given.windowMs, context),
      readProcesses(client, limit),
    ]);
    const queue = fullestQueue(first, second);
    const leak = [...second.closeWait].sort((one, other) => other.count - one.count)[0];
    const owners = [...second.listeners.flatMap(({ pids }) => pids.slice(0, 1)), leak?.pid ?? 0].filter((pid) => pid > 0);
    const files = await readProcessFiles(
      client,
      [...(queue?.pids ?? []), leak?.pid ?? 0, ...owners].filter((pid) => pid > 0),
      ['cmdline'],
      limit,
    );
    const portrait = (pid: number | undefined): Portrait =>
      pid === undefined ? nobody : portraitOf(processes.processes.get(pid), files, processes.uptimeSeconds);
    const facts = {
      ...stateFacts(second),
      ...rateFacts(first, second),
      ...queueFacts(queue, portrait(queue?.pids[0]), processes.processes.get(queue?.pids[0] ?? 0)?.state ?? ''),
      'sockets.queue.service': serviceOf(client, portrait(queue?.pids[0]).command, portrait(queue?.pids[0]).name),
      'sockets.closeWaitTop.pid': portrait(leak?.pid).pid,
      'sockets.closeWaitTop.name': portrait(leak?.pid).name,
      'sockets.closeWaitTop.command': portrait(leak?.pid).command,
      'sockets.closeWaitTop.startTicks': portrait(leak?.pid).startTicks,
      'sockets.closeWaitTop.count': leak?.count ?? 0,
      'sockets.closeWaitTop.remote': leak?.remote ?? '',
      'sockets.closeWaitTop.service': serviceOf(client, portrait(leak?.pid).command, portrait(leak?.pid).name),
      ...peerFacts(second),
      'sockets.ports': portsText(second.listeners),
      'sockets.loopbackPorts': portsText(second.listeners.filter(({ port }) => isOnLoopbackOnly(port, second.listeners))),
    };
    const rows = second.listeners.map((each) => [
      each.port,
      each.address,
      each.queued,
      each.backlog || '?',
      each.pids.join(',') || '-',
      portrait(each.pids[0]).command,
    ]);
    const states = [...second.states].map(([name, count]) => `${name} ${count}`).join(', ');
    return {
      headline: {
        'zh-CN': `已建立 ${facts['sockets.established']}，TIME_WAIT ${facts['sockets.timeWait']}，CLOSE_WAIT ${facts['sockets.closeWait']}；监听队列溢出 ${facts['sockets.listenOverflowsPerSecond'].toFixed(1)} 次/秒，重传 ${percentText(facts['sockets.retransmitRatio'])}`,
        en: `${facts['sockets.established']} established, ${facts['sockets.timeWait']} TIME_WAIT, ${facts['sockets.closeWait']} CLOSE_WAIT; ${facts['sockets.listenOverflowsPerSecond'].toFixed(1)} listen overflows/s, ${percentText(facts['sockets.retransmitRatio'])} retransmitted`,
      },
      facts,
      text: `${states}\nephemeral ports ${facts['sockets.ephemeral.count']} of ${second.portRange} to ${facts['sockets.ephemeral.remote'] || 'any'}, conntrack ${second.conntrack.used} of ${second.conntrack.max}\n\n${tableText(['PORT', 'ADDRESS', 'QUEUED', 'BACKLOG', 'PIDS', 'COMMAND'], rows)}`,
    };
  },
});

function portsText(listeners: readonly Listener[]): string {
  const ports = [...new Set(listeners.map(({ port }) => port))].sort((one, other) => one - other);
  return ports.join(' ').slice(0, 480);
}

/** Whoever comes from elsewhere is refused there. */
function isOnLoopbackOnly(port: number, listeners: readonly Listener[]): boolean {
  return listeners.every((each) => each.port !== port || /^127\.|^::1$/.test(each.address));
}

function stateFacts(table: SocketTable) {
  const count = (name: string): number => table.states.get(name) ?? 0;
  return {
    'sockets.established': count('ESTABLISHED'),
    'sockets.timeWait': count('TIME_WAIT'),
    'sockets.closeWait': count('CLOSE_WAIT'),
    'sockets.synSent': count('SYN_SENT'),
    'sockets.synReceived': count('SYN_RECV'),
    'sockets.listening': count('LISTEN'),
    'sockets.somaxconn': table.somaxconn,
    'sockets.conntrackUsed': table.conntrack.used,
    'sockets.conntrackMax': table.conntrack.max,
    'sockets.conntrackUsedRatio': table.conntrack.max > 0 ? table.conntrack.used / table.conntrack.max : 0,
  };
}

function rateFacts(first: SocketTable, second: SocketTable) {
  const seconds = Math.max(0.05, second.uptimeSeconds - first.uptimeSeconds);
  const delta = (name: string): number => Math.max(0, (second.counters.get(name) ?? 0) - (first.counters.get(name) ?? 0));
  const sent = delta('Tcp:OutSegs');
  return {
    'sockets.listenOverflowsPerSecond': delta('TcpExt:ListenOverflows') / seconds,
    'sockets.listenOverflowsSinceBoot': second.counters.get('TcpExt:ListenOverflows') ?? 0,
    'sockets.listenDropsPerSecond': delta('TcpExt:ListenDrops') / seconds,
    // A handful of segments says nothing.
    'sockets.retransmitRatio': sent < 50 ? 0 : Math.min(1, delta('Tcp:RetransSegs') / sent),
    'sockets.resetsPerSecond': delta('Tcp:OutRsts') / seconds,
  };
}

/** A queue counts when it was there both times: a burst is taken in at once. */
function fullestQueue(first: SocketTable, second: SocketTable) {
  const before = new Map(first.listeners.map((each) => [`${each.address}:${each.port}`, each.queued]));
  const waiting = second.listeners
    .map((each) => ({
      ...each,
      queued: Math.min(each.queued, before.get(`${each.address}:${each.port}`) ?? 0),
      limit: each.backlog || second.somaxconn,
    }))
    .filter(({ queued }) => queued > 0);
  return waiting.sort((one, other) => other.queued / other.limit - one.queued / one.limit)[0];
}

function queueFacts(queue: ReturnType<typeof fullestQueue>, owner: Portrait, state: string) {
  return {
    'sockets.queue.port': queue?.port ?? 0,
    'sockets.queue.length': queue?.queued ?? 0,
    'sockets.queue.backlog': queue?.limit ?? 0,
    'sockets.queue.usedRatio': queue === undefined ? 0 : queue.queued / queue.limit,
    'sockets.queue.pid': owner.pid,
    'sockets.queue.name': owner.name,
    'sockets.queue.command': owner.command,
    'sockets.queue.startTicks': owner.startTicks,
    'sockets.queue.state': state,
  };
}

/** Ports run out per pair of local address and remote socket; a connection that came in uses none of ours. */
function peerFacts(table: SocketTable) {
  const ownPorts = new Set(table.listeners.map(({ port }) => String(port)));
  const [most] = [...table.peers].sort((one, other) => other.count - one.count);
  // A service of this machine that doesn't take its connections is no peer: its queue tells of it.
  const isOwn = (remote: string): boolean => /^(127\.|\[?::1)/.test(remote) && ownPorts.has(remote.replace(/^.*:/, ''));
  const [waiting] = table.synSent.filter(({ remote }) => !isOwn(remote)).sort((one, other) => other.count - one.count);
  const isOutgoing =
    most !== undefined && (most.local !== most.remote.replace(/:\d+$/, '') || ownPorts.has(most.remote.replace(/^.*:/, '')));
  return {
    'sockets.ephemeral.remote': isOutgoing ? most.remote : '',
    'sockets.ephemeral.count': isOutgoing ? most.count : 0,
    'sockets.ephemeral.range': table.portRange,
    'sockets.ephemeral.usedRatio': isOutgoing ? most.count / table.portRange : 0,
    'sockets.synSentTop.remote': waiting?.remote ?? '',
    'sockets.synSentTop.count': waiting?.count ?? 0,
  };
}
