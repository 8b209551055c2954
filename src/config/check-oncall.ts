/** People of schedules that aren't there, schedules named twice, and layers that nobody can ever be on duty in. */

import { roles } from '../domain/policy.ts';
import type { LocalText } from '../domain/text.ts';
import { type ReferenceProblem, unknown } from './check-references.ts';
import type { Config } from './schema.ts';

export function oncallProblems({
  oncall,
  people,
  escalation,
  adapters,
}: Pick<Config, 'oncall' | 'people' | 'escalation' | 'adapters'>): readonly ReferenceProblem[] {
  const known = people.map(({ id }) => id);
  const words = oncall.schedules.map(({ id, name, aliases }) => [id, ...(name === undefined ? [] : [name]), ...aliases]);
  const callable = [...oncall.schedules.map(({ id }) => id), ...known, ...roles];
  const levels = [
    ...escalation.levels.flatMap((level, index) => callProblems(level, ['escalation', 'levels', index], callable)),
    ...escalation.ladders.flatMap((ladder, index) =>
      ladder.levels.flatMap(({ call }, at) => callProblems(call, ['escalation', 'ladders', index, 'levels', at, 'call'], callable)),
    ),
    ...providerProblems(escalation.providers, Object.keys(adapters.webhook ?? {})),
  ];
  const schedules = oncall.schedules.flatMap((schedule, index) => [
    ...twice(words, index),
    ...schedule.layers.flatMap((layer, at) =>
      layer.people.flatMap((turn, place) =>
        [turn].flat().flatMap((id, within): readonly ReferenceProblem[] => {
          if (known.includes(id)) return [];
          const path = ['oncall', 'schedules', index, 'layers', at, 'people', place, ...(typeof turn === 'string' ? [] : [within])];
          return [{ level: 'error', path, text: unknown('person', '人员', id, known) }];
        }),
      ),
    ),
    ...(schedule.holidays.length === 0 ? schedule.layers.flatMap((layer, at) => lonely(layer.holidays, index, at)) : []),
  ]);
  return [...levels, ...schedules];
}

function callProblems(names: readonly string[], path: ReferenceProblem['path'], callable: readonly string[]): readonly ReferenceProblem[] {
  return names.flatMap((name, at): readonly ReferenceProblem[] => {
    if (callable.includes(name)) return [];
    const text = unknown('schedule, person or role', '值班表、人员或角色', name, callable);
    return [{ level: 'error', path: [...path, at], text }];
  });
}

/** A call that leads nowhere is found before the night in which it is needed. */
function providerProblems(providers: Config['escalation']['providers'], webhooks: readonly string[]): readonly ReferenceProblem[] {
  return Object.entries(providers).flatMap(([way, name]): readonly ReferenceProblem[] => {
    if (name === undefined || webhooks.includes(name)) return [];
    return [{ level: 'error', path: ['escalation', 'providers', way], text: unknown('webhook', 'webhook', name, webhooks) }];
  });
}

/** A word that means two schedules answers nobody's question. */
function twice(words: readonly (readonly string[])[], index: number): readonly ReferenceProblem[] {
  const before = new Set(
    words
      .slice(0, index)
      .flat()
      .map((word) => word.toLowerCase()),
  );
  const shared = (words[index] ?? []).find((word) => before.has(word.toLowerCase()));
  if (shared === undefined) return [];
  const text: LocalText = {
    en: `'${shared}' already means another schedule`,
    'zh-CN': `'${shared}' 已经指另一个值班表`,
  };
  return [{ level: 'error', path: ['oncall', 'schedules', index], text }];
}

function lonely(holidays: 'on' | 'off' | 'only', index: number, at: number): readonly ReferenceProblem[] {
  if (holidays !== 'only') return [];
  const text: LocalText = {
    en: 'is never on: the schedule has no holidays',
    'zh-CN': '永远不会生效：该值班表没有节假日',
  };
  return [{ level: 'warning', path: ['oncall', 'schedules', index, 'layers', at, 'holidays'], text }];
}
