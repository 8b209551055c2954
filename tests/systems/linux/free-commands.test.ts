import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { linuxCommands } from '../../../src/systems/linux/free-commands.ts';
import { contextOf } from '../../contracts/system.ts';
import { freeCommand } from '../../support/free-command.ts';
import { openHost } from './diagnose.ts';

const entry = { id: 'here', kind: 'host', dependsOn: [], labels: {}, actionsEnabled: true };

describe('linuxCommands', () => {
  it('run programs as an argv, and tell a code that is not nought', async () => {
    const { client } = openHost({ services: [{ name: 'orders', check: 'orders', restart: { systemd: 'orders.service' } }] });
    try {
      assert.match(await (await freeCommand(hostKind, 'df -h /', client, entry)).output(), /Filesystem/);
      assert.match(await (await freeCommand(hostKind, 'ls -l /not/there', client, entry)).output(), /exit code 2/);
      const restart = await freeCommand(hostKind, 'systemctl restart orders', client, entry);
      assert.deepEqual([restart.given.with, restart.action.risk], ['{"service":"orders"}', 'high']);
      const other = linuxCommands.read('systemctl restart sshd');
      assert.ok('command' in other && other.command.kind === 'changes');
      assert.ok('refused' in (await other.command.bind(client, contextOf(entry, 5_000))));
    } finally {
      await client.close();
    }
  });

  it('name the process that a pid is now', async () => {
    const { client } = openHost();
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      await once(child, 'spawn');
      const { given, action } = await freeCommand(hostKind, `kill -TERM ${String(child.pid)}`, client, entry);

      assert.match(String(given.with), /"name":"sleep","pid":\d+,"startTicks":\d+/);
      assert.equal((await action.precheck(client, given, contextOf(entry, 10_000))).state, 'ready');
    } finally {
      child.kill();
      await client.close();
    }
  });
});
