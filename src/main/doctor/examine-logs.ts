/** Which logs are found by the name of a service: those that entries name, and those of systems that declare none. */

import type { DoctorCheck } from '../../api/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import { SystemError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { LocalText } from '../../domain/text.ts';
import type { StoredLogs } from '../../systems/logs/contract.ts';
import { queryOf } from '../../systems/logs/query-of.ts';
import type { PooledSystem } from '../../systems/pool.ts';
import { type Examination, fine } from './doctor.ts';

const withinMs = 60 * 60_000;
const questionMs = 3_000;
const allQuestionsMs = 8_000;
/** Asked one after the other, so that the doctor is no load of its own. */
const systemsMax = 40;
const namesMax = 12;

export function examineLogs(systems: readonly PooledSystem[], clock: Clock): Examination {
  return {
    id: 'logs',
    timeoutMs: 12_000,
    async examine(signal) {
      const ask = createAsk(systems, clock, signal);
      const named: DoctorCheck[] = [];
      for (const system of systems.slice(0, systemsMax)) named.push(...(await checkNamed(system, ask)));
      return [...named, ...(await checkAssumed(systems.slice(0, systemsMax), ask))];
    },
  };
}

type NamedSource = Extract<StoredLogs, { readonly service: string }>;
/** The reason where the store could not be asked. */
type Ask = (source: NamedSource) => Promise<boolean | { readonly reason: string }>;

/** A store that could not be asked once is not asked again. */
function createAsk(systems: readonly PooledSystem[], clock: Clock, signal: AbortSignal): Ask {
  const toMs = clock.now();
  const away = new Map<string, { readonly reason: string }>();
  return async (source) => {
    const known = away.get(source.system);
    if (known !== undefined) return known;
    if (clock.now() - toMs > allQuestionsMs) return { reason: 'there was no time left to ask' };
    const keeper = systems.find(({ entry }) => entry.id === source.system);
    if (keeper?.kind.logStore === undefined) return { reason: `'${source.system}' is no system that keeps logs` };
    const asked = { store: keeper.kind.logStore, client: keeper.client };
    try {
      return (await queryOf(source, asked, { fromMs: toMs - withinMs, toMs }, { timeoutMs: questionMs, signal })) !== null;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const answer = { reason: maskSecrets(error.message).slice(0, 300) };
      away.set(source.system, answer);
      return answer;
    }
  };
}

/** What was declared and is not there: mostly a name that is written in another way. */
async function checkNamed({ entry }: PooledSystem, ask: Ask): Promise<readonly DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const source of entry.logs ?? []) {
    if (typeof source === 'string' || 'query' in source) continue;
    const id = `logs:${entry.id}`;
    const { system, service } = source;
    const answer = await ask(source);
    if (answer === true) checks.push(fine(id, `'${service}' is found in ${system}`, `在 ${system} 中找到“${service}”`));
    else if (answer === false) checks.push({ id, level: 'warn', text: missing(system, service), advice: otherName });
    else checks.push({ id, level: 'warn', text: { en: answer.reason, 'zh-CN': answer.reason }, advice: null });
  }
  return checks;
}

function missing(system: string, service: string): LocalText {
  return {
    en: `${system} has no line of the last hour of a service named '${service}'`,
    'zh-CN': `${system} 最近一小时没有名为“${service}”的服务的日志`,
  };
}

const otherName: LocalText = {
  en: 'Names are compared exactly: see how its lines name it, or declare { system, query }',
  'zh-CN': '名称须完全一致：请核对日志里写的名称，或改写 { system, query }',
};

/** Nothing found is no fault; a store that can't be asked is told by its own check. */
async function checkAssumed(systems: readonly PooledSystem[], ask: Ask): Promise<readonly DoctorCheck[]> {
  const known: string[] = [];
  const unknown: string[] = [];
  for (const { entry, assumedLogs } of systems) {
    const sources = (assumedLogs?.() ?? []).flatMap(({ system, services }) => services.map((service) => ({ system, service })));
    if (sources.length === 0) continue;
    const answers: Awaited<ReturnType<Ask>>[] = [];
    for (const source of sources) {
      const answer = await ask(source);
      answers.push(answer);
      if (answer === true) known.push(`${entry.id} (${source.system})`);
      if (answer === true) break;
    }
    if (answers.every((answer) => answer === false)) unknown.push(entry.id);
  }
  if (known.length + unknown.length === 0) return [];
  const [en, chinese] = [listed(known, ', '), listed(known, '、')];
  const [none, without] = [listed(unknown, ', '), listed(unknown, '、')];
  return [
    fine(
      'logs',
      `no logs declared, but found by the name: ${en}; not found: ${none}`,
      `未声明日志、按名称找到的系统：${chinese}；没有找到的：${without}`,
    ),
  ];
}

function listed(names: readonly string[], separator: string): string {
  if (names.length === 0) return '—';
  return [...names.slice(0, namesMax), ...(names.length > namesMax ? [`+${names.length - namesMax}`] : [])].join(separator);
}
