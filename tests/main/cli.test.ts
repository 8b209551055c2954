import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ExitCode } from '../../src/main/cli/exit-codes.ts';
import { runCli } from '../../src/main/cli/run-cli.ts';
import { type Harness, startHarness, tenantId, tokens } from '../api/harness.ts';
import { type Seed, seedIncident } from '../api/seed.ts';
import { freePort } from '../support/peers.ts';
import { fakeTerminal } from './cli/fake-terminal.ts';

let harness: Harness;
let url: string;
let seed: Seed;

before(async () => {
  harness = await startHarness();
  url = await harness.listen();
  seed = await seedIncident(harness.store);
});
after(() => harness.close());

interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

async function run(
  argv: readonly string[],
  options: { readonly token?: string; readonly isTerminal?: boolean; readonly answers?: boolean; readonly url?: string } = {},
): Promise<Ran> {
  const terminal = fakeTerminal(options);
  const variables = {
    ZHIBAN_URL: options.url ?? url,
    ZHIBAN_TOKEN: options.token ?? tokens.admin,
    ZHIBAN_HOME: '/nonexistent-home',
    LANG: 'en_US.UTF-8',
  };
  const code = await runCli({ argv, variables, streams: terminal.streams, version: '0.0.0-test', signal: new AbortController().signal });
  return { code, out: terminal.out, err: terminal.err };
}

test('runCli() explains itself in both languages, with the exit codes', async () => {
  const english = await run(['--help']);
  const chinese = await run(['--locale', 'zh-CN', '--help']);

  assert.equal(english.code, 0);
  assert.match(english.out, /Exit codes:\n {2}0 {4}done/);
  assert.match(chinese.out, /退出码：\n {2}0 {4}成功/);
  assert.equal(english.err, '');
});

const mistakes: readonly { readonly argv: readonly string[]; readonly says: RegExp }[] = [
  { argv: ['shwo', 'ZB-1'], says: /unknown command 'shwo'; did you mean 'show'\?/ },
  { argv: ['incidents', '--limti', '3'], says: /unknown option '--limti'; did you mean '--limit'\?/ },
  { argv: ['incidents', '--limit', 'many'], says: /not valid here/ },
  { argv: ['show'], says: /an argument is missing/ },
  { argv: ['show', 'ZB-1', 'ZB-2'], says: /too many arguments/ },
  { argv: ['audit'], says: /verify/ },
  { argv: ['audit', 'verfy'], says: /unknown command 'verfy'; did you mean 'verify'\?/ },
  { argv: ['stop'], says: /an argument is missing/ },
  { argv: ['incidents', '--since', 'yesterdayish'], says: /--since/ },
];

for (const { argv, says } of mistakes) {
  test(`runCli() refuses '${argv.join(' ')}' with code 2 and says why`, async () => {
    const { code, out, err } = await run(argv);

    assert.equal(code, 2);
    assert.match(err, says);
    assert.equal(out, '');
  });
}

test('runCli() gives 6 when nobody answers, 4 for a wrong token, 3 for what is not there', async () => {
  const away = await run(['show', 'ZB-1'], { url: `http://127.0.0.1:${await freePort()}` });
  const stranger = await run(['show', 'ZB-1'], { token: 'a-token-of-nobody-0000' });
  const missing = await run(['show', 'ZB-999']);

  assert.deepEqual([away.code, stranger.code, missing.code], [6, 4, 3]);
  assert.match(away.err, /start it with: zhiban start/);
});

test('runCli() prints errors as JSON when JSON was asked for', async () => {
  const { code, out, err } = await run(['show', 'ZB-999', '--json']);

  assert.equal(code, 3);
  assert.equal(out, '');
  assert.equal(JSON.parse(err).error.kind, 'not-found');
});

