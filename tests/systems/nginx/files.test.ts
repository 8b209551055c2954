import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { LinuxFailure } from '../../../src/systems/linux/failure.ts';
import { createFindFiles } from '../../../src/systems/nginx/files.ts';
import { nginxProbes } from '../../../src/systems/nginx/probes.ts';
import { nginxKind } from '../../../src/systems/nginx/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { isListening, startChild } from '../../support/child.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { ask, type Nginx, nginxClient, nginxMissing, nginxPath, startNginx, thisMachine } from './scene.ts';

/** An entry that spells out no file. */
function bareEntry(url: string, more: Readonly<Record<string, unknown>> = {}) {
  return nginxKind.entry.parse({ id: 'edge', kind: 'nginx', url: `${url}/status`, ...more });
}

function find(url: string, more: Readonly<Record<string, unknown>> = {}, host: LinuxClient = thisMachine, withinMs = 10_000) {
  const entry = bareEntry(url, more);
  return createFindFiles(entry, { clock: systemClock })(host, contextOf(entry, withinMs, host));
}

/** This machine, with the commands that it was asked counted, and some of them answered otherwise. */
function counted(otherwise: (name: string) => LinuxFailure | string | null = () => null) {
  const asked: string[] = [];
  const host: LinuxClient = {
    ...thisMachine,
    exec: {
      async run(name, args, limit) {
        asked.push(name);
        const answer = otherwise(name);
        if (answer === null) return await thisMachine.exec.run(name, args, limit);
        if (typeof answer !== 'string') throw answer;
        return { stdout: answer, stderr: '', exitCode: 0, isCut: false };
      },
      close: () => Promise.resolve(),
    },
  };
  return { host, asked };
}

