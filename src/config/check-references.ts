/** Names in the file that must exist elsewhere in it: systems, adapters, people, profiles. */

import { roles } from '../domain/policy.ts';
import type { LocalText } from '../domain/text.ts';
import type { SystemEntry } from '../systems/contract.ts';
import { type PluginVoices, voiceTargetProblems } from './check-voice-target.ts';
import type { SchemaPath } from './json-schema.ts';
import { nearestName } from './nearest-name.ts';
import type { Config } from './schema.ts';

export interface ReferenceProblem {
  readonly level: 'error' | 'warning';
  readonly path: SchemaPath;
  readonly text: LocalText;
}

export interface PlacedEntry {
  readonly entry: SystemEntry;
  /** Where the entry stands in the list of the file; null for the machine that registers itself. */
  readonly index: number | null;
}

/**
 * Duplicate ids, `runsOn` and `dependsOn` to systems that aren't there, and systems that run on themselves in a circle. `findingKinds` are
 * the kinds that find logs by the name of a service.
 */
export function checkSystems(placed: readonly PlacedEntry[], findingKinds: readonly string[] = []): readonly ReferenceProblem[] {
  const ids = placed.map(({ entry }) => entry.id);
  const problems: ReferenceProblem[] = [];
  for (const [position, { entry, index }] of placed.entries()) {
    const path: SchemaPath = index === null ? ['systems'] : ['systems', index];
    if (ids.indexOf(entry.id) < position) problems.push(error([...path, 'id'], duplicate('system', '系统', entry.id)));
    if (entry.runsOn !== undefined && !ids.includes(entry.runsOn)) {
      problems.push(error([...path, 'runsOn'], unknown('system', '系统', entry.runsOn, ids)));
    }
    for (const [at, id] of entry.dependsOn.entries()) {
      if (!ids.includes(id)) problems.push(error([...path, 'dependsOn', at], unknown('system', '系统', id, ids)));
    }
    problems.push(...checkLogs(entry, path, placed, findingKinds));
    const circle = circleFrom(entry, placed);
    if (circle !== null) problems.push(error([...path, 'runsOn'], circleText(circle)));
  }
  return problems;
}

/** Log systems that aren't there or know no services, and files of a system that lies on no host. */
function checkLogs(
  entry: SystemEntry,
  path: SchemaPath,
  placed: readonly PlacedEntry[],
  findingKinds: readonly string[],
): readonly ReferenceProblem[] {
  const ids = placed.map((other) => other.entry.id);
  const isHost =
    hostKinds.includes(entry.kind) || placed.some(({ entry: { id, kind } }) => id === entry.runsOn && hostKinds.includes(kind));
  return (entry.logs ?? []).flatMap((source, at) => {
    if (typeof source !== 'string') {
      const keeper = placed.find((other) => other.entry.id === source.system)?.entry;
      if (keeper === undefined) return [error([...path, 'logs', at, 'system'], unknown('system', '系统', source.system, ids))];
      if ('query' in source || findingKinds.includes(keeper.kind)) return [];
      // What a kind of a plugin can do is only known once it runs.
      return [warning([...path, 'logs', at, 'service'], findsNoService(keeper, findingKinds))];
    }
    return isHost ? [] : [error([...path, 'logs', at], filesWithoutHost)];
  });
}

function findsNoService({ id, kind }: SystemEntry, findingKinds: readonly string[]): LocalText {
  const kinds = findingKinds.join(', ');
  return {
    en: `'${id}' is of kind ${kind}, which finds no logs by the name of a service; these kinds do: ${kinds}. Others take { system, query }`,
    'zh-CN': `“${id}”的类型是 ${kind}，不能按服务名查找日志；可以的类型：${kinds}。其余请写 { system, query }`,
  };
}

const hostKinds = ['host', 'ssh'];
const filesWithoutHost: LocalText = {
  'zh-CN': '日志文件要经它所在的主机读取：请用 runsOn 指明一个 host 或 ssh 系统',
  en: 'a log file is read through the host that it lies on: name a system of kind host or ssh as runsOn',
};

/** Routes to adapters that aren't configured, people and identities named twice, an order of unknown profiles, rules that nobody can meet. */
export function checkNames(
  config: Config,
  pluginVoices: PluginVoices = new Map(),
  pluginChats: readonly string[] = [],
): readonly ReferenceProblem[] {
  return [
    ...checkRoutes(config, pluginVoices, pluginChats),
    ...checkRooms(config),
    ...checkPeople(config),
    ...checkProfiles(config),
    ...twice(config),
  ];
}