test('show prints the words of the card, in the language of the reader', async () => {
  const english = await run(['show', seed.code]);
  const chinese = await run(['show', seed.code, '--locale', 'zh-CN', '--evidence']);

  const card = (await harness.deps.renderCard(seed.incidentId, 'zh-CN'))?.sections ?? [];
  assert.match(english.out, /Confirmed on orders-cache: maxmemory is reached/);
  assert.match(english.out, new RegExp(`zhiban approve ${seed.code} --digest ${seed.digest.slice(0, 16)}`));
  for (const { label } of card) assert.ok(chinese.out.includes(label), label);
  assert.match(chinese.out, /内存已用 100%/);
});

test('show --json is the answer of the API', async () => {
  const { out } = await run(['show', seed.code, '--json']);

  assert.equal(JSON.parse(out).plan.digest, seed.digest);
});

test('incidents lists, narrows and says when there are none', async () => {
  const all = await run(['incidents']);
  const none = await run(['incidents', '--search', 'nothing-has-this-word']);
  const recent = await run(['incidents', '--since', '1h', '--status', 'open', '--json']);

  assert.match(all.out, /ZB-1 .*orders-cache: memory is full/);
  assert.match(none.out, /No incidents/);
  assert.equal(JSON.parse(recent.out).items.length, 1);
});

test('approve asks back, refuses to guess without a person, and sends the digest that was shown', async () => {
  const { code: incident, planId } = await seedIncident(harness.store);

  const alone = await run(['approve', incident]);
  const declined = await run(['approve', incident], { answers: false });
  const stale = await run(['approve', incident, '--digest', 'f'.repeat(16)]);
  const before = (await harness.store.forTenant(tenantId).plans.get(planId))?.state;
  const agreed = await run(['approve', incident], { answers: true });
  const again = await run(['approve', incident, '--yes']);

  assert.deepEqual([alone.code, declined.code, stale.code], [2, 1, 5]);
  assert.equal(before, 'pending');
  assert.equal(agreed.code, 0);
  assert.match(agreed.out, /config-set \{.*"64mb".*\}\n[\s\S]*Approved; it runs now/);
  assert.match(again.out, /nothing changed/);
});

test('reject, ack, resolve, stop and undo tell what became of it', async () => {
  const { code: incident } = await seedIncident(harness.store);

  const taken = await run(['ack', incident]);
  const rejected = await run(['reject', incident, '--reason', 'not now']);
  const stopped = await run(['stop', '--all']);
  const undone = await run(['undo', incident]);
  const resolved = await run(['resolve', incident, '--note', 'done by hand']);

  assert.deepEqual([taken.code, rejected.code, stopped.code, resolved.code], [0, 0, 0, 0]);
  assert.equal(undone.code, 5);
  assert.match(taken.out, /is yours now/);
});

test('approve by somebody without the right gives 4', async () => {
  const { code: incident } = await seedIncident(harness.store);

  const { code } = await run(['approve', incident, '--yes'], { token: tokens.viewer });

  assert.equal(code, 4);
});

test('ask follows the investigation on plain lines and ends with the card', async () => {
  const asking = run(['ask', 'why', 'is', 'it', 'slow?', '--timeout', '60']);
  const incidentId = await newestIncident('why is it slow?');
  await conclude(incidentId, 'confirmed');

  const { code, out } = await asking;

  assert.equal(code, 0);
  assert.match(out, /^ZB-\d+: asked; looking into it\n/);
  assert.match(out, /What is going on/);
  assert.ok(!out.includes('\u001b'));
});

test('ask gives 7 when the verdict is unknown, and edits one line on a terminal', async () => {
  const asking = run(['ask', 'why is it odd?', '--timeout', '60', '--locale', 'en'], { isTerminal: true });
  const incidentId = await newestIncident('why is it odd?');
  await conclude(incidentId, 'unknown');

  const { code, out } = await asking;

  assert.equal(code, 7);
  assert.ok(out.includes('\r\u001b[2K'));
});

test('ask --no-wait prints the code, and ask without a verdict in time gives 1', async () => {
  const quick = await run(['ask', 'what is quick?', '--no-wait']);
  const late = await run(['ask', 'what is late?', '--timeout', '1']);

  assert.match(quick.out, /^ZB-\d+\n$/);
  assert.equal(late.code, 1);
  assert.match(late.err, /No verdict within 1 s/);
});

