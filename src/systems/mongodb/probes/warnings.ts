/** What it warned of when it started, and its newest lines of warning and error. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { MongodbClient } from '../client.ts';
import { listAt } from '../values.ts';

export const warningsProbe = sessionProbe({
  name: 'warnings',
  summary: { 'zh-CN': '启动警告与最近的错误日志', en: 'warnings at its start, and its newest lines of error' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'warning|error|log|startup|警告|错误|日志|启动',
  query: 'db.adminCommand({ getLog: "startupWarnings" }); db.adminCommand({ getLog: "global" })',
  async see(client: MongodbClient, _given, limit) {
    const [startup, global] = await Promise.all(
      ['startupWarnings', 'global'].map((name) => client.optional('admin', { getLog: name }, limit)),
    );
    const [warnings, lines] = [startup, global].map((answer) => listAt(answer, 'log').filter((line) => typeof line === 'string'));
    const errors = (lines ?? []).filter((line) => /"s":"[EF]"/.test(line));
    const facts = warningFacts(warnings ?? [], errors);
    return {
      headline: {
        'zh-CN': `${String(facts['warnings.count'])} 条启动警告，最近日志里 ${String(facts['errors.count'])} 条错误`,
        en: `${String(facts['warnings.count'])} warnings at its start, ${String(facts['errors.count'])} errors among its newest lines`,
      },
      facts,
      // Messages only: attributes may hold values of documents.
      text: [...(warnings ?? []), ...errors].slice(-60).map(messageOf).join('\n'),
    };
  },
});

/** Pure. */
export function warningFacts(warnings: readonly string[], errors: readonly string[]): Facts {
  return {
    'warnings.count': warnings.length,
    'warnings.isOpenToAll': warnings.some((line) => /Access control is not enabled/i.test(line)),
    'warnings.limits': messageOf(warnings.find((line) => /rlimits|ulimit|open files|vm\.max_map_count/i.test(line)) ?? ''),
    'errors.count': errors.length,
    'errors.newest': messageOf(errors.at(-1) ?? ''),
  };
}

/** Since 4.4 a line is JSON. */
function messageOf(line: string): string {
  return /"msg":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line.slice(0, 200);
}
