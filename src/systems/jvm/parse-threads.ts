/** Reads a thread dump: names, states, locks and the frames that tell what a thread is about. Local values are not in it. */

export interface JavaThread {
  readonly name: string;
  /** The number of its kernel thread; 0 when it has none. */
  readonly nativeId: number;
  readonly isDaemon: boolean;
  readonly isJava: boolean;
  readonly state: string;
  readonly frames: readonly string[];
  /** Address of the monitor or lock that it waits for. */
  readonly waitsFor: string;
  readonly waitsForClass: string;
  readonly isBlocked: boolean;
  readonly holds: readonly string[];
}

export interface ThreadDump {
  readonly threads: readonly JavaThread[];
  /** Names of threads in each deadlock that the JVM itself has found. */
  readonly deadlocks: readonly (readonly string[])[];
}

const framesMax = 60;

export function parseThreadDump(text: string): ThreadDump {
  const [body = '', ...found] = text.split(/^Found (?:one|\d+) Java-level deadlocks?:?$/m);
  const parts = body.split(/^(?=")/m).filter((part) => part.startsWith('"'));
  const deadlocks = found
    .join('\n')
    .split(/^=+$/m)
    .map((part) => [...new Set([...part.matchAll(/^"([^"\n]*)":$/gm)].map(([, name = '']) => name))])
    .filter((names) => names.length > 1);
  return { threads: parts.slice(0, 20_000).map(parseThread), deadlocks: unique(deadlocks) };
}

/** The JVM writes each deadlock twice: who waits for whom, and the stacks. */
function unique(deadlocks: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const seen = new Map(deadlocks.map((names) => [[...names].sort().join('\0'), names] as const));
  return [...seen.values()];
}

function parseThread(part: string): JavaThread {
  const [head = '', ...lines] = part.split('\n');
  const name = head.slice(1, head.lastIndexOf('"'));
  const native = /\bnid=(0x[0-9a-f]+|\d+)/.exec(head)?.[1] ?? '0';
  const waiting = /^\s+- (?:waiting to lock|waiting on|parking to wait for)\s+<(0x[0-9a-f]+)> \(a ([^)]+)\)/m.exec(part);
  const state = /java\.lang\.Thread\.State: (\w+)/.exec(part)?.[1] ?? '';
  return {
    name: name.slice(0, 200),
    nativeId: Number(native),
    isDaemon: / daemon /.test(head.slice(head.lastIndexOf('"'))),
    isJava: state !== '',
    state,
    frames: lines.flatMap((line) => /^\s+at ([^\s(]+)/.exec(line)?.[1]?.replace(/^[^/]*\//, '') ?? []).slice(0, framesMax),
    waitsFor: waiting?.[1] ?? '',
    waitsForClass: waiting?.[2] ?? '',
    isBlocked: state === 'BLOCKED',
    holds: [...part.matchAll(/^\s+- (?:locked )?<(0x[0-9a-f]+)>/gm)].map(([, address = '']) => address),
  };
}

/** `http-nio-8080-exec-12`, `pool-3-thread-7`: the name without its numbers is the pool. */
export function poolOf(name: string): string {
  return name.replace(/\d+/g, '#').slice(0, 80);
}

/** The first frame that is the application's own, else the first at all. */
export function telling(frames: readonly string[]): string {
  const own = frames.find((frame) => !/^(java|javax|jdk|sun|com\.sun|org\.apache\.tomcat|org\.eclipse\.jetty|io\.netty)\./.test(frame));
  return (own ?? frames[0] ?? '').slice(0, 200);
}
