/** What a thread dump and the threads' processor time say together. */

import { type JavaThread, poolOf, type ThreadDump, telling } from '../parse-threads.ts';

export const threadFactNames = [
  'threads.count', 'threads.java', 'threads.daemon', 'threads.blocked', 'threads.runnable', 'threads.waiting', 'threads.deadlocked',
  'threads.deadlock', 'threads.deadlockFrame', 'threads.lock.waiters', 'threads.lock.waitersShare', 'threads.lock.class',
  'threads.lock.owner', 'threads.lock.ownerFrame', 'threads.lock.ownerState', 'threads.pool.waiters', 'threads.pool.waitersShare',
  'threads.pool.kind', 'threads.pool.group', 'threads.pool.groupCount', 'threads.pool.caller', 'threads.remote.waiters',
  'threads.remote.share', 'threads.remote.group', 'threads.remote.groupCount', 'threads.remote.caller', 'threads.group.name', 'threads.group.count',
  'threads.group.share', 'threads.group.idleShare', 'threads.group.frame', 'threads.hot.name', 'threads.hot.nativeId', 'threads.hot.cores',
  'threads.hot.demand', 'threads.hot.state', 'threads.hot.frame', 'threads.hot.isCollector', 'threads.hot.isCompiler', 'threads.collectorCores',
] as const; // biome-ignore format: one list

export interface BusyThread {
  readonly nativeId: number;
  /** As the kernel knows it: fifteen letters at most. */
  readonly name: string;
  readonly cores: number;
  /** Cores used and waited for together: what it would take of an idle machine. */
  readonly demand: number;
}

/** Frames in which a thread waits for something of a pool that others hold; the first group names the pool's kind. */
const poolFrames: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^com\.zaxxer\.hikari\.(pool\.HikariPool\.getConnection|util\.ConcurrentBag\.borrow)/, 'HikariCP'],
  [/^com\.alibaba\.druid\.pool\.DruidDataSource\.(takeLast|pollLast|getConnectionInternal)/, 'Druid'],
  [/^org\.apache\.(tomcat\.jdbc\.pool\.ConnectionPool\.borrowConnection|tomcat\.dbcp)/, 'Tomcat JDBC'],
  [/^com\.mchange\.v2\.resourcepool\.BasicResourcePool\.awaitAvailable/, 'c3p0'],
  [/^org\.apache\.(commons\.)?pool2?\.impl\.GenericObjectPool\.borrowObject/, 'Commons Pool'],
  [/^redis\.clients\.jedis\.(JedisPool|util\.Pool)\.getResource/, 'Jedis'],
  [/^org\.apache\.http(\.impl\.pool|\.pool|\.impl\.conn)\.\w+\.(getPoolEntryBlocking|leaseConnection)/, 'HttpClient'],
];

/** A pool of the program's own, by how such methods are called everywhere. */
const ownPool =
  /^(?!java|jdk|sun)[\w.$]*?(\w*(?:Pool|DataSource)\w*)\.(?:borrow|acquire|lease|checkout|obtain|take|getConnection|getResource)\w*$/;

/** Where a thread reads from a socket, and who reads there what clients send: the loop of a server that waits for its next request. */
const socketReads =
  /^(java\.net\.(Socket\$SocketInputStream\.read|SocketInputStream\.(socketRead|read))|sun\.nio\.ch\.(NioSocketImpl|SocketChannelImpl)\.(read|park|implRead))/;
const serverReads =
  /^(org\.apache\.(coyote|tomcat\.util\.net)|org\.eclipse\.jetty|io\.undertow|sun\.net\.httpserver|com\.sun\.net\.httpserver|org\.glassfish|io\.netty)\./;

const collectorNames = /^(GC Thread|G1 |VM Thread|ParGC|Gang worker|Concurrent Mark|ZWorker|Shenandoah)/i;
const compilerNames = /^C[12] Compiler/;

