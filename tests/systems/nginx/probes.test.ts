import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Look } from '../../../src/domain/evidence.ts';
import type { SystemClient } from '../../../src/systems/contract.ts';
import { nginxProbes } from '../../../src/systems/nginx/probes.ts';
import { sshKind } from '../../../src/systems/ssh/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { sshdMissing, startSshd } from '../../support/sshd.ts';
import { systemClock } from '../../support/system-clock.ts';
import { ask, type Nginx, nginxClient, nginxEntry, nginxMissing, startNginx, thisMachine } from './scene.ts';

describe('nginxProbes', { skip: nginxMissing ?? false }, () => {
  let nginx: Nginx;
  before(async () => {
    nginx = await startNginx({ http: 'upstream api { server 127.0.0.1:1; server 127.0.0.1:2 down; }' });
  });
  after(() => nginx.stop());

  async function look(
    name: string,
    more: Readonly<Record<string, unknown>> = {},
    host: SystemClient | undefined = thisMachine,
  ): Promise<Look> {
    const probe = nginxProbes.find((each) => each.name === name);
    assert.ok(probe !== undefined);
    const entry = nginxEntry(nginx.entry.url, nginx.directory, more);
    return probe.look(nginxClient(entry), probe.parameters.parse({}), contextOf(entry, probe.timeoutMs, host));
  }

  it('status tells what goes on while it looks', async () => {
    const looking = look('status');
    await ask(`${nginx.url}/hello`, 30);
    const { facts } = await looking;

    assert.ok(Number(facts['status.requestsPerSecond']) > 0, JSON.stringify(facts));
    assert.deepEqual([facts['status.dropped.total'], facts['reach.isOk']], [0, true]);
  });

  it('config reads limits and upstreams out of the configuration', async () => {
    const { facts, text } = await look('config');

    assert.deepEqual(
      [
        facts['config.workerConnections'],
        facts['config.connectionsMax'],
        facts['config.upstreamServers'],
        facts['config.isNewerThanLoaded'],
      ],
      [256, 256, 1, false],
    );
    assert.match(text, /upstream api: 127\.0\.0\.1:1; 127\.0\.0\.1:2 down/);
  });

  it('certificates are none where none are served', async () => {
    const { status, facts } = await look('certificates');

    assert.deepEqual([status, facts['certificates.count'], facts['certificates.daysLeft']], ['ok', 0, null]);
  });

  it('the error log is shown as templates with how often, whatever sort of complaint it is', async () => {
    const at = new Date().toISOString().replaceAll('-', '/').replace('T', ' ').slice(0, 19);
    const line = (id: number): string =>
      `${at} [error] 7#7: *${id} the upstream api sent an odd answer of ${id * 31} bytes, client: 10.0.0.${id}`;
    await writeFile(join(nginx.directory, 'odd.log'), `${Array.from({ length: 40 }, (_, id) => line(id + 1)).join('\n')}\n`);

    const { text } = await look('error-log', { errorLog: join(nginx.directory, 'odd.log') });

    assert.match(text, /40× .*sent an odd answer of <\w+> bytes/);
    assert.equal(text.match(/odd answer/g)?.length, 3, `the newest, one template and its example:\n${text}`);
  });

  it('what can not be read is said, and is no fault of nginx', async () => {
    await writeFile(join(nginx.directory, 'strange.log'), 'one\ntwo\nthree\n');
    const looks = [
      await look('error-log', { errorLog: '/nowhere/error.log' }),
      await look('access-log', { accessLog: join(nginx.directory, 'strange.log') }),
      await look('config', { binary: '/nowhere/nginx' }),
      await look('processes', { pidFile: '/nowhere/pid' }),
      await look('error-log', {}, { close: () => Promise.resolve() }),
    ];

    assert.deepEqual(
      looks.map(({ status }) => status),
      ['failed', 'failed', 'ok', 'ok', 'failed'],
    );
    assert.match(looks[0]?.reason ?? '', /no file \/nowhere\/error\.log/);
    assert.match(looks[1]?.reason ?? '', /neither in the combined form nor JSON/);
    assert.equal(looks[2]?.facts['config.isValid'], null);
    assert.equal(looks[3]?.facts['processes.isRunning'], null);
    assert.match(looks[4]?.reason ?? '', /runsOn/);
  });

  it('a container’s nginx is not tested by what the host has, and a log that goes nowhere is said', async () => {
    const entry = nginxEntry(nginx.entry.url, nginx.directory);
    const client = nginxClient(entry);
    const found = await client.findFiles(thisMachine, contextOf(entry, 5_000, thisMachine));
    const given = { ...client, findFiles: () => Promise.resolve({ ...found, accessLog: null, tested: null, doubt: 'contained' as const }) };
    const looks = [];
    for (const name of ['config', 'access-log']) {
      const probe = nginxProbes.find((each) => each.name === name);
      looks.push(await probe?.look(given, probe.parameters.parse({}), contextOf(entry, probe.timeoutMs, thisMachine)));
    }

    assert.match(looks[0]?.headline.en ?? '', /in a container/);
    assert.deepEqual([looks[0]?.facts['config.isValid'], looks[0]?.facts['config.error'], looks[1]?.status], [null, '', 'failed']);
    assert.match(looks[1]?.reason ?? '', /access_log to no file/);
  });

  it('all of it works over ssh as well', { skip: sshdMissing() ?? false }, async () => {
    const sshd = await startSshd();
    const { port, user, privateKeyFile, hostKey } = sshd;
    const entry = sshKind.entry.parse({ id: 'web', kind: 'ssh', host: '127.0.0.1', port, user, privateKeyFile, hostKey });
    const host = sshKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });

    const looks = [];
    for (const { name } of nginxProbes) looks.push(await look(name, {}, host));
    await host.close();
    await sshd.stop();

    assert.deepEqual(
      looks.map(({ status, reason }) => reason ?? status),
      nginxProbes.map(() => 'ok'),
    );
  });
});
