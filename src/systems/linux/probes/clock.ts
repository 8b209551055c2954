/** Whether the clock is right: by the machine's own time service, and behind ssh also against ours. */

import { z } from 'zod';
import { linuxProbe } from '../linux-probe.ts';
import { parseClock } from '../parse/clock.ts';
import { sectionsOf } from '../read-files.ts';

export const clockProbe = linuxProbe({
  name: 'clock',
  summary: { 'zh-CN': '系统时钟偏差与时间同步状态', en: 'how far the clock is off, and whether it is being synchronised' },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'clock|time|ntp|chrony|skew|expired|not yet valid|时钟|时间|同步|偏差',
  query: 'date +%s.%N; chronyc -n tracking; timedatectl show; ntpq -c rv',
  facts: ['clock.offsetSeconds', 'clock.absoluteOffsetSeconds', 'clock.isSynchronized', 'clock.isServiceThere', 'clock.source'],
  async see(client, _given, context, limit) {
    const before = context.clock.now();
    const { stdout } = await client.exec.run('clock', [], limit);
    const seen = parseClock(sectionsOf(stdout));
    const after = context.clock.now();
    const ours = client.isRemote && seen.dateSeconds !== null ? outside(seen.dateSeconds, before / 1_000, after / 1_000) : null;
    const doubt = client.isRemote ? 2 : 0;
    const offset = seen.offsetSeconds ?? (ours === null || Math.abs(ours) <= doubt ? 0 : ours);
    const facts = {
      'clock.offsetSeconds': offset,
      'clock.absoluteOffsetSeconds': Math.abs(offset),
      'clock.isSynchronized': seen.isSynchronized ?? 'unknown',
      'clock.isServiceThere': seen.isServiceThere,
      'clock.source': seen.offsetSeconds !== null ? seen.source : client.isRemote ? 'compared' : 'none',
    };
    return {
      headline: {
        'zh-CN': `时钟偏差约 ${offset.toFixed(2)} 秒，${seen.isSynchronized === null ? '没有时间同步服务可查' : seen.isSynchronized ? '已同步' : '未同步'}`,
        en: `clock about ${offset.toFixed(2)} s off, ${seen.isSynchronized === null ? 'no time service to ask' : seen.isSynchronized ? 'synchronised' : 'not synchronised'}`,
      },
      facts,
      text: stdout,
    };
  },
});

/** The date was taken at some moment between question and answer: only what lies outside of these is known to be off. */
function outside(date: number, from: number, to: number): number {
  return date < from ? date - from : Math.max(0, date - to);
}
