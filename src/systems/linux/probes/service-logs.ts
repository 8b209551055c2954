/** The ends of the declared logs as templates: how many errors, of which well-known sort, which are new, and the newest of them. */

import { z } from 'zod';
import type { LogEntry } from '../../../analysis/logs/log-reader.ts';
import { readLogText, summariseEntries, templateLines } from '../../../analysis/logs/summarise-log.ts';
import type { FactValue } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import { changeBefore } from '../../logs/change-before.ts';
import { logTimesOf, readStore } from '../../logs/read-sources.ts';
import { isPath } from '../../logs/source.ts';
import { linuxProbe } from '../linux-probe.ts';
import { templateFacts, wholeLines } from '../parse/log-templates.ts';
import { countFacts, knownFacts, readEntryFindings } from '../parse/service-log.ts';
import { holderFacts, readHolder } from '../read-holder.ts';
import { pinnedFacts, readPinned } from '../read-pinned.ts';
import { linuxLogFiles } from '../tail-logs.ts';

export const serviceLogsProbe = linuxProbe({
  name: 'service-logs',
  summary: {
    'zh-CN': '声明的服务日志末尾：日志模板、新出现的错误、常见错误类型与最近一条',
    en: 'the ends of the declared logs as templates: errors, which are new, their well-known sorts, and the newest',
  },
  parameters: z.strictObject({ tailBytes: z.number().int().min(1_024).max(262_144).default(65_536) }),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'log|error|exception|fail|crash|日志|报错|错误|异常|失败',
  query: 'tail -c 65536 (each declared log); cat /etc/hosts (where a peer is not reached)',
  facts: [
    'logs.declared',
    'logs.readable',
    'logs.errors',
    'logs.errorRatio',
    'logs.path',
    'logs.newestError',
    'logs.endReason',
    'logs.noSpace',
    'logs.tooManyOpenFiles',
    'logs.addressInUse',
    'logs.addressInUsePort',
    'logs.connectionRefused',
    'logs.connectionRefusedTo',
    'logs.changeBefore',
    'logs.calmEntries',
    'logs.holder.pid',
    'logs.holder.name',
    'logs.holder.command',
    'logs.holder.startTicks',
    'logs.pinned.name',
    'logs.pinned.address',
    'logs.pinned.port',
    'logs.pinned.line',
    'logs.isCompared',
    'logs.outOfMemory',
    'logs.permissionDenied',
    'logs.readOnly',
    'logs.timeouts',
    'logs.dnsFailures',
    'logs.certificateErrors',
    'logs.cannotFork',
    'logs.missingFile',
    'logs.configErrors',
    'logs.known',
    'logs.knownCount',
    'logs.knownShare',
    'logs.knownRatio',
    'logs.knownBefore',
    'logs.knownLine',
    'logs.templates',
    'logs.topError',
    'logs.topErrorCount',
    'logs.topErrorSaysWhy',
    'logs.newErrors',
    'logs.newError',
    'logs.newErrorPath',
    'logs.newErrorSaysWhy',
    'logs.newErrorCount',
    'logs.newErrorAgoSeconds',
  ],
  async see(client, given, context, limit) {
    const { logs } = client.settings;
    const paths = logs.filter(isPath);
    const { tails, zoneMinutes } = await linuxLogFiles.tail(client, paths, given.tailBytes, limit);
    const times = logTimesOf(context, zoneMinutes);
    const { nowMs } = times;
    const seenIn = (path: string, entries: readonly LogEntry[]) => ({
      ...{ path, ...readEntryFindings(entries) },
      ...{ summary: summariseEntries(entries, times), change: changeBefore(entries) },
    });
    const files = tails.flatMap(({ path, text }) =>
      text === null ? [] : [seenIn(path, readLogText(wholeLines(text, given.tailBytes), times))],
    );
    const stores = await Promise.all(logs.flatMap((source) => (isPath(source) ? [] : [readStore(source, context, limit)])));
    const stored = stores.filter(({ reason }) => reason === '').map(({ name, entries }) => seenIn(name, entries));
    const findings = [...files, ...stored];
    const worst = [...findings].sort((one, other) => other.errors - one.errors)[0];
    const lines = findings.reduce((total, each) => total + each.lines, 0);
    const errors = findings.reduce((total, each) => total + each.errors, 0);
    const pinned = await readPinned(
      client,
      findings.flatMap(({ unreached }) => unreached),
      limit,
    );
    const takenPort = findings.find((each) => each.addressInUsePort > 0)?.addressInUsePort ?? 0;
    const facts = {
      'logs.declared': logs.length,
      'logs.readable': findings.length,
      'logs.errors': errors,
      'logs.errorRatio': lines > 0 ? errors / lines : 0,
      'logs.path': worst?.path ?? '',
      'logs.newestError': worst?.newestError.slice(0, 400) ?? '',
      'logs.changeBefore': worst?.change || null,
      'logs.endReason': worst?.endReason ?? '',
      'logs.addressInUsePort': takenPort,
      ...holderFacts(await readHolder(client, takenPort, limit)),
      'logs.connectionRefusedTo': findings.find((each) => each.connectionRefusedTo !== '')?.connectionRefusedTo ?? '',
      ...pinnedFacts(pinned),
      'logs.isCompared': findings.some(({ summary }) => summary.isCompared),
      ...countFacts(findings),
      ...knownFacts(findings),
      'logs.knownBefore': null,
      ...templateFacts(findings, nowMs),
    };
    const text = findings
      .map(({ path, errors: count, lines: all, summary }) =>
        [
          `== ${path}: ${count} of ${all} lines are errors, ${summary.templates.length} templates`,
          ...templateLines(summary.templates, nowMs, shown),
        ].join('\n'),
      )
      .join('\n\n');
    const unreadable = [
      ...tails.flatMap(({ path, text: content, reason }) => (content === null ? [`${path}: ${reason}`] : [])),
      ...stores.flatMap(({ name, reason }) => (reason === '' ? [] : [`${name}: ${reason}`])),
    ];
    return {
      headline: headlineOf(logs.length, findings.length, facts),
      facts,
      text: [text, ...(pinned === null ? [] : [`/etc/hosts: ${pinned.line}`]), ...unreadable].filter((each) => each !== '').join('\n'),
    };
  },
});

const shown = { errorsMax: 12, othersMax: 6 } as const;

function headlineOf(declared: number, readable: number, facts: Readonly<Record<string, FactValue>>): LocalText {
  if (declared === 0) return { 'zh-CN': '没有声明日志', en: 'no logs are declared' };
  const { 'logs.errors': errors, 'logs.newError': fresh, 'logs.newErrorCount': count, 'logs.newestError': newest } = facts;
  const isFresh = typeof fresh === 'string' && fresh !== '';
  const isNewest = typeof newest === 'string' && newest !== '';
  return {
    'zh-CN': `${readable} 份日志末尾共 ${errors} 行错误${isFresh ? `，其中新出现 ${count} 次：${fresh.slice(0, 120)}` : ''}${isNewest ? `，最近：${newest.slice(0, 120)}` : ''}`,
    en: `${errors} errors at the ends of ${readable} logs${isFresh ? `, new among them ${count}×: ${fresh.slice(0, 120)}` : ''}${isNewest ? `, the newest: ${newest.slice(0, 120)}` : ''}`,
  };
}
