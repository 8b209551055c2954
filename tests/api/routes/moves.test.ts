/** Merges and splits through REST and the terminal. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { fakeTerminal } from '../../main/cli/fake-terminal.ts';
import { sampleAlert, sampleIncident } from '../../store/samples.ts';
import { type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;
let url: string;
const codes: string[] = [];
before(async () => {
  harness = await startHarness();
  url = await harness.listen();
  const store = harness.store.forTenant(tenantId);
  for (const name of ['moved', 'target']) {
    const { code } = await store.incidents.create(sampleIncident({ id: `inc_${name}`, groupKey: name }));
    const own = ['one', 'two'].map((fingerprint) => sampleAlert({ groupKey: name, fingerprint, labels: { alertname: fingerprint } }));
    await store.alerts.upsert(`inc_${name}`, own, '2026-11-21T02:00:00.000Z');
    codes.push(code);
  }
});
after(() => harness.close());

async function cli(...argv: readonly string[]) {
  const terminal = fakeTerminal({ columns: 200 });
  const variables = { ZHIBAN_URL: url, ZHIBAN_TOKEN: tokens.admin, ZHIBAN_HOME: '/nonexistent-home', LANG: 'en_US.UTF-8' };
  const code = await runCli({ argv, variables, streams: terminal.streams, version: '0.0.0', signal: new AbortController().signal });
  return { code, out: terminal.out, err: terminal.err };
}

async function ask(path: string, body?: object, token: string = tokens.admin) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: Object(await answer.json()) };
}

test('an incident is merged, and that is taken back, from the terminal', async () => {
  const [from = '', into = ''] = codes;

  const merged = await cli('merge', from, into);
  const undone = await cli('unmerge', from, '--locale', 'zh-CN');

  assert.equal(merged.out.trim(), `${from} is merged into ${into} (2 alerts)`);
  assert.equal(undone.out.trim(), `已撤销 ${from} 与 ${into} 之间的合并`);
  assert.deepEqual([merged.code, undone.code], [0, 0]);
});

test('alerts are split off over REST and from the terminal, and the moves are listed', async () => {
  const [from = '', into = ''] = codes;

  const split = await ask(`/incidents/${from}/split`, { matchers: 'alertname=one' });
  const typed = await cli('split', into, 'alertname=one');
  const back = await ask(`/moves/${split.body.move.id}/undo`, {});
  const moves = await ask(`/incidents/${from}/moves`);

  assert.deepEqual([split.status, split.body.move.kind, split.body.incident.alertsTotal], [200, 'split', 1]);
  assert.match(typed.out, / is split off .* \(1 alerts\)/);
  assert.deepEqual([back.status, back.body.incident.alertsTotal], [200, 2]);
  assert.deepEqual(
    moves.body.items.map((move: { kind: string; undoneAt: string | null }) => [move.kind, move.undoneAt !== null]),
    [
      ['split', true],
      ['merge', true],
    ],
  );
});

test('what is wrong is refused with its reason', async () => {
  const [from = '', into = ''] = codes;

  const refused = [
    await ask(`/incidents/${from}/merge`, { into: from }),
    await ask(`/incidents/${from}/merge`, { into: 'ZB-999' }),
    await ask(`/incidents/${from}/merge`, { into }, tokens.viewer),
    await ask(`/incidents/${from}/split`, { matchers: 'alertname=~"("' }),
    await ask(`/moves/mov_none/undo`, {}),
  ];

  assert.deepEqual(
    refused.map(({ status }) => status),
    [400, 404, 403, 400, 404],
  );
});
