/** A real slapd on a free port of this machine, with a database of a megabyte and nothing in it. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Slapd {
  readonly url: string;
  readonly bindDn: string;
  readonly password: string;
  stop(): Promise<void>;
}

export const suffix = 'dc=example,dc=com';
const bindDn = 'cn=admin,cn=config';
const password = 'Monitor-me-4711';

export async function startSlapd(): Promise<Slapd> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-slapd-'));
  for (const name of ['config', 'data']) mkdirSync(join(directory, name));
  const ldif = join(directory, 'config.ldif');
  writeFileSync(ldif, configuration(join(directory, 'data')));
  const added = spawnSync('/usr/sbin/slapadd', ['-n', '0', '-F', join(directory, 'config'), '-l', ldif], { encoding: 'utf8' });
  if (added.status !== 0) throw new Error(`slapadd: ${added.stderr}${added.error?.message ?? ''}`);
  const port = await freePort();
  const given = ['-d', '0', '-F', join(directory, 'config'), '-h', `ldap://127.0.0.1:${port}`];
  const child = spawn('/usr/sbin/slapd', given, { stdio: ['ignore', 'ignore', 'pipe'] });
  await untilListening(child, port);
  return {
    url: `ldap://127.0.0.1:${port}`,
    bindDn,
    password,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await sleep(20);
  }
  throw new Error(`slapd ended with exit ${child.exitCode}`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function configuration(data: string): string {
  return `dn: cn=config
objectClass: olcGlobal
cn: config
olcThreads: 4

dn: cn=module,cn=config
objectClass: olcModuleList
cn: module
olcModuleLoad: /usr/lib/ldap/back_mdb.so

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file:///etc/ldap/schema/core.ldif

dn: olcDatabase={0}config,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {0}config
olcRootDN: ${bindDn}
olcRootPW: ${password}

dn: olcDatabase={1}monitor,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMonitorConfig
olcDatabase: {1}monitor
olcAccess: to * by dn.exact=${bindDn} read by * none

dn: olcDatabase={2}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {2}mdb
olcSuffix: ${suffix}
olcDbDirectory: ${data}
olcDbMaxSize: 1048576
`;
}
