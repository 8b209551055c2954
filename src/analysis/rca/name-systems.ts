/** Which systems an alert or a question is about: by id, by address, by kind, in this order. */

import type { Labels } from '../../domain/alert.ts';

export interface NameableSystem {
  readonly id: string;
  readonly kind: string;
  /** `host:port`, `host`; as an exporter's `instance` label or a person would write them. */
  readonly addresses: readonly string[];
  readonly labels: Labels;
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

const machineKinds: readonly string[] = ['host', 'ssh'];

/** Labels that name a target rather than describe it. */
const targetLabels = [
  'instance',
  'system',
  'system_id',
  'systemid',
  'host',
  'hostname',
  'node',
  'server',
  'target',
  'service',
  'app',
  'addr',
  'address',
  'job',
  'name',
  'url',
];

/** Ids of the systems named, the surest way first; empty when nothing names one. */
export function nameSystems(words: string, labels: readonly Labels[], systems: readonly NameableSystem[]): readonly string[] {
  const targets = new Set(labels.flatMap(targetsOf));
  const byLabel = systems.filter(
    (system) => targets.has(system.id.toLowerCase()) || system.addresses.some((address) => targets.has(address.toLowerCase())),
  );
  if (byLabel.length > 0) return idsOf(byLabel);
  const text = `${words}\n${labels.flatMap((each) => Object.values(each)).join('\n')}`.toLowerCase();
  const byMention = systems.filter((system) => [system.id, ...system.addresses].some((name) => isMentioned(name.toLowerCase(), text)));
  if (byMention.length > 0) return idsOf(byMention);
  const byOwnLabel = systems.filter((system) => labels.some((each) => sharesOwner(each, system.labels)));
  const pool = byOwnLabel.length > 0 ? byOwnLabel : systems;
  // What runs on a machine is more specific than the machine: a Redis out of memory is not about the memory of its host.
  const byKind = pool.filter((system) => !machineKinds.includes(system.kind) && isKindMeant(system.kind, text));
  const byThis = pool.filter((system) => system.kind === 'host' && thisMachine.test(text));
  const byMachine = pool.filter((system) => machineKinds.includes(system.kind) && isKindMeant(system.kind, text));
  return idsOf([byKind, byThis, byMachine, byOwnLabel].find((found) => found.length > 0) ?? []);
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
