/** A real snmpd on a free port of the loopback with a directory of its own. What hardware would have to break for is overridden in it. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SnmpClient } from '../../../src/systems/snmp/client.ts';
import { knock } from '../../../src/systems/snmp/knock.ts';
import { type SnmpEntry, snmpKind } from '../../../src/systems/snmp/system.ts';
import { type Child, startChild } from '../../support/child.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';

const snmpdPath = '/usr/sbin/snmpd';
export const snmpdMissing = existsSync(snmpdPath) ? null : 'snmpd is not installed';
export const community = 'a-community-nobody-may-see';

export interface Snmpd {
  readonly address: string;
  readonly entry: SnmpEntry;
  readonly client: SnmpClient;
  /** Ends the agent; its directory stays. */
  end(): Promise<void>;
  /** Overrides values of the agent from now on: `1.3.6…` to `integer 2`. */
  override(values: Readonly<Record<string, string>>): Promise<void>;
  diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;
  stop(): Promise<void>;
}

const oneWeekTicks = 60_480_000;
const hostUptime = '1.3.6.1.2.1.25.1.1.0';

export async function startSnmpd(): Promise<Snmpd> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-snmpd-'));
  const port = await freePort();
  const write = (values: Readonly<Record<string, string>>): Promise<void> =>
    writeFile(
      join(directory, 'snmpd.conf'),
      [
        `agentaddress udp:127.0.0.1:${String(port)}`,
        `rocommunity ${community} 127.0.0.1`,
        'rwcommunity may-write-too 127.0.0.1',
        'createUser watcher SHA "auth-key-of-it" AES "privacy-key-of-it"',
        'rouser watcher authpriv',
        'sysName device-1',
        // The machine of the test may have been up for a minute or a year.
        ...Object.entries({
          [hostUptime]: `timeticks ${String(oneWeekTicks)}`,
          ...values,
        }).map(([oid, value]) => `override ${oid} ${value}`),
        '',
      ].join('\n'),
    );
  await write({});
  const args = [`SNMP_PERSISTENT_DIR=${directory}/kept`, 'MIBS=', snmpdPath, '-f', '-Ln', '-C', '-c', join(directory, 'snmpd.conf')];
  const isReady = async (): Promise<boolean> =>
    (await knock('127.0.0.1', port, { timeoutMs: 500, signal: new AbortController().signal })) === 'answered';
  const start = (): Promise<Child> => startChild('/usr/bin/env', args, isReady);
  let child = await start();
  const address = `127.0.0.1:${String(port)}`;
  const entry = snmpEntry({ address, community: { env: 'C' } });
  const client = snmpClient(entry);
  return {
    address,
    entry,
    client,
    end: () => child.stop(),
    async override(values) {
      await child.stop();
      await write(values);
      child = await start();
    },
    diagnose: (options = {}) => diagnoseSystem(snmpKind, client, entry, options),
    async stop() {
      await child.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function snmpEntry(more: Readonly<Record<string, unknown>>): SnmpEntry {
  return snmpKind.entry.parse({ id: 'switch', kind: 'snmp', ...more });
}

export function snmpClient(entry: SnmpEntry, secrets: Readonly<Record<string, string>> = { C: community }): SnmpClient {
  return snmpKind.connect(entry, { clock: systemClock, resolveSecret: (ref) => secrets['env' in ref ? ref.env : ref.file] ?? '' });
}
