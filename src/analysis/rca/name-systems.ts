/** Which systems an alert or a question is about: by id, by address, by kind, in this order. */

import { type Labels, spelledOut } from '../../domain/alert.ts';
import { withoutDenied } from './denied.ts';

export interface NameableSystem {
  readonly id: string;
  readonly kind: string;
  /** `host:port`, `host`; as an exporter's `instance` label or a person would write them. */
  readonly addresses: readonly string[];
  readonly labels: Labels;
  /** The machine that it runs on. */
  readonly runsOn?: string | undefined;
  /** Of a machine, the services that it is declared to have: by their names and ports. */
  readonly serves?: readonly string[];
}

/** Words by which people call a kind when they don't know the id; regular expressions, case-insensitive. */
const kindWords: Readonly<Record<string, string>> = {
  host: 'filesystem|\\bdisk|\\binodes?\\b|\\bcpu\\b|load average|\\bswap|\\boom\\b|磁盘|处理器|this (machine|host|server|box|computer)|the (machine|server|host|box)|localhost|这台机器|本机|这台主机|这台服务器|机器|服务器|主机',
  ssh: 'filesystem|\\bdisk|\\binodes?\\b|\\bcpu\\b|load average|\\bswap|\\boom\\b|磁盘|处理器|machines?\\b|servers?\\b|hosts?\\b|机器|服务器|主机',
  redis: 'redis|\\bcache\\b|缓存',
  postgresql: 'postgres|\\bpg(sql)?\\b|\\bdatabases?\\b|\\bsql\\b|数据库',
  mysql: 'mysql|mariadb|\\btidb\\b|\\bdatabases?\\b|\\bsql\\b|数据库',
  mongodb: 'mongo|\\bdatabases?\\b|数据库',
  clickhouse: 'clickhouse|\\bdatabases?\\b|\\bsql\\b|数据库',
  elasticsearch: 'elastic|opensearch|\\bes\\b|search (cluster|engine)|搜索(集群|引擎)',
  kafka: 'kafka|consumer groups?|\\btopics?\\b|\\bbrokers?\\b|消息队列|消费组|消费者组|主题积压',
  rabbitmq: 'rabbit|\\bamqp\\b|message (queue|broker)|\\bmq\\b|消息队列|队列|死信',
  nats: '\\bnats\\b|jetstream|message (queue|broker)|\\bmq\\b|消息队列',
  http: 'https?\\b|website|web ?site|\\burl\\b|endpoint|网站|接口|页面',
  prometheus: 'prometheus|monitoring|监控',
  docker: 'docker|\\bcontainers?\\b|容器',
  containerd: 'containerd|\\bctr\\b|\\bcontainers?\\b|容器',
  jaeger: 'jaeger|\\btrac(es?|ing)\\b|\\bspans?\\b|链路|调用链|追踪',
  memcached: 'memcached?\\b',
  zookeeper: 'zoo ?keeper|\\bzk\\b',
  haproxy: 'ha ?proxy|负载均衡',
  jvm: '\\bjvm\\b|\\bjava\\b|\\bgc\\b|垃圾回收',
  kubernetes: 'kubernetes|\\bk8s\\b|\\bpods?\\b|\\bkube[a-z]*\\b|\\bnamespaces?\\b|容器组|命名空间',
  snmp: '\\bsnmp\\b|交换机|路由器|\\bswitch(es)?\\b|\\brouters?\\b',
};

/** The machine that Zhiban runs on, and no other. */
const thisMachine = /this (machine|host|server|box|computer)|\blocalhost\b|这台机器|这台主机|这台服务器|本机/i;

