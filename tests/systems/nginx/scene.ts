/** A real nginx on free ports with a directory of its own, Zhiban's client for it, and a diagnosis through this machine. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostClient } from '../../../src/systems/host/client.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import type { NginxClient } from '../../../src/systems/nginx/client.ts';
import { type NginxEntry, nginxKind } from '../../../src/systems/nginx/system.ts';
import { type Child, isListening, startChild } from '../../support/child.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';

export const nginxPath = '/usr/sbin/nginx';
export const nginxMissing = existsSync(nginxPath) ? null : 'nginx-light is not installed';

export interface NginxOptions {
  /** Lines of the main context. */
  readonly main?: string;
  /** Lines of `events`; 256 connections by default. */
  readonly events?: string;
  /** Lines of `http`. */
  readonly http?: string;
  /** Lines of the server that also has `/status`. */
  readonly server?: string;
}

export interface Nginx {
  readonly port: number;
  readonly directory: string;
  readonly entry: NginxEntry;
  readonly client: NginxClient;
  readonly child: Child;
  readonly url: string;
  /** Writes another configuration; it is not loaded. */
  write(options: NginxOptions | { readonly raw: string }): Promise<void>;
  hup(): void;
  errors(): Promise<string>;
  diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;
  stop(): Promise<void>;
}

export const thisMachine: LinuxClient = createHostClient(hostKind.entry.parse({ id: 'machine', kind: 'host' }) as never);

export async function startNginx(options: NginxOptions = {}): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-nginx-'));
  execFileSync('chmod', ['755', directory]);
  const port = await freePort();
  const at = (name: string): string => join(directory, name);
  const write: Nginx['write'] = (given) => writeFile(at('nginx.conf'), 'raw' in given ? given.raw : configuration(directory, port, given));
  await write(options);
  const child = await startChild(nginxPath, ['-e', at('error.log'), '-c', at('nginx.conf')], () => isListening(port));
  const url = `http://127.0.0.1:${String(port)}`;
  const entry = nginxEntry(`${url}/status`, directory);
  const client = nginxClient(entry);
  return {
    port,
    directory,
    entry,
    client,
    child,
    url,
    write,
    hup: () => child.signal('SIGHUP'),
    errors: () => readFile(at('error.log'), 'utf8'),
    diagnose: (more = {}) =>
      diagnoseSystem(nginxKind, client, entry, { host: thisMachine, parameters: { status: { windowMs: 200 } }, ...more }),
    async stop() {
      await child.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function nginxEntry(url: string, directory = '/nowhere/nginx', more: Readonly<Record<string, unknown>> = {}): NginxEntry {
  const at = (name: string): string => join(directory, name);
  return nginxKind.entry.parse({
    id: 'edge',
    kind: 'nginx',
    url,
    errorLog: at('error.log'),
    accessLog: at('access.log'),
    configFile: at('nginx.conf'),
    pidFile: at('nginx.pid'),
    ...more,
  });
}

export function nginxClient(entry: NginxEntry, secret = ''): NginxClient {
  return nginxKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}

function configuration(directory: string, port: number, { main = '', events, http = '', server = '' }: NginxOptions): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`).join(' ');
  return `daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log ${directory}/error.log info;
${main}
events { ${events ?? 'worker_connections 256;'} }
http {
  access_log ${directory}/access.log combined; ${temporary}
  ${http}
  server {
    listen 127.0.0.1:${String(port)};
    location = /status { stub_status; access_log off; }
    location = /hello { return 200 'hello'; }
    ${server}
  }
}
`;
}

/** Asks so many times, one after the other, and answers the statuses. */
export async function ask(url: string, times: number): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const answer = await fetch(url);
    await answer.text();
    statuses.push(answer.status);
  }
  return statuses;
}
