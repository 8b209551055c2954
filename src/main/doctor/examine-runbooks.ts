/** The runbooks: which can't be read, which ask for what isn't there. */

import type { DoctorCheck } from '../../api/contract.ts';
import type { RunbookNames } from '../../config/parse-runbook.ts';
import { formatProblem } from '../../config/problem.ts';
import { type RunbookDirectory, type RunbookProblem, readRunbooks } from '../../config/runbooks.ts';
import { type Examination, fine } from './doctor.ts';

export function examineRunbooks(directories: readonly RunbookDirectory[], names: RunbookNames): Examination {
  return {
    id: 'runbooks',
    timeoutMs: 5_000,
    async examine() {
      const { runbooks, problems } = await readRunbooks(directories, names);
      const count = runbooks.filter(({ isEnabled }) => isEnabled).length;
      return [fine('runbooks', `${count} runbook(s) are read`, `已读取 ${count} 个预案`), ...problems.map(problemCheck)];
    },
  };
}

function problemCheck({ file, problem }: RunbookProblem): DoctorCheck {
  const text = { en: formatProblem(file, problem, 'en'), 'zh-CN': formatProblem(file, problem, 'zh-CN') };
  return { id: 'runbooks', level: 'warn', text, advice: { en: `See ${file}`, 'zh-CN': `请查看 ${file}` } };
}
