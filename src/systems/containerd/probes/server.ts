/** The daemon itself: whether it answers, its version, since when, which namespaces there are. */

import { z } from 'zod';
import { linuxProbe } from '../../linux/linux-probe.ts';
import { sectionsOf } from '../../linux/read-files.ts';
import type { ContainerdClient } from '../client.ts';

export const serverProbe = linuxProbe({
  name: 'server',
  summary: { 'zh-CN': '守护进程是否应答、版本、运行时长、命名空间', en: 'whether the daemon answers, version, uptime, namespaces' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'containerd|down|restart|version|namespace|挂了|重启|版本|命名空间',
  query: 'ctr version; ctr namespaces ls; ctr plugins ls',
  facts: [
    'server.version',
    'server.uptimeSeconds',
    'server.namespaces',
    'server.namespaceNames',
    'server.missingNamespace',
    'server.snapshotters',
  ],
  async see(client: ContainerdClient, _given, context, limit) {
    const sections = sectionsOf(await client.ask('containerd-server', [], context, limit));
    const names = (sections.get('namespaces') ?? '').split('\n').filter((name) => name !== '');
    const version = /Server:\s+Version:\s+(\S+)/.exec(sections.get('version') ?? '')?.[1] ?? '';
    const [madeAt = 0, now = 0] = (sections.get('times') ?? '').trim().split('\n').map(Number);
    const snapshotters = [...(sections.get('plugins') ?? '').matchAll(/^io\.containerd\.snapshotter\.v1\s+(\S+)\s.*\sok\s*$/gm)];
    const facts = {
      'server.version': version,
      // It makes its socket when it starts.
      'server.uptimeSeconds': madeAt > 0 ? Math.max(0, now - madeAt) : null,
      'server.namespaces': names.length,
      'server.namespaceNames': names.join(', '),
      'server.missingNamespace': client.namespaces.find((name) => !names.includes(name)) ?? '',
      'server.snapshotters': snapshotters.map(([, name]) => name).join(', '),
    };
    const since = String(facts['server.uptimeSeconds'] ?? '?');
    return {
      headline: {
        'zh-CN': `containerd ${version} 已运行 ${since} 秒，命名空间：${facts['server.namespaceNames'] || '无'}`,
        en: `containerd ${version} up for ${since} s, namespaces: ${facts['server.namespaceNames'] || 'none'}`,
      },
      facts,
      text: `${sections.get('version') ?? ''}\n${names.join('\n')}\n${sections.get('plugins') ?? ''}`,
    };
  },
});
