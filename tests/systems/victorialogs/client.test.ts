import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createVictorialogsClient, type VictorialogsClient } from '../../../src/systems/victorialogs/client.ts';
import { readVictorialogs } from '../../../src/systems/victorialogs/log-store.ts';
import { type VictorialogsEntry, victorialogsKind } from '../../../src/systems/victorialogs/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startVictoriaLogs, type VictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { agoIso, victorialogsEntry } from './diagnose.ts';

function openClient(entry: VictorialogsEntry): VictorialogsClient {
  return createVictorialogsClient(entry, { clock: systemClock, resolveSecret: () => '' });
}

describe('createVictorialogsClient()', { skip: victoriaLogsMissing ?? false }, () => {
  let server: VictoriaLogs;
  before(async () => {
    server = await startVictoriaLogs();
  });
  after(() => server.stop());

  it('warm() never throws, and remembers counters', async () => {
    const client = openClient(victorialogsEntry(server.url));
    await openClient(victorialogsEntry('http://127.0.0.1:9')).warm?.();
    await client.warm?.();

    const samples = await client.metrics({ timeoutMs: 3_000, signal: AbortSignal.timeout(3_000) });

    assert.equal(typeof client.memory.growth(samples ?? [], 'vm_http_requests_all_total'), 'number');
  });

  it('readVictorialogs() reads the newest lines of a range, oldest first, of its own tenant', async () => {
    await server.push([
      { _time: agoIso(7_200), _msg: 'too old', app: 'a' },
      { _time: agoIso(30), _msg: 'two', app: 'a', level: 'error' },
      { _time: agoIso(60), _msg: 'one\n  at a.b(C.java:1)', app: 'a' },
      { _time: agoIso(20), _msg: 'three', app: 'b' },
    ]);
    await server.push([{ _time: agoIso(25), _msg: 'of another tenant', app: 'a' }], { AccountID: '7', ProjectID: '2' });
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) };
    const range = { fromMs: Date.now() - 3_600_000, toMs: Date.now(), linesMax: 10 };
    const client = openClient(victorialogsEntry(server.url));
    const other = openClient(victorialogsEntry(server.url, { tenant: '7:2' }));

    const ofA = await readVictorialogs(client, { query: '{app="a"}', ...range }, limit);
    const newest = await readVictorialogs(client, { query: '*', ...range, linesMax: 1 }, limit);
    const ofOther = await readVictorialogs(other, { query: '*', ...range }, limit);

    assert.deepEqual(
      ofA.lines.map(({ text, level }) => [text, level]),
      [
        ['one\n  at a.b(C.java:1)', ''],
        ['two', 'error'],
      ],
    );
    assert.deepEqual([newest.lines.map(({ text }) => text), newest.isCut], [['three'], true]);
    assert.deepEqual(
      ofOther.lines.map(({ text }) => text),
      ['of another tenant'],
    );
  });

  it('a malformed query is a refusal with the server’s reason', async () => {
    const parsed = victorialogsEntry(server.url);
    const probe = victorialogsKind.probes.find(({ name }) => name === 'query') ?? assert.fail();

    const look = await probe.look(openClient(parsed), { query: '(' }, contextOf(parsed, 5_000));

    assert.equal(look.status, 'failed');
    assert.match(look.reason ?? '', /cannot parse query/);
  });
});