export function threadFacts(dump: ThreadDump, busy: readonly BusyThread[]) {
  const threads = dump.threads.filter(({ isJava }) => isJava);
  const inState = (state: RegExp): number => threads.filter((thread) => state.test(thread.state)).length;
  const [deadlock] = dump.deadlocks;
  const first = threads.find(({ name }) => name === deadlock?.[0]);
  return {
    'threads.count': dump.threads.length,
    'threads.java': threads.length,
    'threads.daemon': threads.filter(({ isDaemon }) => isDaemon).length,
    'threads.blocked': threads.filter(({ isBlocked }) => isBlocked).length,
    'threads.runnable': inState(/^RUNNABLE$/),
    'threads.waiting': inState(/WAITING/),
    'threads.deadlocked': dump.deadlocks.reduce((sum, names) => sum + names.length, 0),
    'threads.deadlock': deadlock?.join(', ') ?? '',
    'threads.deadlockFrame': telling(first?.frames ?? []),
    ...lockFacts(threads),
    ...poolFacts(threads),
    ...remoteFacts(threads),
    ...groupFacts(threads),
    ...hotFacts(dump.threads, busy),
  };
}

/** The monitor that most threads are blocked on, and who has it. */
function lockFacts(threads: readonly JavaThread[]) {
  const waiting = Map.groupBy(
    threads.filter(({ isBlocked, waitsFor }) => isBlocked && waitsFor !== ''),
    ({ waitsFor }) => waitsFor,
  );
  const [top] = [...waiting].sort(([, one], [, other]) => other.length - one.length);
  const [address = '', waiters = []] = top ?? [];
  const owner = threads.find((thread) => thread.holds.includes(address) && thread.waitsFor !== address);
  return {
    'threads.lock.waiters': waiters.length,
    'threads.lock.waitersShare': threads.length === 0 ? 0 : waiters.length / threads.length,
    'threads.lock.class': waiters[0]?.waitsForClass ?? '',
    'threads.lock.owner': owner?.name ?? '',
    'threads.lock.ownerFrame': telling(owner?.frames ?? []),
    'threads.lock.ownerState': owner?.state ?? '',
  };
}

function poolFacts(threads: readonly JavaThread[]) {
  const waiting = threads.flatMap((thread) => {
    const kind = /WAITING|BLOCKED/.test(thread.state) ? poolKindOf(thread.frames) : undefined;
    return kind === undefined ? [] : [{ thread, kind }];
  });
  const groups = Map.groupBy(waiting, ({ thread, kind }) => `${kind}\0${poolOf(thread.name)}`);
  const [members = []] = [...groups.values()].sort((one, other) => other.length - one.length);
  const [first] = members;
  const group = first === undefined ? '' : poolOf(first.thread.name);
  const groupCount = threads.filter(({ name }) => group !== '' && poolOf(name) === group).length;
  const isOfPool = (frame: string): boolean => poolFrames.some(([pattern]) => pattern.test(frame));
  const callers = first?.thread.frames.filter((frame) => !isOfPool(frame)) ?? [];
  return {
    'threads.pool.waiters': members.length,
    'threads.pool.waitersShare': groupCount === 0 ? 0 : members.length / groupCount,
    'threads.pool.kind': first?.kind ?? '',
    'threads.pool.group': group,
    'threads.pool.groupCount': groupCount,
    'threads.pool.caller': telling(
      callers.filter((frame) => !/^(com\.zaxxer|com\.alibaba\.druid|com\.mchange|redis\.clients)/.test(frame)),
    ),
  };
}

function poolKindOf(frames: readonly string[]): string | undefined {
  const known = poolFrames.find(([pattern]) => frames.some((frame) => pattern.test(frame)));
  return known?.[1] ?? frames.flatMap((frame) => ownPool.exec(frame)?.[1] ?? [])[0];
}

