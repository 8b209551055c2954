import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import { haproxyActions } from '../../../src/systems/haproxy/actions.ts';
import { parseServersState } from '../../../src/systems/haproxy/parse.ts';
import { acting } from '../../support/acting.ts';
import { type Site, startSite } from '../http/site.ts';
import { type Haproxy, haproxyClient, haproxyEntry, haproxyMissing, startHaproxy } from './scene.ts';

describe('haproxyActions', { skip: haproxyMissing ?? false }, () => {
  let site: Site;
  let haproxy: Haproxy;
  before(async () => {
    site = await startSite((_request, response) => void response.end('hello'));
    const server = (name: string, more = ''): string => `  server ${name} 127.0.0.1:${String(site.port)} check inter 100ms ${more}`;
    haproxy = await startHaproxy({
      global: 'maxconn 500',
      sections: `backend app\n${server('s1', 'weight 7')}\n${server('s2', 'maxconn 9')}\nbackend single\n${server('only')}`,
    });
    for (const name of ['s1', 's2', 'only']) await haproxy.untilStatus(name, /^UP/);
  });
  after(async () => {
    await haproxy.stop();
    await site.stop();
  });

  function act(name: string, given: ActionArguments, client = haproxy.client): ReturnType<typeof acting> {
    const action = haproxyActions.find((each) => each.name === name);
    assert.ok(action !== undefined, name);
    return acting(action, given, client, haproxy.entry);
  }

  /** As HAProxy itself tells it, beside what the action thinks. */
  async function state(): Promise<string> {
    const limit = { timeoutMs: 3_000, signal: new AbortController().signal };
    const servers = parseServersState(await haproxy.client.command('show servers state', limit));
    const limits = (await haproxy.client.stat(limit)).filter(({ proxy }) => ['app', 'web'].includes(proxy)).map((row) => row.text('slim'));
    return JSON.stringify([servers, limits]);
  }

  const cases: readonly (readonly [string, ActionArguments])[] = [
    ['set-server-state', { backend: 'app', server: 's1', state: 'drain' }],
    ['set-server-state', { backend: 'app', server: 's1', state: 'maint' }],
    ['set-server-weight', { backend: 'app', server: 's1', weight: 100 }],
    ['set-maxconn-server', { backend: 'app', server: 's2', maxconn: 20 }],
    ['set-maxconn-server', { backend: 'app', server: 's1', maxconn: 20 }],
    ['set-maxconn-frontend', { frontend: 'web', maxconn: 77 }],
    ['set-health-checks', { backend: 'app', server: 's2', checks: 'off' }],
  ];
  for (const [name, given] of cases) {
    it(`${name} ${JSON.stringify(given)} changes HAProxy, and the undo brings exactly the earlier state back`, async () => {
      const before = await state();
      assert.equal(await act(name, given).isApplied({}), false);

      const record = await act(name, given).run();
      const changed = await state();
      const again = await act(name, given).precheck();
      await act(name, given).undo(record);
      if (given.state === 'maint') await haproxy.untilStatus('s1', /^UP/);

      assert.notEqual(changed, before);
      assert.equal(again.state, 'already');
      assert.equal(await state(), before);
    });
  }

  const blocked: readonly (readonly [string, ActionArguments, RegExp])[] = [
    ['set-server-state', { backend: 'single', server: 'only', state: 'drain' }, /last server of single/],
    ['set-server-weight', { backend: 'single', server: 'only', weight: 0 }, /last server of single/],
    ['set-server-state', { backend: 'app', server: 'nobody', state: 'maint' }, /there is no/],
    ['set-server-weight', { backend: 'nowhere', server: 's1', weight: 3 }, /there is no/],
    ['set-maxconn-frontend', { frontend: 'web', maxconn: 5_000 }, /more than the process may have \(500\)/],
  ];
  for (const [name, given, reason] of blocked) {
    it(`${name} ${JSON.stringify(given)} is blocked`, async () => {
      const answer = await act(name, given).precheck();

      assert.ok(answer.state === 'blocked' && reason.test(answer.reason.en), JSON.stringify(answer));
    });
  }

  it('the second of two is not taken away once the first is set aside', async () => {
    const record = await act('set-server-state', { backend: 'app', server: 's1', state: 'drain' }).run();
    const answer = await act('set-server-state', { backend: 'app', server: 's2', state: 'maint' }).precheck();
    await act('set-server-state', { backend: 'app', server: 's1', state: 'drain' }).undo(record);

    assert.ok(answer.state === 'blocked' && /last server of app/.test(answer.reason.en), JSON.stringify(answer));
  });

  it('a socket of level operator, or none that answers, blocks; a name can not smuggle a second command in', async () => {
    const given = { backend: 'app', server: 's1', state: 'drain' };
    const low = await act('set-server-state', given, haproxyClient(haproxyEntry({ socket: haproxy.operatorSocket }))).precheck();
    const gone = await act('set-server-state', given, haproxyClient(haproxyEntry({ socket: '/nowhere/sock' }))).precheck();

    assert.ok(low.state === 'blocked' && /level of the socket is operator/.test(low.reason.en), JSON.stringify(low));
    assert.equal(gone.state, 'blocked');
    assert.equal(haproxyActions[0]?.arguments.safeParse({ ...given, server: 's1;shutdown sessions server app/s2' }).success, false);
  });
});
