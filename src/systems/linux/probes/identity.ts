/** What machine this is: system, kernel, cores, since when it is up, what it runs in. */

import { z } from 'zod';
import { durationText } from '../../../domain/text.ts';
import { linuxProbe } from '../linux-probe.ts';
import { parseKernelStat } from '../parse/counters.ts';
import { parseUptime } from '../parse/process.ts';
import { readFiles } from '../read-files.ts';

const filePaths = [
  '/proc/uptime',
  '/proc/version',
  '/etc/os-release',
  '/proc/stat',
  '/proc/1/comm',
  '/proc/1/cgroup',
  '/proc/sys/kernel/hostname',
  '/sys/class/dmi/id/sys_vendor',
  '/sys/class/dmi/id/product_name',
  '/.dockerenv',
  '/run/.containerenv',
  '/run/systemd/system',
  '/proc/cpuinfo',
];

export const identityProbe = linuxProbe({
  name: 'identity',
  summary: { 'zh-CN': '主机概况：系统、内核、核数、运行时长、虚拟化', en: 'the machine: system, kernel, cores, uptime, virtualisation' },
  parameters: z.strictObject({}),
  timeoutMs: 10_000,
  cost: 'cheap',
  hints: 'reboot|restart|uptime|kernel|重启|开机|内核|版本',
  query: 'cat /proc/uptime /proc/version /etc/os-release /proc/1/comm',
  facts: [
    'identity.hostname',
    'identity.os',
    'identity.kernel',
    'identity.cores',
    'identity.uptimeSeconds',
    'identity.bootedBeforeIncidentSeconds',
    'identity.isContainer',
    'identity.virtualization',
    'identity.init',
  ],
  async see(client, _given, context, limit) {
    const files = await readFiles(client.exec, filePaths, limit);
    const content = (path: string): string => (files.get(path) ?? '').trim();
    const uptime = parseUptime(content('/proc/uptime'));
    const sinceIncident = Math.max(0, (context.clock.now() - context.aboutMs) / 1_000);
    const facts = {
      'identity.hostname': content('/proc/sys/kernel/hostname'),
      'identity.os': /^PRETTY_NAME="?(.*?)"?$/m.exec(content('/etc/os-release'))?.[1] ?? 'Linux',
      'identity.kernel': /version (\S+)/.exec(content('/proc/version'))?.[1] ?? '',
      'identity.cores': parseKernelStat(content('/proc/stat')).cores,
      'identity.uptimeSeconds': uptime,
      // Negative when the machine was started after the incident had begun.
      'identity.bootedBeforeIncidentSeconds': uptime - sinceIncident,
      'identity.isContainer':
        files.has('/.dockerenv') || files.has('/run/.containerenv') || /docker|kubepods|containerd|lxc/.test(content('/proc/1/cgroup')),
      'identity.virtualization': virtualizationOf(
        content('/sys/class/dmi/id/sys_vendor'),
        content('/sys/class/dmi/id/product_name'),
        content('/proc/cpuinfo'),
      ),
      'identity.init': content('/proc/1/comm'),
    };
    return {
      headline: {
        'zh-CN': `${facts['identity.hostname']}：${facts['identity.os']}，${facts['identity.cores']} 核，已运行 ${durationText(uptime)}`,
        en: `${facts['identity.hostname']}: ${facts['identity.os']}, ${facts['identity.cores']} cores, up ${durationText(uptime)}`,
      },
      facts,
      text: `${content('/proc/version')}\n${content('/etc/os-release')}\ninit ${facts['identity.init']}, uptime ${Math.round(uptime)} s`,
    };
  },
});

function virtualizationOf(vendor: string, product: string, cpuinfo: string): string {
  if (`${vendor}${product}` !== '') return `${vendor} ${product}`.trim();
  return /^flags.*\bhypervisor\b/m.test(cpuinfo) ? 'virtual machine' : '';
}
