/** The configuration: whether it can be used, what is weak in it, whether secrets can be read. */

import type { DoctorCheck } from '../../api/contract.ts';
import type { Directory } from '../../config/directory.ts';
import type { Environment } from '../../config/environment.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { ConfigError, type ConfigProblem, formatProblem } from '../../config/problem.ts';
import { type Examination, fine } from './doctor.ts';

/** What reading the file came to. */
export function examineConfig(loaded: LoadedConfig | ConfigError, environment: Pick<Environment, 'unknown'>): Examination {
  return {
    id: 'config',
    timeoutMs: 1_000,
    examine: async () => [...fileChecks(loaded), ...environment.unknown.map(unknownVariable)],
  };
}

function fileChecks(loaded: LoadedConfig | ConfigError): readonly DoctorCheck[] {
  if (loaded instanceof ConfigError) return loaded.problems.map((problem) => problemCheck(loaded.file, problem));
  const { path, systems, warnings } = loaded;
  const name = path ?? 'defaults';
  const found = warnings.map((problem) => problemCheck(name, problem));
  if (path === null) return [fine('config', 'no file, the defaults are used', '没有配置文件，使用默认值'), ...found];
  return [fine('config', `${path} is read, ${systems.length} system(s)`, `已读取 ${path}，${systems.length} 个系统`), ...found];
}

function problemCheck(file: string, problem: ConfigProblem): DoctorCheck {
  const text = { en: formatProblem(file, problem, 'en'), 'zh-CN': formatProblem(file, problem, 'zh-CN') };
  return { id: 'config', level: problem.level === 'error' ? 'fail' : 'warn', text, advice: null };
}

function unknownVariable({ name, nearest }: Environment['unknown'][number]): DoctorCheck {
  const text = { en: `the variable ${name} means nothing`, 'zh-CN': `环境变量 ${name} 无效` };
  return { id: 'environment', level: 'warn', text, advice: { en: `Did you mean ${nearest}?`, 'zh-CN': `是否想写 ${nearest}？` } };
}

/** People whose tokens can't be read can still use chat, but not the API. */
export function examineDirectory(directory: Pick<Directory, 'problems' | 'all'>): Examination {
  return {
    id: 'people',
    timeoutMs: 1_000,
    async examine() {
      const bad = directory.problems.map(
        ({ personId, reason }): DoctorCheck => ({ id: `people:${personId}`, level: 'warn', text: reason, advice: null }),
      );
      const count = directory.all().length - 1;
      return [fine('people', `${count} person(s) and the administrator`, `${count} 人，另有管理员`), ...bad];
    },
  };
}

/** Whether senders of alerts have something to present. */
export function examineHookToken(hookToken: string | null): Examination {
  return {
    id: 'hook-token',
    timeoutMs: 1_000,
    async examine() {
      if (hookToken !== null && hookToken.length >= 16) return [fine('hook-token', 'is set', '已设置')];
      const advice = {
        en: 'Set hooks.token; without it one is made at the first start and kept in the data directory',
        'zh-CN': '请设置 hooks.token；不设置时，首次启动会生成一个并保存在数据目录',
      };
      const text =
        hookToken === null ? { en: 'none yet', 'zh-CN': '尚未生成' } : { en: 'is shorter than 16 characters', 'zh-CN': '短于 16 个字符' };
      return [{ id: 'hook-token', level: 'warn', text, advice }];
    },
  };
}
