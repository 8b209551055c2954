/** A real Kafka cluster of two brokers on free ports, in KRaft mode; gone at the end. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hasKafka, kafkaDirectory } from '../../scripts/kafka-jars.ts';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface KafkaServers {
  /** Addresses of broker 1, which is the controller too, and broker 2. */
  readonly brokers: readonly [string, string];
  /** Addresses of listeners that want SASL PLAIN, with the login below. */
  readonly guarded: readonly [string, string];
  readonly login: { readonly username: string; readonly password: string };
  /** SIGKILL, as the OOM killer would. */
  kill(broker: 1 | 2): Promise<void>;
  start(broker: 1 | 2): Promise<void>;
  freeze(broker: 1 | 2): void;
  thaw(broker: 1 | 2): void;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const login = { username: 'admin', password: 'not-a-secret-but-never-shown' } as const;
const readyWithinMs = 120_000;
/** A broker in a test lives for seconds: the first compiler and no collector of its own threads are what starts quickest. */
const java = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-cp', join(kafkaDirectory, 'libs', '*')];
const clusterId = '4L6g3nShT-eMCtK--X86sw';

/** Null with the reason where this machine has no Kafka. */
export function kafkaIsMissing(): string | null {
  return hasKafka()
    ? null
    : 'NOT TESTED on a real Kafka: its jars are not there; node scripts/install-kafka.ts fetches them (needs Java and Maven)';
}

/** `more`: settings of both brokers besides. */
export async function startKafka(more: Readonly<Record<string, string | number>> = {}): Promise<KafkaServers> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-kafka-'));
  const ports = await Promise.all([1, 2, 3, 4, 5].map(() => freePort()));
  const [controller = 0, plain1 = 0, plain2 = 0, guarded1 = 0, guarded2 = 0] = ports;
  const plain = [plain1, plain2];
  const guarded = [guarded1, guarded2];
  const processes = new Map<number, ChildProcess>();
  const formatted = await formattedDirectory();
  for (const id of [1, 2]) {
    await cp(join(formatted, String(id)), join(directory, String(id)), { recursive: true });
    const given = settings(id, { controller, plain: plain[id - 1] ?? 0, guarded: guarded[id - 1] ?? 0, data: join(directory, String(id)) });
    const further = Object.entries(more).map(([name, value]) => `${name}=${String(value)}\n`);
    await writeFile(join(directory, `${String(id)}.properties`), given + further.join(''));
  }
  const launch = async (id: number): Promise<void> => {
    const words = ['java', ...java, 'kafka.Kafka', join(directory, `${String(id)}.properties`)];
    const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', ...words] : words;
    const server = spawn(command[0] ?? '', command.slice(1), { cwd: directory, stdio: 'ignore' });
    processes.set(id, server);
    await untilListening(server, plain[id - 1] ?? 0);
  };
  const end = async (id: number): Promise<void> => {
    const server = processes.get(id);
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  const stop = async (): Promise<void> => {
    await Promise.all([end(1), end(2)]);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await Promise.all([launch(1), launch(2)]);
  } catch (error) {
    await stop();
    throw error;
  }
  const addresses = ([one = 0, other = 0]: readonly number[]): readonly [string, string] => [
    `127.0.0.1:${String(one)}`,
    `127.0.0.1:${String(other)}`,
  ];
  return {
    brokers: addresses(plain),
    guarded: addresses(guarded),
    login,
    kill: end,
    start: launch,
    freeze: (id) => sendSignal(processes.get(id) ?? null, 'SIGSTOP'),
    thaw: (id) => void processes.get(id)?.kill('SIGCONT'),
    stop,
  };
}

interface Place {
  readonly controller: number;
  readonly plain: number;
  readonly guarded: number;
  readonly data: string;
}

/** Short times, so that a fault shows within seconds. */
function settings(id: number, { controller, plain, guarded, data }: Place): string {
  const brokerListeners = `PLAINTEXT://127.0.0.1:${String(plain)},GUARDED://127.0.0.1:${String(guarded)}`;
  const users = `username="${login.username}" password="${login.password}" user_${login.username}="${login.password}"`;
  const given = {
    'process.roles': id === 1 ? 'broker,controller' : 'broker',
    'node.id': id,
    'controller.quorum.voters': `1@127.0.0.1:${String(controller)}`,
    listeners: id === 1 ? `${brokerListeners},CONTROLLER://127.0.0.1:${String(controller)}` : brokerListeners,
    'advertised.listeners': brokerListeners,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,GUARDED:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.guarded.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required ${users};`,
    'log.dirs': data,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'replica.lag.time.max.ms': 3_000,
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 500,
    'auto.leader.rebalance.enable': false,
    'auto.create.topics.enable': false,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.dedupe.buffer.size': 2_097_152,
    'log.cleaner.threads': 1,
  };
  return Object.entries(given)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}

/** Formatting takes as long as starting: done once, and copied. */
async function formattedDirectory(): Promise<string> {
  const kept = join(kafkaDirectory, 'formatted');
  if (
    await stat(kept).then(
      () => true,
      () => false,
    )
  )
    return kept;
  const making = await mkdtemp(join(kafkaDirectory, 'formatting-'));
  for (const id of [1, 2]) {
    const data = join(making, String(id));
    await mkdir(data);
    const file = join(making, `${String(id)}.properties`);
    await writeFile(file, settings(id, { controller: 9_093, plain: 9_092, guarded: 9_094, data }));
    await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file], { timeout: readyWithinMs });
  }
  // Another test may have been quicker; then its copy is as good.
  await rename(making, kept).catch(() => rm(making, { recursive: true, force: true }));
  return kept;
}

async function untilListening(server: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`Kafka ended with code ${String(server.exitCode)} instead of starting`);
    if (performance.now() > deadline) throw new Error(`Kafka was not ready within ${String(readyWithinMs)} ms`);
    await sleep(100);
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