test('audit list and verify, systems, demo and login-link answer', async () => {
  const list = await run(['audit', 'list', '--limit', '5']);
  const verified = await run(['audit', 'verify']);
  const systems = await run(['systems']);
  const demos = await run(['demo']);
  const demo = await run(['demo', 'start', 'redis']);
  const link = await run(['login-link', '--person', 'lihua']);
  const nobody = await run(['login-link', '--person', 'nobody']);

  assert.deepEqual([list.code, verified.code, systems.code, demos.code, demo.code, link.code, nobody.code], [0, 0, 0, 0, 6, 0, 3]);
  assert.match(list.out, /\(cli\)/);
  assert.match(verified.out, /intact: \d+ entries/);
  assert.match(link.out, /^http:\/\/127\.0\.0\.1:7420\/login#token=zbl_\S+\n$/);
});

test('people, link and whoami: an account is linked by the code that it was told, and unlinked again', async () => {
  const account = { adapter: 'slack', workspace: 'T1', userId: 'U0LIHUA01', name: '李华 (Slack)' };
  const { code } = await harness.deps.operations.issueLinkCode(tenantId, account);
  const asLihua = { token: tokens.approver };

  const unsure = await run(['link', code], asLihua);
  const declined = await run(['link', code], { ...asLihua, isTerminal: true, answers: false });
  const linked = await run(['link', code.toLowerCase()], { ...asLihua, isTerminal: true, answers: true });
  const again = await run(['link', code, '--yes'], asLihua);
  const whoami = await run(['whoami'], asLihua);
  const second = await run(['people', 'link', 'lihua', 'slack', 'U0LIHUA02']);
  const listed = await run(['people', '--locale', 'zh-CN']);
  const refused = await run(['people', 'link', 'vera', 'slack', 'U0VERA001'], asLihua);
  const removed = await run(['people', 'unlink', 'slack', 'U0LIHUA01'], asLihua);

  assert.deepEqual([unsure.code, declined.code, linked.code, again.code, refused.code, removed.code], [2, 1, 0, 3, 4, 0]);
  assert.match(unsure.err, /confirm that slack:U0LIHUA01 \(李华 \(Slack\)\) is yours: give --yes/);
  assert.equal(linked.out, 'slack:U0LIHUA01 (李华 (Slack)) is 李华 from now on\n');
  assert.match(whoami.out, /^李华 \(lihua\) {2}approver\n {2}slack:U0LIHUA01 \(李华 \(Slack\)\) {2}linked with a code\n$/);
  assert.equal(second.out, 'slack:U0LIHUA02 is 李华 from now on\n');
  assert.match(
    listed.out,
    /标识 +姓名 +角色 +邮箱 +手机 +账号\nlihua +李华 +approver .*slack:U0LIHUA01 \(李华 \(Slack\)\), slack:U0LIHUA02\n/,
  );
  assert.match(removed.out, /slack:U0LIHUA01 .*is not linked any more/);
});

test('doctor asks the running server', async () => {
  const { code, out } = await run(['doctor']);

  assert.equal(code, 0);
  assert.match(out, /is running at http.*\n✔ node {2}Node 24\nEverything is fine/);
});

async function newestIncident(question: string): Promise<string> {
  for (;;) {
    const { items } = await harness.store.forTenant(tenantId).incidents.list({ limit: 5, q: question.replace('?', '') });
    if (items[0] !== undefined) return items[0].id;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function conclude(incidentId: string, state: 'confirmed' | 'unknown'): Promise<void> {
  const tenant = harness.store.forTenant(tenantId);
  await tenant.incidents.change(incidentId, { phase: 'investigating', looks: { done: 1, planned: 3 } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const text = { en: 'It was looked at.', 'zh-CN': '已查看。' };
  const at = new Date().toISOString();
  await tenant.incidents.change(incidentId, {
    phase: 'waiting',
    verdict: { state, summary: text, causes: [], refuted: [], blindSpots: [], analyst: 'offline', at, isPartial: false },
  });
}
