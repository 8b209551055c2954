/** Which processes of this machine are connected to what: dependencies as they are, not as they were written down. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { nobody, portraitOf, readProcesses, readProcessFiles } from '../sample.ts';
import { addressText } from './socket-table.ts';

/** Of each link one fact; the ones with the most connections first. */
const linksMax = 40;

const linkNames = Array.from({ length: linksMax }, (_, index) => `connections.link.${index}` as const);

interface Link {
  readonly pid: number;
  readonly remote: string;
  readonly count: number;
  /** Ports that the process itself listens on. */
  readonly ports: readonly number[];
}

export const connectionsProbe = linuxProbe({
  name: 'connections',
  summary: { 'zh-CN': '本机进程连向何处（实际依赖）', en: 'what the processes here are connected to: dependencies as they are' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'depend|upstream|downstream|connect|topology|slow|timeout|依赖|上游|下游|连接|拓扑|慢|超时',
  query: 'cat /proc/net/tcp /proc/net/tcp6; ls -l /proc/[0-9]*/fd',
  facts: ['connections.processes', 'connections.peers', ...linkNames],
  async see(client, _given, _context, limit) {
    const [{ stdout }, sample] = await Promise.all([client.exec.run('connections', [], limit), readProcesses(client, limit)]);
    const links = parseLinks(stdout).filter(({ pid }) => pid !== client.ownPid);
    const shown = links.slice(0, linksMax);
    const files = await readProcessFiles(
      client,
      shown.map(({ pid }) => pid),
      ['cmdline'],
      limit,
    );
    const named = shown.map((link) => {
      const process = sample.processes.get(link.pid);
      return {
        ...link,
        ...(process === undefined ? { name: nobody.name } : { name: portraitOf(process, files, sample.uptimeSeconds).name }),
      };
    });
    const processes = new Set(links.map(({ pid }) => pid)).size;
    const peers = new Set(links.map(({ remote }) => remote)).size;
    return {
      headline: {
        'zh-CN': `${String(processes)} 个进程连向 ${String(peers)} 个地址${named[0] === undefined ? '' : `，最多：${named[0].name} → ${named[0].remote}（${String(named[0].count)}）`}`,
        en: `${String(processes)} processes are connected to ${String(peers)} addresses${named[0] === undefined ? '' : `, most: ${named[0].name} to ${named[0].remote} (${String(named[0].count)})`}`,
      },
      facts: { 'connections.processes': processes, 'connections.peers': peers, ...linkFacts(named) },
      text: tableText(
        ['PID', 'NAME', 'PORTS', 'TO', 'COUNT'],
        named.map((each) => [each.pid, each.name, each.ports.join(',') || '-', each.remote, each.count]),
      ),
    };
  },
});

/** `8080,8081|java|10.0.0.12:5432|40`: read by what draws dependencies from evidence. */
function linkFacts(links: readonly (Link & { readonly name: string })[]): Facts & Record<(typeof linkNames)[number], string> {
  const written = links.map(
    ({ ports, name, remote, count }) => `${ports.slice(0, 8).join(',')}|${name.replaceAll('|', '?')}|${remote}|${String(count)}`,
  );
  return Object.fromEntries(linkNames.slice(0, written.length).map((name, index) => [name, written[index] ?? '']));
}

/** Pure: `out PID HEX:PORT COUNT` and `ports PID HEX …`, the heaviest first. */
export function parseLinks(text: string): readonly Link[] {
  const ports = new Map(
    [...text.matchAll(/^ports (\d+)((?: [0-9A-F]+)*)$/gm)].map(([, pid, list = '']) => [
      Number(pid),
      list
        .split(' ')
        .filter(Boolean)
        .map((hex) => Number.parseInt(hex, 16)),
    ]),
  );
  const links = [...text.matchAll(/^out (\d+) ([0-9A-F]+:[0-9A-F]+) (\d+)$/gm)].map(([, pid, remote = '', count]) => ({
    pid: Number(pid),
    remote: addressText(remote),
    count: Number(count),
    ports: ports.get(Number(pid)) ?? [],
  }));
  return links.sort((one, other) => other.count - one.count || one.pid - other.pid);
}
