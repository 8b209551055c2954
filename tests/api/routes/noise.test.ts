/** Silences and "why was I not told?" through REST and the terminal. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { fakeTerminal } from '../../main/cli/fake-terminal.ts';
import { sampleSuppressed } from '../../store/samples.ts';
import { type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;
let url: string;
before(async () => {
  harness = await startHarness();
  url = await harness.listen();
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

test('a silence is made, seen and ended from the terminal', async () => {
  const made = await cli('silence', 'add', 'alertname=~"Redis.*"', '2h', '--comment', 'moving it');
  const id = /Silence (\w{8}) until/.exec(made.out)?.[1] ?? '';
  const list = await cli('silence');
  const chinese = await cli('silence', 'list', '--locale', 'zh-CN');
  const ended = await cli('silence', 'expire', id);
  const again = await cli('silence', 'expire', id);

  assert.match(made.out, /It keeps quiet: alertname=~"Redis\.\*"/);
  assert.match(list.out, new RegExp(`${id} +active .*alertname=~"Redis\\.\\*" — moving it`));
  assert.match(chinese.out, /生效/);
  assert.equal(ended.out, `Silence ${id} is over\n`);
  assert.match(again.out, /over already/);
  assert.match((await cli('silence')).out, /Nothing is silenced/);
});

test('what a silence would keep quiet can be seen before it is made', async () => {
  const tried = await cli('silence', 'try', 'alertname="a"');
  const answer = await ask('/silences/try', { matchers: ['alertname="a"'] }, tokens.viewer);

  assert.match(tried.out, /It keeps quiet: alertname="a"\nOf the last 24 hours it would have kept back 0 alert/);
  assert.deepEqual([answer.status, answer.body.firing, answer.body.samples], [200, 0, []]);
  assert.match((await cli('silence')).out, /Nothing is silenced/);
});

test('the terminal says what is wrong with a silence', async () => {
  const noTime = await cli('silence', 'add', 'alertname="a"', 'tomorrow', '--comment', 'x');
  const noReason = await cli('silence', 'add', 'alertname="a"', '2h');

  assert.deepEqual([noTime.code === 0, noReason.code === 0], [false, false]);
  assert.match(noTime.err, /for how long/);
  assert.match(noReason.err, /Say why/);
});

test('whoever was not told can see why', async () => {
  await harness.store.forTenant(tenantId).suppressions.save([sampleSuppressed()]);

  const { out } = await cli('why', 'connections', 'exhausted');
  const among = await cli('alerts', '--suppressed', 'only');
  const none = await cli('why', 'nothing-of-the-kind');
  const listed = await ask('/suppressed?kind=silence&state=held');
  const chinese = await ask('/why?q=f1&locale=zh-CN');

  assert.match(out, /connections exhausted f1\n {2}since .*kept back now\n {2}· silenced by Li \(“moving it”\) until /);
  assert.match(among.out, /firing +warning .* — +connections exhausted — not told: silenced by Li/i);
  assert.match(none.out, /It may never have come in/);
  assert.deepEqual(
    listed.body.items.map(({ id }: { id: string }) => id),
    ['sup_1'],
  );
  assert.match(chinese.body.items[0].reasons[0].text, /已被 Li 静默/);
});

test('REST takes matchers as text and a duration in words, and only from who may', async () => {
  const body = { matchers: ['a="1"', 'b!~"x.*"'], duration: '2 小时', comment: '迁移' };
  const made = await ask('/silences', body);
  const changed = await ask('/silences', { ...body, id: made.body.silence.id, duration: '3h' });

  assert.deepEqual(made.body.silence.matchers, [
    { name: 'a', operator: '=', value: '1' },
    { name: 'b', operator: '!~', value: 'x.*' },
  ]);
  assert.equal(changed.body.silence.id, made.body.silence.id);
  assert.equal((await ask('/silences', body, tokens.viewer)).status, 403);
  assert.equal((await ask('/silences', { ...body, matchers: ['('] })).status, 400);
  assert.equal((await ask('/silences/none')).status, 404);
  assert.equal((await ask(`/silences/${made.body.silence.id}`)).body.state, 'active');
});

const rules = `rules:
  - { id: dev, name: Development, when: '"env" in labels && labels.env == "dev"', do: { severity: info } }
windows:
  - { id: sunday, name: Sunday, systems: [redis-main], cron: "0 2 * * 0", durationMinutes: 60 }
`;

test('rules are tried, saved, shown and brought back from the terminal', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-rules-'));
  const file = join(directory, 'rules.yaml');
  writeFileSync(file, rules);
  try {
    const tried = await cli('rules', 'try', file);
    const saved = await cli('rules', 'save', file, '--comment', 'quiet nights');
    const shown = await cli('rules');
    writeFileSync(file, rules.replace('== "dev"', '== dev'));
    const wrong = await cli('rules', 'save', file);
    const back = await cli('rules', 'revert', '0');
    const history = await cli('rules', 'history', '--locale', 'zh-CN');

    assert.match(tried.out, /Of \d+ alerts in 30 days, \d+ would not have been told\n/);
    assert.match(tried.out, /rule dev Development · meets \d+, keeps back 0/);
    assert.equal(saved.out, 'Version 1 is in force\n');
    assert.match(shown.out, /# version 1, saved by admin at .* — quiet nights\nrules:\n {2}- id: dev/);
    assert.match(shown.out, /# next: Sunday, /);
    assert.match(wrong.err, /rules\.dev: Unknown variable: dev, at character \d+/);
    assert.match(back.out, /Version 0 is in force again, as 2/);
    assert.match(history.out, /版本.*\n2 .*\n1 .*quiet nights/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