function checkRoutes(config: Config, pluginVoices: PluginVoices, pluginChats: readonly string[]): readonly ReferenceProblem[] {
  const adapters = [...configuredAdapters(config), ...pluginChats, ...pluginVoices.keys()];
  const problems: ReferenceProblem[] = [];
  for (const [index, route] of config.routes.entries()) {
    for (const [at, target] of route.to.entries()) {
      if (!adapters.includes(target.adapter)) {
        problems.push(error(['routes', index, 'to', at, 'adapter'], unknown('adapter', '聊天适配器', target.adapter, adapters)));
        continue;
      }
      for (const { key, text } of voiceTargetProblems(config.adapters, target, pluginVoices))
        problems.push(error(['routes', index, 'to', at, key], text));
    }
    const shadowing = config.routes.slice(0, index).some((earlier) => !earlier.continue && Object.keys(earlier.match).length === 0);
    if (shadowing) {
      const en = 'is never reached: an earlier route without conditions takes everything';
      problems.push(warning(['routes', index], { en, 'zh-CN': '永远不会生效：前面有一条无条件的路由已接收全部告警' }));
    }
  }
  return problems;
}

function twice({ detections }: Config): readonly ReferenceProblem[] {
  const ids = detections.watch.map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [error(['detections', 'watch', index, 'id'], duplicate('detection', '检测', id))] : [],
  );
}

/** Systems that aren't there, and queries to systems that keep no numbers over time. */
export function checkDetections(
  config: Config,
  placed: readonly PlacedEntry[],
  metricKinds: readonly string[],
): readonly ReferenceProblem[] {
  const ids = placed.map(({ entry }) => entry.id);
  return config.detections.watch.flatMap(({ system, query }, index) => {
    const path: SchemaPath = ['detections', 'watch', index];
    const found = placed.find(({ entry }) => entry.id === system);
    if (found === undefined) return [error([...path, 'system'], unknown('system', '系统', system, ids))];
    if (query === undefined || metricKinds.includes(found.entry.kind)) return [];
    const kinds = metricKinds.join(', ');
    return [
      error([...path, 'query'], {
        en: `'${system}' is of kind ${found.entry.kind}, which takes no query; systems of kind ${kinds} do, and 'look' works for all`,
        'zh-CN': `“${system}”的类型是 ${found.entry.kind}，不支持 query；可用的类型：${kinds}，或改用 look`,
      }),
    ];
  });
}

/** The console has one channel and opens no others. */
function checkRooms(config: Config): readonly ReferenceProblem[] {
  const adapters = configuredAdapters(config).filter((name) => name !== 'console');
  const invitable = [...roles, ...config.people.map((person) => person.id)];
  return config.rooms.flatMap((room, index) => [
    ...(adapters.includes(room.adapter)
      ? []
      : [error(['rooms', index, 'adapter'], unknown('adapter', '聊天适配器', room.adapter, adapters))]),
    ...room.invite.flatMap((name, at) =>
      invitable.includes(name) ? [] : [error(['rooms', index, 'invite', at], unknown('role or person', '角色或人员', name, invitable))],
    ),
  ]);
}

/** The console is always there; the others are when their key is. */
export function configuredAdapters(config: Pick<Config, 'adapters'>): readonly string[] {
  const named = Object.entries(config.adapters).filter(([, settings]) => settings !== undefined);
  return ['console', ...named.map(([name]) => name)];
}

function checkPeople(config: Config): readonly ReferenceProblem[] {
  const problems: ReferenceProblem[] = [];
  const ids = config.people.map((person) => person.id);
  const owners = new Map<string, string>();
  for (const [index, person] of config.people.entries()) {
    if (ids.indexOf(person.id) < index) problems.push(error(['people', index, 'id'], duplicate('person', '人员', person.id)));
    if (person.id === 'admin' || person.id === 'zhiban') {
      problems.push(
        error(['people', index, 'id'], {
          en: `'${person.id}' is Zhiban's own; choose another id`,
          'zh-CN': `'${person.id}' 是值班保留的名字，请换一个 id`,
        }),
      );
    }
    for (const [adapter, userId] of Object.entries(person.identities)) {
      const key = JSON.stringify([adapter, userId]);
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, person.id);
      else
        problems.push(
          error(['people', index, 'identities', adapter], { en: `already belongs to '${owner}'`, 'zh-CN': `已属于 '${owner}'` }),
        );
    }
  }
  return [...problems, ...checkContacts(config), ...checkApprovers(config)];
}