describe('createFindFiles()', { skip: nginxMissing ?? false }, () => {
  let all: readonly Nginx[] = [];
  before(async () => {
    all = [await startNginx(), await startNginx()];
  });
  after(async () => {
    for (const nginx of all) await nginx.stop();
  });

  it('finds each of two by the port of its status page', async () => {
    for (const { url, directory, child } of all) {
      const files = await find(url);

      const tested = { binary: nginxPath, configFile: join(directory, 'nginx.conf'), prefix: null };
      assert.deepEqual(
        [files.errorLog, files.accessLog, files.pidFile, files.tested],
        [join(directory, 'error.log'), join(directory, 'access.log'), join(directory, 'nginx.pid'), tested],
      );
      assert.deepEqual([files.masterPid, files.doubt], [child.pid, null]);
    }
  });

  it('looks see the files of their own nginx', async () => {
    const [one] = all;
    assert.ok(one !== undefined);
    await ask(`${one.url}/hello`, 7);
    const entry = bareEntry(one.url);
    const client = nginxClient(entry);

    const looks = await Promise.all(
      nginxProbes.map((probe) => probe.look(client, probe.parameters.parse({}), contextOf(entry, probe.timeoutMs, thisMachine))),
    );

    const facts = Object.assign({}, ...looks.map((look) => look.facts));
    assert.deepEqual([facts['access.requests'], facts['processes.masterPid'], facts['config.isValid']], [7, one.child.pid, true]);
    assert.match(looks.map(({ text }) => text).join('\n'), new RegExp(`== ${one.directory}/error\\.log`));
  });

  it('searches once for all looks of a round, and not at all where everything is set', async () => {
    const [one] = all;
    assert.ok(one !== undefined);
    const { host, asked } = counted();
    const entry = bareEntry(one.url);
    const findFiles = createFindFiles(entry, { clock: systemClock });
    const context = contextOf(entry, 10_000, host);

    const found = await Promise.all([findFiles(host, context), findFiles(host, context), findFiles(host, context)]);
    await findFiles(host, context);
    const commands = [...asked];
    const set = { errorLog: '/a', accessLog: '/b', configFile: '/c', binary: '/d', pidFile: '/e' };
    const files = await find(one.url, set, host);

    assert.equal(new Set(found).size, 1);
    assert.deepEqual([commands.filter((name) => name === 'nginx-masters').length, commands.length, asked.length], [1, 4, 4]);
    assert.deepEqual([files.errorLog, files.tested, files.masterPid], ['/a', { binary: '/d', configFile: '/c', prefix: null }, null]);
  });

  it('takes what it has open while its configuration is broken on disk', async () => {
    const [, other] = all;
    assert.ok(other !== undefined);
    await other.write({ raw: 'nonsense;' });

    const { errorLog, accessLog } = await find(other.url, { logs: ['/logs/error.log'] });
    await other.write({});

    assert.deepEqual([errorLog, accessLog], [join(other.directory, 'error.log'), join(other.directory, 'access.log')]);
  });

  it('takes `logs` where several run and none is on that port, and says that there are several', async () => {
    const { errorLog, accessLog, doubt } = await find(`http://127.0.0.1:${String(await freePort())}`, {
      logs: ['/logs/access.log', '/logs/error.log'],
    });

    assert.deepEqual([errorLog, accessLog, doubt], ['/logs/error.log', '/logs/access.log', 'several']);
  });

  it('does without what the host does not answer, and throws where the host can not be reached', async () => {
    const [one] = all;
    assert.ok(one !== undefined);
    const slow = counted((name) => (name === 'nginx-masters' ? null : new LinuxFailure('No answer in time', { status: 'timeout' })));
    const gone = counted(() => new LinuxFailure('Refused', { status: 'unreachable', problem: 'refused' }));

    const { errorLog, tested } = await find(one.url, {}, slow.host);

    assert.deepEqual([errorLog, tested?.configFile], [join(one.directory, 'error.log'), join(one.directory, 'nginx.conf')]);
    await assert.rejects(find(one.url, {}, gone.host), { status: 'unreachable' });
    await assert.rejects(find(one.url, {}, thisMachine, 1), { status: 'timeout' });
  });

  it('reads the configuration itself where this account may not test it', async () => {
    const [one] = all;
    assert.ok(one !== undefined);
    const refused =
      'nginx: [emerg] cannot load certificate key "/k.pem" (13: Permission denied)\nnginx: configuration file /c test failed\n';
    const { host } = counted((name) => (name === 'nginx-dump' ? refused : null));
    await one.write({ main: `# error_log ${one.directory}/none.log;` });

    const { errorLog, accessLog } = await find(one.url, {}, host);

    assert.deepEqual([errorLog, accessLog], [join(one.directory, 'error.log'), join(one.directory, 'access.log')]);
  });

  it('remembers the files of one that has ended, though another still runs', async () => {
    const nginx = await startNginx();
    const entry = bareEntry(nginx.url);
    let nowMs = 0;
    const findFiles = createFindFiles(entry, { clock: { ...systemClock, now: () => nowMs } });
    const found = await findFiles(thisMachine, contextOf(entry, 10_000, thisMachine));
    await nginx.stop();
    nowMs += 60_000;

    const files = await findFiles(thisMachine, contextOf(entry, 10_000, thisMachine));

    assert.deepEqual([found.masterPid, files.masterPid], [nginx.child.pid, null]);
    assert.deepEqual([files.tested, files.doubt], [found.tested, null]);
  });

  it('begins relative paths at the prefix that it was started with', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'zhiban-nginx-prefix-'));
    const port = await freePort();
    const server = `access_log a.log; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
      server { listen 127.0.0.1:${String(port)}; }`;
    await writeFile(join(directory, 'n.conf'), `daemon off; pid n.pid; error_log e.log; events { } http { ${server} }`);
    const child = await startChild(nginxPath, ['-e', join(directory, 'first'), '-p', directory, '-c', 'n.conf'], () => isListening(port));

    const { errorLog, accessLog, pidFile, tested } = await find(`http://127.0.0.1:${String(port)}`);
    await child.stop();
    await rm(directory, { recursive: true, force: true });

    const at = (name: string): string => join(directory, name);
    assert.deepEqual([errorLog, accessLog, pidFile], [at('e.log'), at('a.log'), at('n.pid')]);
    assert.deepEqual(tested, { binary: nginxPath, configFile: at('n.conf'), prefix: directory });
  });
});
