/** A real HAProxy on free ports with a directory of its own, Zhiban's client for it, and a diagnosis. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HaproxyClient } from '../../../src/systems/haproxy/client.ts';
import { type HaproxyEntry, haproxyKind } from '../../../src/systems/haproxy/system.ts';
import { createHostClient } from '../../../src/systems/host/client.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { type Child, startChild, until } from '../../support/child.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';

const haproxyPath = '/usr/sbin/haproxy';
export const haproxyMissing = existsSync(haproxyPath) ? null : 'haproxy is not installed';

export interface HaproxyOptions {
  /** Lines of `global`. */
  readonly global?: string;
  /** Lines of the frontend `web`; by default all goes to the backend `app`. */
  readonly frontend?: string;
  /** Whole sections. */
  readonly sections: string;
  /** Whether a master process stands above the worker, with a socket of its own. */
  readonly hasMaster?: boolean;
}

export interface Haproxy {
  /** Of the frontend `web`. */
  readonly url: string;
  readonly port: number;
  readonly statsUrl: string;
  readonly socket: string;
  readonly operatorSocket: string;
  /** Has the master load the configuration anew, and waits until it has. */
  reload(): Promise<void>;
  readonly entry: HaproxyEntry;
  readonly client: HaproxyClient;
  readonly child: Child;
  /** Polls the statistics until the server has this status. */
  untilStatus(server: string, status: RegExp): Promise<void>;
  diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;
  stop(): Promise<void>;
}

export const thisMachine: LinuxClient = createHostClient(hostKind.entry.parse({ id: 'machine', kind: 'host' }) as never);

export async function startHaproxy(options: HaproxyOptions): Promise<Haproxy> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-haproxy-'));
  const [port, statsPort] = [await freePort(), await freePort()];
  const [socket, operatorSocket, masterSocket] = ['admin.sock', 'operator.sock', 'master.sock'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(join(directory, 'haproxy.cfg'), configuration(options, { port, statsPort, socket, operatorSocket }));
  const args = ['-db', ...(options.hasMaster === true ? ['-W', '-S', masterSocket] : []), '-f', join(directory, 'haproxy.cfg')];
  const child = await startChild(haproxyPath, args, () => Promise.resolve(existsSync(socket)));
  const entry = haproxyEntry({ socket });
  const client = haproxyClient(entry);
  const diagnose = (more: DiagnoseOptions = {}): Promise<Diagnosis> =>
    diagnoseSystem(haproxyKind, client, entry, { host: thisMachine, parameters: { traffic: { windowMs: 200 } }, ...more });
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    statsUrl: `http://127.0.0.1:${String(statsPort)}/stats`,
    socket,
    operatorSocket,
    entry,
    client,
    child,
    async reload() {
      const reloads = async (): Promise<number> => {
        const shown = await askMaster(masterSocket);
        return Number(/\bmaster\s+(\d+)/.exec(shown)?.[1] ?? -1);
      };
      // A master that is not through with the reload before does not hear of another.
      await until(async () => (await reloads()) >= 0, 'the master answers');
      const before = await reloads();
      child.signal('SIGUSR2');
      await until(async () => (await reloads()) > before, 'the master has reloaded');
    },
    async untilStatus(server, status) {
      const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(60_000) };
      await until(
        async () => {
          const row = (await client.stat(limit)).find(({ name }) => name === server);
          return status.test(`${row?.status ?? ''} ${row?.text('check_status') ?? ''}`);
        },
        `${server} is ${String(status)}`,
      );
    },
    diagnose,
    async stop() {
      await child.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The master only ends the conversation once we have; an answer that does not come is an empty one. */
function askMaster(path: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ path, allowHalfOpen: true }, () => void socket.end('show proc\n'));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('end', () => socket.destroy());
    socket.on('close', () => resolve(said));
  });
}

export function haproxyEntry(more: Readonly<Record<string, unknown>>): HaproxyEntry {
  return haproxyKind.entry.parse({ id: 'lb', kind: 'haproxy', ...more });
}

export function haproxyClient(entry: HaproxyEntry, secret = ''): HaproxyClient {
  return haproxyKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}

interface Places {
  readonly port: number;
  readonly statsPort: number;
  readonly socket: string;
  readonly operatorSocket: string;
}

function configuration({ global = '', frontend = 'default_backend app', sections }: HaproxyOptions, places: Places): string {
  return `global
  stats socket ${places.socket} mode 600 level admin
  stats socket ${places.operatorSocket} mode 600 level operator
  ${global}
defaults
  mode http
  timeout connect 300ms
  timeout client 10s
  timeout server 3s
  timeout queue 2s
  timeout check 3s
frontend web
  bind 127.0.0.1:${String(places.port)}
  ${frontend}
frontend stats
  bind 127.0.0.1:${String(places.statsPort)}
  stats enable
  stats uri /stats
  stats auth zhiban:pw
${sections}
`;
}