/** An address of two people tells nobody whose account it is. */
function checkContacts({ people }: Config): readonly ReferenceProblem[] {
  return (['email', 'phone'] as const).flatMap((key) =>
    people.flatMap((person, index) => {
      const own = person[key]?.toLowerCase();
      const owner = people.slice(0, index).find((earlier) => own !== undefined && earlier[key]?.toLowerCase() === own);
      if (owner === undefined) return [];
      const en = `'${owner.id}' has the same; no chat account is linked by it`;
      return [warning(['people', index, key], { en, 'zh-CN': `与 '${owner.id}' 相同，不会据此自动关联聊天账号` })];
    }),
  );
}

function checkApprovers(config: Config): readonly ReferenceProblem[] {
  if (config.people.length === 0) return [];
  const approvers = config.people.filter((person) => person.roles.some((role) => role === 'approver' || role === 'admin'));
  if (approvers.length > 0) return [];
  const en = "nobody has the role 'approver' or 'admin', so only the holder of the admin token can approve a plan";
  return [warning(['people'], { en, 'zh-CN': "没有人拥有 'approver' 或 'admin' 角色，只有持管理员令牌的人能批准处置方案" })];
}

function checkProfiles(config: Config): readonly ReferenceProblem[] {
  const names = config.llm.profiles.map((profile) => profile.name);
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) < index ? [error(['llm', 'profiles', index, 'name'], duplicate('profile', '模型配置', name))] : [],
  );
  const missing = (config.llm.order ?? []).flatMap((name, index) =>
    names.includes(name) ? [] : [error(['llm', 'order', index], unknown('profile', '模型配置', name, names))],
  );
  const isWithoutModel = config.investigation.analyst === 'llm' && names.length === 0;
  const en = "expected at least one entry under llm.profiles when the analyst is 'llm'";
  const none = isWithoutModel
    ? [error(['investigation', 'analyst'], { en, 'zh-CN': "analyst 为 'llm' 时，llm.profiles 下至少要有一项" })]
    : [];
  return [...twice, ...missing, ...none];
}

/** The ids along `runsOn` when they lead back to the entry; each circle is told once, at its first id in order of the alphabet. */
function circleFrom(entry: SystemEntry, placed: readonly PlacedEntry[]): readonly string[] | null {
  const circle = [entry.id];
  let next = entry.runsOn;
  while (next !== undefined && circle.length <= placed.length) {
    if (next === entry.id) return circle.every((id) => entry.id <= id) ? [...circle, entry.id] : null;
    if (circle.includes(next)) return null;
    circle.push(next);
    next = placed.find((other) => other.entry.id === next)?.entry.runsOn;
  }
  return null;
}

function circleText(circle: readonly string[]): LocalText {
  const chain = circle.join(' → ');
  return { en: `runs on itself: ${chain}`, 'zh-CN': `运行位置成环：${chain}` };
}

export function unknown(noun: string, nounChinese: string, given: string, valid: readonly string[]): LocalText {
  const nearest = nearestName(given, valid);
  const shown = given.slice(0, 60);
  if (nearest !== null) {
    return {
      en: `unknown ${noun} '${shown}'; did you mean '${nearest}'?`,
      'zh-CN': `未知的${nounChinese} '${shown}'；是否想写 '${nearest}'？`,
    };
  }
  const list =
    valid.length === 0 ? { en: 'none', 'zh-CN': '无' } : { en: valid.slice(0, 40).join(', '), 'zh-CN': valid.slice(0, 40).join(', ') };
  return { en: `unknown ${noun} '${shown}'; there is: ${list.en}`, 'zh-CN': `未知的${nounChinese} '${shown}'；现有：${list['zh-CN']}` };
}

function duplicate(noun: string, nounChinese: string, id: string): LocalText {
  return { en: `there is another ${noun} with the id '${id}'`, 'zh-CN': `已有另一个 id 为 '${id}' 的${nounChinese}` };
}

function error(path: SchemaPath, text: LocalText): ReferenceProblem {
  return { level: 'error', path, text };
}

function warning(path: SchemaPath, text: LocalText): ReferenceProblem {
  return { level: 'warning', path, text };
}
