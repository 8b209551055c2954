/** The plugin in its own process, as Zhiban runs it, against a real slapd. `zhiban plugin test .` runs this. */

import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contextOf, describePlugin, type SuiteSystem } from 'zhiban/plugin/testing';
import { freePort, startSlapd, suffix } from './slapd.ts';

const slapd = await startSlapd();
after(() => slapd.stop());

const reference = { env: 'LDAP_PASSWORD' };
const entryOf = (url: string) => ({ id: 'directory', kind: 'openldap', url, bindDn: slapd.bindDn, password: reference });
const system = (url: string, secret = slapd.password): SuiteSystem => ({
  entry: entryOf(url),
  secrets: [secret],
  resolveSecret: () => secret,
});

const plugin = await describePlugin(join(import.meta.dirname, '..'), {
  systems: {
    openldap: {
      live: async () => system(slapd.url),
      unreachable: {
        refused: { start: async () => system(`ldap://127.0.0.1:${await freePort()}`), problem: 'refused' },
        'wrong password': { start: async () => system(slapd.url, 'not-the-password'), problem: 'auth' },
      },
      hanging: async () => {
        const sockets = new Set<Socket>();
        const server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
        await new Promise((resolve) => server.once('listening', resolve));
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        return {
          ...system(`ldap://127.0.0.1:${port}`),
          async stop() {
            for (const socket of sockets) socket.destroy();
            server.close();
          },
        };
      },
      sampleArguments: { 'set-idle-timeout': { seconds: 300 }, 'allow-writes': { suffix } },
      sampleFacts: { 'settings.readOnlySuffix': suffix },
    },
  },
});

test('a database that was closed for writes is seen, opened, and closed again by the undo', async () => {
  const kind = plugin.kind('openldap');
  const entry = kind.entry.parse(entryOf(slapd.url));
  const client = kind.connect(entry, {
    clock: { now: () => Date.now(), sleep: async () => undefined },
    resolveSecret: () => slapd.password,
  });
  const context = contextOf(entry, 10_000);
  const action = kind.actions.find(({ name }) => name === 'allow-writes') ?? assert.fail();
  const given = { suffix };
  const look = async () => {
    const probe = kind.probes.find(({ name }) => name === 'settings') ?? assert.fail();
    return (await probe.look(client, {}, contextOf(entry, 5_000))).facts['settings.isReadOnly'];
  };
  try {
    assert.equal(await look(), false);
    assert.ok(!('impossible' in action.undo));
    // Closing is what the undo does, from the record of a state that was closed.
    await action.undo.apply(client, given, { value: 'TRUE' }, context);
    assert.equal(await look(), true);

    const precheck = await action.precheck(client, given, context);
    assert.ok(precheck.state === 'ready');
    await action.apply(client, given, precheck.before, context);
    assert.equal(await action.isApplied(client, given, precheck.before, context), true);
    assert.equal((await action.verify(client, given, precheck.before, context)).isMet, true);
    assert.equal(await look(), false);

    await action.undo.apply(client, given, precheck.before, context);
    assert.equal(await look(), true);
  } finally {
    await client.close();
  }
});

test('commands are read by the grammar: the monitor is shown, a setting is changed, the data of others is refused', async () => {
  const kind = plugin.kind('openldap');
  const grammar = kind.commands ?? assert.fail();
  const entry = kind.entry.parse(entryOf(slapd.url));
  const client = kind.connect(entry, {
    clock: { now: () => Date.now(), sleep: async () => undefined },
    resolveSecret: () => slapd.password,
  });
  const context = contextOf(entry, 10_000);
  const read = async (words: string) => {
    const reading = await grammar.read(words);
    return 'command' in reading ? reading.command : assert.fail(`${words}: ${reading.refusal.why.en}`);
  };
  try {
    const threads = await read('ldapsearch -b "cn=Threads,cn=Monitor"');
    const settings = await read('show settings');
    const change = await read('set olcIdleTimeout 300');
    assert.ok(threads.kind === 'reads' && settings.kind === 'reads' && change.kind === 'changes');

    const shown = await threads.run(client, context);
    assert.match(shown, /dn: cn=Max,cn=Threads,cn=Monitor/i);
    assert.doesNotMatch(await settings.run(client, context), new RegExp(slapd.password));
    assert.equal(change.action.name, 'set-idle-timeout');
    assert.deepEqual(await change.bind(client, context), { seconds: 300 });

    for (const words of [`ldapsearch -b ${suffix}`, 'ldapsearch -b cn=config', 'ldapdelete uid=li', 'set olcReadOnly TRUE dc=x,dc=y'])
      assert.ok('refusal' in (await grammar.read(words)), words);
  } finally {
    await client.close();
  }
});
