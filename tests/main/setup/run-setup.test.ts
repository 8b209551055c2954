/** The setup as a person meets it: questions, the platform's own answers through its SDK, a message, a click, and the file at the end. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { setupPlatforms } from '../../../src/main/setup/platforms.ts';
import { builtInKinds } from '../../../src/systems/registry.ts';
import { until } from '../../contracts/adapter-peer.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { freePort } from '../../support/peers.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

interface Case {
  readonly adapter: 'slack' | 'feishu' | 'dingtalk';
  /** What leads to the peer, as a gateway would be named. */
  readonly settings: readonly string[];
  /** What the person types until the bot is connected and after; Enter for what only has to be done. */
  readonly lines: readonly string[];
  readonly secrets: readonly string[];
  readonly channel: string;
  readonly userId: string;
  grant(names: readonly string[]): void;
  call(): void;
  /** True once the card with the button is there and was pressed. */
  press(label: string): boolean;
  stop(): Promise<void>;
}

const makers: readonly (() => Promise<Case>)[] = [slackCase, feishuCase, dingtalkCase];

async function slackCase(): Promise<Case> {
  const peer = new SlackPeer();
  await peer.start();
  return {
    adapter: 'slack',
    settings: [`apiUrl=${peer.apiUrl}`],
    lines: ['', 'not a token', peer.appToken, peer.botToken],
    secrets: [peer.appToken, peer.botToken],
    channel: 'C0OPS0001',
    userId: 'U0ALICE01',
    grant: (names) => {
      peer.scopes = names;
    },
    call: () => void peer.say({ text: `<@${peer.workspace.botUserId}> hello` }),
    press: (label) => pressed(peer.botMessages().at(-1), (card) => void peer.click(card, label)),
    stop: () => peer.stop(),
  };
}

async function feishuCase(): Promise<Case> {
  const peer = new FeishuPeer();
  await peer.start();
  return {
    adapter: 'feishu',
    settings: [`domain=${peer.domain}`],
    lines: ['cli_nonsense', peer.world.appId, peer.appSecret, '', ''],
    secrets: [peer.appSecret],
    channel: 'oc_ops1',
    userId: peer.world.users[0]?.openId ?? '',
    grant: (names) => {
      peer.world.scopes = names;
    },
    call: () => void peer.say({ text: '@bot hello' }),
    press: (label) => pressed(peer.botMessages().at(-1), (card) => void peer.click(card, label)),
    stop: () => peer.stop(),
  };
}

async function dingtalkCase(): Promise<Case> {
  const peer = new DingtalkPeer();
  await peer.start();
  const { robotCode, templateId } = peer.corp;
  return {
    adapter: 'dingtalk',
    settings: [`apiBase=${peer.url}`, `oapiBase=${peer.url}`],
    lines: [peer.clientId, peer.clientSecret, robotCode, templateId, ''],
    secrets: [peer.clientSecret],
    channel: 'cidOPS0001==',
    userId: 'staff-alice',
    grant: () => undefined,
    call: () => void peer.say({ text: 'hello' }),
    press: () =>
      pressed(
        peer.corp.cards().at(-1),
        (card) => void peer.clickButton(card.outTrackId, { actionId: 'approve', value: 'setup', label: '', hasReason: false }),
      ),
    stop: () => peer.stop(),
  };
}

function pressed<T>(card: T | undefined, press: (card: T) => void): boolean {
  if (card === undefined) return false;
  press(card);
  return true;
}