/** What stands in a label for a machine and says nothing of which. */
const isNoMachine =
  /^(localhost(\..*)?|127(\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|host\.docker\.internal)$|exporter|cadvisor|^(telegraf|categraf|alloy|prometheus|blackbox)$/;

/** As the jobs are called that scrape machines. */
const machineJob = /^(integrations\/)?(node|windows)([_-]?exporter)?$/i;

/** Kinds of system that are a machine. */
export const machineKinds: readonly string[] = ['host', 'ssh'];

/** Kinds that any program may serve: the name of a process says nothing for or against them. */
export const anyProgramKinds: readonly string[] = ['http', 'tcp'];

/** Labels that name a machine or what is reached on it; `ident` and `endpoint` as Nightingale and Open-Falcon call it. */
const machineLabels: readonly string[] = ['instance', 'host', 'hostname', 'node', 'nodename', 'server', 'ident', 'endpoint', 'ip'];

/** Labels that name a target rather than describe it. */
const targetLabels = [
  'system',
  'system_id',
  'systemid',
  'target',
  'service',
  'app',
  'addr',
  'address',
  'job',
  'name',
  'url',
  ...machineLabels,
];

/** Ids of the systems named, the surest way first; empty when nothing names one. */
export function nameSystems(words: string, labels: readonly Labels[], systems: readonly NameableSystem[]): readonly string[] {
  const targets = new Set(labels.flatMap(targetsOf));
  const machines = new Set(labels.flatMap(machinesOf));
  const byLabel = systems.filter((system) => namesOf(system).some((name) => targets.has(name)) || isOnMachine(system, machines));
  const text = textOf(words, labels);
  if (byLabel.length > 0)
    return idsOf(withTheirJvm(labels.some(isOfMachine) ? byLabel : onTheirMachine(byLabel, systems, text), systems, text));
  const byMention = systems.filter((system) => [system.id, ...system.addresses].some((name) => isMentioned(name.toLowerCase(), text)));
  if (byMention.length > 0) return idsOf(withTheirJvm(byMention, systems, text));
  const byService = systems.filter(({ serves = [] }) =>
    serves.some((name) => targets.has(name.toLowerCase()) || isServiceSaid(name, text)),
  );
  if (byService.length > 0) return idsOf(byService);
  const byInstance = systems.filter(({ id }) => [...targets].some((target) => target.startsWith(`${id.toLowerCase()}-`)));
  if (byInstance.length > 0) return idsOf(byInstance);
  const stated = withoutDenied(text);
  const byOwnLabel = systems.filter((system) => labels.some((each) => sharesOwner(each, system.labels)));
  const pool = byOwnLabel.length > 0 ? byOwnLabel : systems;
  // What runs on a machine is more specific than the machine: a Redis out of memory is not about the memory of its host.
  const byKind = pool.filter((system) => !machineKinds.includes(system.kind) && isKindMeant(system.kind, stated));
  const byThis = pool.filter((system) => system.kind === 'host' && thisMachine.test(text));
  // A machine that the alert names and that nobody has told of is none of those that are known.
  const isElsewhere = byKind.length === 0 && byThis.length === 0 && machines.size > 0;
  const byMachine = pool.filter((system) => !isElsewhere && machineKinds.includes(system.kind) && isKindMeant(system.kind, stated));
  return idsOf([byKind, byThis, byMachine, byOwnLabel].find((found) => found.length > 0) ?? []);
}

/**
 * A rule labels what it measures with the machine that it is on. Where it is of a kind that runs there, that is what it is about, and the
 * machine only where its words are about a machine, too.
 */
function onTheirMachine(named: readonly NameableSystem[], systems: readonly NameableSystem[], text: string): readonly NameableSystem[] {
  if (!named.every(({ kind }) => machineKinds.includes(kind))) return named;
  const ids = idsOf(named);
  const said = text.replaceAll(/(^|[\s"'(=])\/[\w./-]+/g, '$1');
  const there = systems.filter(
    ({ kind, runsOn }) => runsOn !== undefined && ids.includes(runsOn) && !machineKinds.includes(kind) && isKindMeant(kind, said),
  );
  if (there.length === 0) return named;
  return named.some(({ kind }) => isKindMeant(kind, text)) ? [...there, ...named] : there;
}

/** A rule about a JVM carries the address of what the JVM serves: the JVM is meant as well, where it is known which one. */
function withTheirJvm(named: readonly NameableSystem[], systems: readonly NameableSystem[], text: string): readonly NameableSystem[] {
  if (!named.every(({ kind }) => anyProgramKinds.includes(kind)) || !isKindMeant('jvm', text)) return named;
  const there = systems.filter(
    ({ kind, runsOn }) => kind === 'jvm' && runsOn !== undefined && named.some((each) => each.runsOn === runsOn),
  );
  const alike = there.filter(({ id }) => named.some((each) => id.startsWith(each.id) || each.id.startsWith(id)));
  return there.length === 1 ? [...named, ...there] : [...named, ...alike];
}

/** By who measured it, or by how the rules for machines are called. */
function isOfMachine({ job = '', alertname = '' }: Labels): boolean {
  return machineJob.test(job) || /^(node|host|linux|windows|主机|机器)(?![a-z])/i.test(spelledOut(alertname));
}

/** Shorter names are words that turn up in any text. */
const serviceLengthMin = 4;

function isServiceSaid(name: string, text: string): boolean {
  return name.length >= serviceLengthMin && isMentioned(name.toLowerCase(), text);
}

/**
 * Which systems an alert names itself: by a label that names its target, else by its words; never by its kind. Made once for many alerts,
 * since what keeps them quiet must be sure, and cost little.
 */
export function createNaming(systems: readonly NameableSystem[]): (words: string, labels: Labels) => readonly string[] {
  const byName = new Map<string, string[]>();
  for (const { id, addresses } of systems) {
    for (const name of new Set([id, ...addresses].map((each) => each.toLowerCase()))) byName.set(name, [...(byName.get(name) ?? []), id]);
  }
  return (words, labels) => {
    if (byName.size === 0) return [];
    const byLabel = new Set(targetsOf(labels).flatMap((target) => byName.get(target) ?? []));
    if (byLabel.size > 0) return [...byLabel];
    const text = `${words}\n${Object.values(labels).join('\n')}`.toLowerCase();
    return [...new Set([...byName].flatMap(([name, ids]) => (isMentioned(name, text) ? ids : [])))];
  };
}

/**
 * The machines that alerts about a machine name and no system is known by; empty where a system is named, or the alerts are about something
 * that runs on a machine: who answers for a service is often not called as the exporter that watches it.
 */
export function strangersOf(words: string, labels: readonly Labels[], systems: readonly NameableSystem[]): readonly string[] {
  if (nameSystems(words, labels, systems).length > 0) return [];
  const text = textOf(words, labels);
  const isOfMachine = machineKinds.some((kind) => isKindMeant(kind, text)) || labels.some(({ job = '' }) => machineJob.test(job));
  return isOfMachine ? [...new Set(labels.flatMap(machinesOf))] : [];
}

/** The hosts that labels name, without ports; loopback, and the name that an exporter has among containers, name none. */
function machinesOf(labels: Labels): readonly string[] {
  return Object.entries(labels).flatMap(([name, value]) => {
    if (!machineLabels.includes(name.toLowerCase())) return [];
    const machine = value
      .trim()
      .toLowerCase()
      .replace(/^[a-z]+:\/\//, '')
      .replace(/\/.*$/, '')
      .replace(/:\d+$/, '');
    return machine === '' || isNoMachine.test(machine) ? [] : [machine];
  });
}

/** By one of its labels that name a machine, or by the first part of a name where only one side says the whole. */
export function isOnMachine(system: NameableSystem, machines: ReadonlySet<string>): boolean {
  if (machines.size === 0) return false;
  const own = machineLabels.flatMap((name) => system.labels[name]?.toLowerCase() ?? []);
  const names = [...namesOf(system), ...own];
  return [...machines].some((machine) => names.some((name) => isSameMachine(machine, name)));
}

function isSameMachine(one: string, other: string): boolean {
  if (one === other) return true;
  const isWhole = (name: string): boolean => name.includes('.');
  if (isWhole(one) === isWhole(other) || /^[\d.:]+$/.test(one) || /^[\d.:]+$/.test(other)) return false;
  return one.split('.')[0] === other.split('.')[0];
}

function namesOf({ id, addresses }: NameableSystem): readonly string[] {
  return [id, ...addresses].map((name) => name.toLowerCase());
}

/** Everything that is said, the names of rules also word by word: people do not write `HostHighCpuLoad`, and no kind is found in it. */
function textOf(words: string, labels: readonly Labels[]): string {
  const said = labels.flatMap(({ alertname, ...rest }) => [
    ...Object.values(rest),
    ...(alertname === undefined ? [] : [alertname, spelledOut(alertname)]),
  ]);
  return `${words}\n${said.join('\n')}`.toLowerCase().replaceAll(furtherReading, ' ');
}

/** Where to read on says nothing of what the alert is about, though it is an address of a website. */
const furtherReading = /https?:\/\/\S*(runbook|playbook|dashboard|grafana|wiki|docs?\b|\/d\/|graph\?)\S*/g;

function targetsOf(labels: Labels): readonly string[] {
  return Object.entries(labels).flatMap(([name, value]) => {
    if (!targetLabels.includes(name.toLowerCase())) return [];
    const bare = value
      .toLowerCase()
      .replace(/^[a-z]+:\/\//, '')
      .replace(/\/.*$/, '');
    return [value.toLowerCase(), bare, bare.replace(/:\d+$/, '')];
  });
}

function isMentioned(name: string, text: string): boolean {
  if (name.length < 2 || name === '127.0.0.1' || name === 'localhost') return false;
  const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[a-z0-9_-]/.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + name.length])) return true;
  }
  return false;
}

/** A label such as `team: orders` that both carry narrows the choice, but is no name of its own. */
function sharesOwner(alert: Labels, own: Labels): boolean {
  return Object.entries(own).some(
    ([name, value]) => alert[name] === value && name !== 'severity' && name !== 'env' && name !== 'environment',
  );
}

function isKindMeant(kind: string, text: string): boolean {
  return kindPattern(kind).test(text);
}

/** What people call systems of the kind. */
export function kindPattern(kind: string, flags = 'i'): RegExp {
  return new RegExp(kindWords[kind] ?? `\\b${kind}\\b`, flags);
}

function idsOf(systems: readonly NameableSystem[]): readonly string[] {
  return systems.map((system) => system.id);
}