/** The family most of whose threads wait for an answer of something else. */
function remoteFacts(threads: readonly JavaThread[]) {
  const isReading = ({ frames }: JavaThread): boolean =>
    frames.slice(0, 12).some((frame) => socketReads.test(frame)) && !serverReads.test(ownerOfRead(frames));
  const groups = Map.groupBy(threads.filter(isReading), ({ name }) => poolOf(name));
  const [top] = [...groups].sort(([, one], [, other]) => other.length - one.length);
  const [group = '', members = []] = top ?? [];
  const groupCount = threads.filter(({ name }) => poolOf(name) === group).length;
  return {
    'threads.remote.waiters': members.length,
    'threads.remote.share': groupCount === 0 ? 0 : members.length / groupCount,
    'threads.remote.group': group,
    'threads.remote.groupCount': groupCount,
    'threads.remote.caller': telling(members[0]?.frames ?? []),
  };
}

/** The first frame above the runtime's own: whose read it is. */
function ownerOfRead(frames: readonly string[]): string {
  return frames.find((frame) => !/^(java|javax|jdk|sun\.nio|sun\.security)\./.test(frame)) ?? '';
}

/** The largest family of threads: what leaks has no end of members that all do nothing. */
function groupFacts(threads: readonly JavaThread[]) {
  const groups = Map.groupBy(threads, ({ name }) => poolOf(name));
  const [top] = [...groups].sort(([, one], [, other]) => other.length - one.length);
  const [name = '', members = []] = top ?? [];
  const idle = members.filter(({ state }) => /WAITING/.test(state)).length;
  return {
    'threads.group.name': name,
    'threads.group.count': members.length,
    'threads.group.share': threads.length === 0 ? 0 : members.length / threads.length,
    'threads.group.idleShare': members.length === 0 ? 0 : idle / members.length,
    'threads.group.frame': telling(members[0]?.frames ?? []),
  };
}

function hotFacts(threads: readonly JavaThread[], busy: readonly BusyThread[]) {
  const [hot] = busy;
  const own = threads.find(({ nativeId }) => nativeId === hot?.nativeId);
  const name = own?.name ?? hot?.name ?? '';
  const nameOf = (each: BusyThread): string => threads.find(({ nativeId }) => nativeId === each.nativeId)?.name ?? each.name;
  const collecting = busy.filter((each) => collectorNames.test(nameOf(each)));
  return {
    'threads.hot.name': name,
    'threads.hot.nativeId': hot?.nativeId ?? 0,
    'threads.hot.cores': hot?.cores ?? 0,
    'threads.hot.demand': hot?.demand ?? 0,
    'threads.hot.state': own?.state ?? '',
    'threads.hot.frame': telling(own?.frames ?? []),
    'threads.hot.isCollector': collectorNames.test(name),
    'threads.hot.isCompiler': compilerNames.test(name),
    'threads.collectorCores': Math.round(collecting.reduce((sum, each) => sum + each.cores, 0) * 100) / 100,
  };
}

/** Those that matter, each with a few frames: the busy, the blocked and who blocks them. */
export function describeThreads(dump: ThreadDump, busy: readonly BusyThread[]): string {
  const cores = new Map(busy.map((each) => [each.nativeId, each.cores]));
  const weight = (thread: JavaThread): number =>
    (cores.get(thread.nativeId) ?? 0) * 100 + (thread.isBlocked ? 10 : 0) + thread.holds.length;
  const telltale = [...dump.threads].sort((one, other) => weight(other) - weight(one)).slice(0, 25);
  const parts = telltale.map((thread) => {
    const head = `"${thread.name}" nid=0x${thread.nativeId.toString(16)} ${thread.state} ${String(cores.get(thread.nativeId) ?? 0)} cores`;
    const lock = thread.waitsFor === '' ? '' : ` waits for ${thread.waitsFor} (${thread.waitsForClass})`;
    return [`${head}${lock}`, ...thread.frames.slice(0, 6).map((frame) => `  at ${frame}`)].join('\n');
  });
  const deadlocks = dump.deadlocks.map((names) => `DEADLOCK: ${names.join(' <-> ')}`);
  return [...deadlocks, ...parts].join('\n');
}
