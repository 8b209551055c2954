/** Whether somebody can be called at every hour of the next two weeks: gaps in schedules, and people on duty whom no platform knows. */

import type { DoctorCheck } from '../../api/contract.ts';
import { configuredAdapters } from '../../config/check-references.ts';
import type { Directory } from '../../config/directory.ts';
import { schedulesOf } from '../../config/oncall.ts';
import type { Config } from '../../config/schema.ts';
import type { Override, Schedule, Span } from '../../oncall/schedule.ts';
import { gapsIn, shiftsIn } from '../../oncall/shifts.ts';
import { zonedTime } from '../../text/duty.ts';
import { type Examination, fine } from './doctor.ts';

const aheadMs = 14 * 86_400_000;
const namesMax = 8;

export function examineOncall(
  directory: Pick<Directory, 'byId'>,
  config: Pick<Config, 'adapters' | 'oncall'>,
  overrides: (scheduleId: string, span: Span) => Promise<readonly Override[]>,
  nowMs: number,
): Examination {
  const span = { fromMs: nowMs, toMs: nowMs + aheadMs };
  return {
    id: 'oncall',
    timeoutMs: 5_000,
    async examine() {
      const checks = schedulesOf(config.oncall).map(async (schedule): Promise<DoctorCheck> => {
        const taken = await overrides(schedule.id, span);
        return gapCheck(schedule, taken, span) ?? contactCheck(schedule, taken, span, directory, config) ?? covered(schedule);
      });
      return Promise.all(checks);
    },
  };
}

function covered({ id, name }: Schedule): DoctorCheck {
  return fine(`oncall:${id}`, `${name}: somebody is on duty at every hour of the next 14 days`, `${name}：今后 14 天随时有人值班`);
}

function gapCheck(schedule: Schedule, overrides: readonly Override[], span: Span): DoctorCheck | null {
  const gaps = gapsIn(schedule, overrides, span);
  const [first] = gaps;
  if (first === undefined) return null;
  const time = (ms: number, locale: 'zh-CN' | 'en'): string => zonedTime(new Date(ms).toISOString(), schedule.timeZone, locale);
  const { id, name } = schedule;
  return {
    id: `oncall:${id}`,
    level: 'warn',
    text: {
      en: `${name}: nobody is on duty from ${time(first.fromMs, 'en')} to ${time(first.toMs, 'en')}; ${gaps.length} gap(s) in 14 days`,
      'zh-CN': `${name}：${time(first.fromMs, 'zh-CN')} 到 ${time(first.toMs, 'zh-CN')} 无人值班；14 天内共 ${gaps.length} 个空档`,
    },
    advice: {
      en: `Add a layer below the others that is on at all hours; “zhiban oncall show ${id}” lists the gaps`,
      'zh-CN': `在最下面加一层全天值班的人；“zhiban oncall show ${id}”可列出空档`,
    },
  };
}

/** The console's own channel mentions by name and reaches nobody who isn't looking. */
function contactCheck(
  schedule: Schedule,
  overrides: readonly Override[],
  span: Span,
  directory: Pick<Directory, 'byId'>,
  config: Pick<Config, 'adapters'>,
): DoctorCheck | null {
  const chats = configuredAdapters(config).filter((adapter) => adapter === 'slack' || adapter === 'feishu' || adapter === 'dingtalk');
  if (chats.length === 0) return null;
  const onDuty = [...new Set(shiftsIn(schedule, overrides, span).flatMap(({ personIds }) => personIds))];
  const without = onDuty.filter((id) => chats.every((adapter) => directory.byId(id)?.identities[adapter] === undefined));
  if (without.length === 0) return null;
  const names = without.slice(0, namesMax).map((id) => directory.byId(id)?.name ?? id);
  return {
    id: `oncall:${schedule.id}`,
    level: 'warn',
    text: {
      en: `${schedule.name}: no chat account to call ${names.join(', ')} by`,
      'zh-CN': `${schedule.name}：没有可以呼叫 ${names.join('、')} 的聊天账号`,
    },
    advice: {
      en: 'They link their account by sending the bot “link”, see docs/guides/people.md',
      'zh-CN': '请他们给机器人发送“关联账号”，见 docs/guides/people.zh-CN.md',
    },
  };
}