async function start(t: TestContext, made: Case, options: { readonly config?: string; readonly lines?: readonly string[] } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-setup-'));
  t.after(async () => {
    await made.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const file = join(home, 'zhiban.yaml');
  if (options.config !== undefined) writeFileSync(file, options.config);
  const variables = { ZHIBAN_HOME: home, ZHIBAN_PORT: String(await freePort()), LANG: 'en_US.UTF-8' };
  const terminal = fakeTerminal({ lines: options.lines ?? [...made.lines, 'alice'] });
  const settings = made.settings.flatMap((each) => ['--set', each]);
  const interrupt = new AbortController();
  const run = (...more: readonly string[]) =>
    runCli({
      argv: ['setup', made.adapter, ...settings, ...more],
      ...{ variables, streams: terminal.streams, version: '0.0.0-test', signal: interrupt.signal },
    });
  const load = () => loadConfig({ path: file, kinds: builtInKinds, variables });
  return { home, file, terminal, run, load, interrupt };
}

for (const make of makers) {
  test(`runSetup() takes a person from nothing to a working channel: ${make.name.replace('Case', '')}`, async (t) => {
    const made = await make();
    const platform = setupPlatforms.find(({ adapter }) => adapter === made.adapter);
    made.grant(platform?.scopes.map(({ name }) => name) ?? []);
    const { home, file, terminal, run, load } = await start(t, made);

    const running = run('--wait', '60');
    await until(() => terminal.out.replace(/\s+/g, ' ').includes(platform?.callIt.en ?? '?'), 'it asks to be called');
    made.call();
    await until(() => terminal.out.includes('the test card is posted'), 'the card is there');
    await until(() => made.press('Press me'), 'the button is pressed');
    const code = await running;

    assert.equal(code, 0, terminal.out + terminal.err);
    assert.match(terminal.out, /the click of .* came in/);
    const { config } = load();
    const [route] = config.routes;
    const [target] = route?.to ?? [];
    assert.deepEqual([target?.adapter, target?.[platform?.channelKey ?? 'channel']], [made.adapter, made.channel]);
    assert.deepEqual(
      config.people.map(({ id, identities }) => [id, identities[made.adapter]]),
      [['alice', made.userId]],
    );
    for (const secret of made.secrets) {
      assert.equal(readFileSync(file, 'utf8').includes(secret), false, 'the secret is in no file but its own');
      assert.equal((terminal.out + terminal.err).includes(secret), false, 'the secret is not shown');
    }
    const names = platform?.steps.flatMap(({ asks }) => asks).filter(({ isSecret }) => isSecret) ?? [];
    for (const { key } of names) {
      const path = join(home, 'secrets', `${made.adapter}-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
      assert.equal(statSync(path).mode & 0o777, 0o600);
    }
  });
}

test('runSetup() says what is wrong with a secret that the platform refuses, and keeps what was there', async (t) => {
  const made = await slackCase();
  const wrong = 'xoxb-wrongwrongwrong';
  const { file, terminal, run } = await start(t, made, {
    config: '# ours\nlocale: en\nroutes:\n  - match: { severity: critical } # night\n    to: [{ adapter: console }]\n',
    lines: ['', made.secrets[0] ?? '', wrong],
  });

  const code = await run();

  assert.equal(code, 1);
  assert.match(terminal.out, /not connected: needs a new token/);
  assert.match(terminal.out, /not every check passed/);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^# ours\n/);
  assert.match(text, /# night/);
  assert.equal(text.includes(wrong), false);
  assert.equal(readFileSync(`${file}.bak`, 'utf8').includes('slack'), false);
});

test('runSetup() names the rights that are missing, and what each check that nobody answers may mean', async (t) => {
  const made = await slackCase();
  made.grant(['chat:write', 'app_mentions:read']);
  const { terminal, run } = await start(t, made);

  const code = await run('--wait', '1');

  assert.equal(code, 1);
  assert.match(terminal.out, /rights that are missing: channels:history/);
  assert.match(terminal.out, /optional rights that are not granted: .*commands/);
  assert.match(terminal.out, /nothing was heard/);
});

test('runSetup() without a terminal takes references, refuses bare secrets, and says what is missing', async (t) => {
  const made = await slackCase();
  const { file, terminal } = await start(t, made);
  const blind = { ...terminal.streams, ask: null };
  const call = (...argv: readonly string[]) =>
    runCli({
      ...{ argv: ['setup', 'slack', ...argv], streams: blind, version: '0', signal: new AbortController().signal },
      variables: { ZHIBAN_HOME: join(file, '..'), LANG: 'en_US.UTF-8', A: made.secrets[0], B: made.secrets[1] },
    });

  const missing = await call('--no-check');
  const bare = await call('--no-check', '--set', `botToken=${made.secrets[1]}`);
  const given = await call('--no-check', '--set', 'appToken=env:A', '--set', 'botToken=env:B');

  assert.deepEqual([missing, bare, given], [2, 2, 0]);
  assert.match(terminal.err, /Give them with --set: appToken, botToken/);
  assert.match(terminal.err, /must not stand on the command line/);
  assert.equal(terminal.err.includes(made.secrets[1] ?? '?'), false);
  assert.deepEqual(readFileSync(file, 'utf8').match(/env: [AB]/g), ['env: A', 'env: B']);
});

test('runSetup() knows its platforms', async (t) => {
  const made = await slackCase();
  const { terminal } = await start(t, made);

  const code = await runCli({
    ...{ argv: ['setup', 'teams'], variables: { LANG: 'zh_CN.UTF-8' }, streams: terminal.streams },
    ...{ version: '0', signal: new AbortController().signal },
  });

  assert.equal(code, 2);
  assert.match(terminal.err, /没有“teams”的接入向导，可选：slack, feishu, dingtalk/);
});
