/** What changed lately: packages, configuration files, boots, logins, programs that were started. */

import { z } from 'zod';
import { durationText } from '../../../domain/text.ts';
import { tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { parseChanges } from '../parse/changes.ts';
import { ageSeconds } from '../parse/process.ts';
import { sectionsOf } from '../read-files.ts';
import { portraitOf, readProcesses, readProcessFiles } from '../sample.ts';

const neverSeconds = 315_360_000;

export const changesProbe = linuxProbe({
  name: 'changes',
  summary: {
    'zh-CN': '近期变更：软件包、/etc 下的文件、重启、登录、新启动的程序',
    en: 'recent changes: packages, files below /etc, boots, logins, programs started',
  },
  parameters: z.strictObject({ sinceMinutes: z.number().int().min(1).max(43_200).default(1_440) }),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'chang|deploy|release|upgrade|update|install|recent|变更|改动|发布|升级|更新|安装|动过',
  query: 'tail /var/log/dpkg.log; rpm -qa --last; find /etc -mmin -1440; last -x reboot; who',
  facts: [
    'changes.packages',
    'changes.lastPackage',
    'changes.lastPackageAgeSeconds',
    'changes.etcFiles',
    'changes.etcNewest',
    'changes.etcNewestAgeSeconds',
    'changes.logins',
    'changes.started',
    'changes.startedNewest',
    'changes.startedNewestAgeSeconds',
    'changes.isAnything',
  ],
  async see(client, given, _context, limit) {
    const [{ stdout }, processes] = await Promise.all([
      client.exec.run('changes', [String(given.sinceMinutes)], limit),
      readProcesses(client, limit),
    ]);
    const changes = parseChanges(sectionsOf(stdout), given.sinceMinutes * 60);
    const started = [...processes.processes.values()]
      .filter(
        (process) => !process.isKernelThread && ageSeconds(process, processes.uptimeSeconds) < Math.min(7_200, given.sinceMinutes * 60),
      )
      .sort((one, other) => other.startTicks - one.startTicks);
    const lasting = started.filter((process) => ageSeconds(process, processes.uptimeSeconds) > 5).slice(0, 25);
    const files = await readProcessFiles(
      client,
      lasting.map(({ pid }) => pid),
      ['cmdline'],
      limit,
    );
    const portraits = lasting.map((process) => portraitOf(process, files, processes.uptimeSeconds));
    const facts = {
      'changes.packages': changes.packages.length,
      'changes.lastPackage': changes.packages[0]?.what ?? '',
      'changes.lastPackageAgeSeconds': changes.packages[0]?.ageSeconds ?? neverSeconds,
      'changes.etcFiles': changes.etcFiles.length,
      'changes.etcNewest': changes.etcFiles[0]?.what ?? '',
      'changes.etcNewestAgeSeconds': changes.etcFiles[0]?.ageSeconds ?? neverSeconds,
      'changes.logins': changes.logins,
      'changes.started': lasting.length,
      'changes.startedNewest': portraits[0]?.command ?? '',
      'changes.startedNewestAgeSeconds': portraits[0]?.ageSeconds ?? neverSeconds,
      'changes.isAnything': changes.packages.length + changes.etcFiles.length > 0,
    };
    const rows = [...changes.packages.slice(0, 20), ...changes.etcFiles.slice(0, 20)].map((each) => [
      durationText(each.ageSeconds),
      each.what,
    ]);
    const programs = portraits.map((each) => [durationText(each.ageSeconds), each.pid, each.command]);
    return {
      headline: {
        'zh-CN': `近 ${durationText(given.sinceMinutes * 60)}：软件包变更 ${changes.packages.length}，/etc 改动 ${changes.etcFiles.length}${facts['changes.etcNewest'] === '' ? '' : `（最近 ${facts['changes.etcNewest']}）`}，两小时内启动的程序 ${lasting.length}`,
        en: `last ${durationText(given.sinceMinutes * 60)}: ${changes.packages.length} package changes, ${changes.etcFiles.length} files below /etc${facts['changes.etcNewest'] === '' ? '' : ` (newest ${facts['changes.etcNewest']})`}, ${lasting.length} programs started within two hours`,
      },
      facts,
      text: `${tableText(['AGO', 'CHANGE'], rows)}\n\n${tableText(['AGO', 'PID', 'STARTED'], programs)}\n\n${changes.reboots}`,
    };
  },
});
