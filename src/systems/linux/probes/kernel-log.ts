/** What the kernel has complained about: kills for want of memory, failing disks, hung tasks, full tables. */

import { z } from 'zod';
import { LogBook } from '../../../analysis/logs/log-book.ts';
import type { LogEntry } from '../../../analysis/logs/log-reader.ts';
import { templateLines } from '../../../analysis/logs/summarise-log.ts';
import { LinuxFailure } from '../failure.ts';
import { linuxProbe } from '../linux-probe.ts';
import { isGroupGone, type KernelLine, parseKernelLog, readKernelEvents } from '../parse/kernel-log.ts';
import { parseUptime } from '../parse/process.ts';
import { sectionsOf } from '../read-files.ts';

export const kernelLogProbe = linuxProbe({
  name: 'kernel-log',
  summary: {
    'zh-CN': '内核日志：OOM、磁盘错误、卡死任务、段错误、表满',
    en: "the kernel's log: out of memory kills, disk errors, hung tasks, crashes, full tables",
  },
  parameters: z.strictObject({ sinceMinutes: z.number().int().min(1).max(10_080).default(60) }),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'kernel|oom|killed|crash|segfault|disk|i/o error|hung|dmesg|内核|崩溃|被杀|磁盘|卡死',
  query: 'dmesg | tail -n 2000',
  facts: [
    'kernel.oomKills',
    'kernel.oom.isGroupGone',
    'kernel.oom.victim',
    'kernel.oom.pid',
    'kernel.oom.scope',
    'kernel.oom.cgroup',
    'kernel.oom.rssBytes',
    'kernel.oom.ageSeconds',
    'kernel.oom.beforeIncidentSeconds',
    'kernel.ioErrors',
    'kernel.ioErrorDevice',
    'kernel.fsErrors',
    'kernel.fsErrorDevice',
    'kernel.readOnlyRemounts',
    'kernel.readOnlyDevice',
    'kernel.segfaults',
    'kernel.segfaultName',
    'kernel.hungTasks',
    'kernel.hungTask',
    'kernel.lockups',
    'kernel.conntrackFull',
    'kernel.synFlood',
    'kernel.synFloodPort',
    'kernel.neighbourFull',
    'kernel.hardwareErrors',
    'kernel.thermal',
    'kernel.linkDown',
    'kernel.nfsNotResponding',
    'kernel.lastComplaint',
  ],
  async see(client, given, context, limit) {
    const { stdout } = await client.exec.run('kernel-log', ['4000'], limit);
    const sections = sectionsOf(stdout);
    if (sections.has('denied'))
      throw new LinuxFailure("The kernel's log may not be read by this account (dmesg, journalctl)", { status: 'denied' });
    const uptime = parseUptime(sections.get('uptime') ?? '');
    const lines = parseKernelLog(sections.get('dmesg') ?? sections.get('journal') ?? sections.get('file') ?? '');
    // About an incident of the past the window ends there; its start lies before it.
    const agoSeconds = Math.max(0, (context.clock.now() - context.aboutMs) / 1_000);
    const from = uptime - agoSeconds - given.sinceMinutes * 60;
    const recent = lines.filter(({ atSeconds }) => atSeconds === null || atSeconds >= from);
    const events = readKernelEvents(recent, uptime, agoSeconds);
    const facts = {
      ...events,
      'kernel.oom.isGroupGone': isGroupGone(events['kernel.oom.cgroup'], (sections.get('group') ?? 'there').includes('there')),
    };
    const complaints = recent.filter(({ isComplaint }) => isComplaint);
    return {
      headline:
        complaints.length === 0
          ? { 'zh-CN': `近 ${given.sinceMinutes} 分钟内核没有报错`, en: `no complaint of the kernel in the last ${given.sinceMinutes} min` }
          : {
              'zh-CN': `近 ${given.sinceMinutes} 分钟内核报错 ${complaints.length} 行，最近一条：${facts['kernel.lastComplaint'].slice(0, 120)}`,
              en: `${complaints.length} complaints of the kernel in the last ${given.sinceMinutes} min, the last: ${facts['kernel.lastComplaint'].slice(0, 120)}`,
            },
      facts,
      text: kernelText(complaints.length > 0 ? complaints.slice(-500) : recent.slice(-200), uptime),
    };
  },
});

/** Templates with counts and ages, most frequent first, and one example of each; the times are seconds since boot. */
function kernelText(lines: readonly KernelLine[], uptime: number): string {
  const book = new LogBook();
  for (const { atSeconds, text } of lines) book.add(entryOf(text, atSeconds === null ? Number.NaN : atSeconds * 1_000), 'window');
  const templates = book.templates().map(({ view }) => ({ ...view, recent: view.count, isNew: false, calmEntries: 0 }));
  return templateLines(templates, uptime * 1_000, { errorsMax: 30, othersMax: 30 }).join('\n');
}

function entryOf(message: string, atMs: number): LogEntry {
  return { message, atMs, level: 'none', component: '', pid: '', lines: 1, attributes: {} };
}
