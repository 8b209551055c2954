/** The end of the error log: which of the well-known complaints, how often, about which upstream. */

import { z } from 'zod';
import { summariseLog, templateLines } from '../../../analysis/logs/summarise-log.ts';
import { logTimesOf } from '../../logs/read-sources.ts';
import { errorSorts, readErrorLog } from '../parse/error-log.ts';
import { hostProbe } from './nginx-probe.ts';
import { readTail, requireLog } from './read-tail.ts';
import { sinceMsOf } from './since.ts';

/** What is none of the known complaints is seen here, and what is new among them. */
const shownTemplates = { errorsMax: 8, othersMax: 4 } as const;

export const errorLogProbe = hostProbe({
  name: 'error-log',
  summary: {
    'zh-CN': '错误日志末尾：上游拒绝、超时、无可用后端、连接数与句柄用尽、磁盘写满、被规则拒绝（deny）等各多少次',
    en: 'the end of the error log: upstreams refusing or timing out, connections or descriptors used up, full disks, refused by a rule, how often',
  },
  parameters: z.strictObject({ tailBytes: z.number().int().min(1_024).max(1_048_576).default(262_144) }),
  timeoutMs: 16_000,
  cost: 'cheap',
  hints: 'nginx|upstream|[45]xx|50[0-9]|40[134]|forbidden|not found|gateway|error|网关|后端|报错|错误',
  query: 'tail -c 262144 error.log',
  facts: [
    'log.errors',
    'log.upstream',
    'log.upstreamErrors',
    'log.upstreamPath',
    'log.newest',
    'log.emergency',
    'log.refused.client',
    'log.refused.clientShare',
    'log.refused.clients',
    'log.count.*',
    'log.line.*',
  ],
  async see(host, files, { tailBytes }, context) {
    const path = requireLog(files, 'errorLog');
    const { text, zoneMinutes } = await readTail(host, path, tailBytes, context);
    const log = readErrorLog(text, sinceMsOf(context), zoneMinutes);
    const times = logTimesOf(context, zoneMinutes);
    const [refusedMost = ['', 0] as const] = log.refusedClients;
    const sorts = Object.entries(log.counts).filter(([, count]) => count > 0);
    const facts: Record<string, number | string> = {
      'log.errors': log.errors,
      'log.upstream': log.upstream,
      'log.upstreamErrors': log.upstreamCount,
      'log.upstreamPath': log.upstreamPath,
      'log.newest': log.newest,
      'log.emergency': log.newestEmergency,
      'log.refused.client': refusedMost[0],
      'log.refused.clientShare': refusedMost[1] / Math.max(1, log.counts.accessForbidden),
      'log.refused.clients': log.refusedClients.length,
    };
    for (const sort of Object.keys(errorSorts)) facts[`log.count.${sort}`] = log.counts[sort as keyof typeof errorSorts];
    for (const [sort, line] of Object.entries(log.samples)) facts[`log.line.${sort}`] = line;
    const shown = sorts.map(([sort, count]) => `${sort} ×${count}`).join(', ');
    return {
      headline: {
        'zh-CN': `近期 ${log.errors} 行错误${shown === '' ? '' : `：${shown}`}${log.upstream === '' ? '' : `，主要涉及后端 ${log.upstream}`}`,
        en: `${log.errors} errors lately${shown === '' ? '' : `: ${shown}`}${log.upstream === '' ? '' : `, mostly about ${log.upstream}`}`,
      },
      facts,
      text: [
        `== ${path}`,
        ...sorts.map(([sort, count]) => `${count}× ${sort}: ${log.samples[sort as keyof typeof errorSorts] ?? ''}`),
        log.newest === '' ? '' : `newest: ${log.newest}`,
        '',
        ...templateLines(summariseLog(text, times).templates, times.nowMs, shownTemplates),
      ].join('\n'),
    };
  },
});
