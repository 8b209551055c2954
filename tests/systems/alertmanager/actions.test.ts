import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createSilence } from '../../../src/systems/alertmanager/actions/create-silence.ts';
import { expireSilence } from '../../../src/systems/alertmanager/actions/expire-silence.ts';
import { alertmanagerActions } from '../../../src/systems/alertmanager/actions.ts';
import { readAlerts, readSilences } from '../../../src/systems/alertmanager/api.ts';
import { createAlertmanagerClient } from '../../../src/systems/alertmanager/client.ts';
import { acting } from '../../support/acting.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type Alertmanager, configuration, startAlertmanagerOf } from './server.ts';

describe('alertmanagerActions', () => {
  let server: Alertmanager;
  before(async () => {
    server = await startAlertmanagerOf({ configuration: configuration('http://127.0.0.1:9/') });
    await server.fire({ alertname: 'DiskFull', severity: 'critical', instance: 'web-1' }, { alertname: 'Other', severity: 'critical' });
  });
  after(() => server.stop());

  const limit = () => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) });
  const stateOf = async (name: string): Promise<string | undefined> =>
    (await readAlerts(server.client, limit())).find(({ labels }) => labels.alertname === name)?.status.state;
  const standing = async (): Promise<readonly string[]> =>
    (await readSilences(server.client, limit())).filter(({ status }) => status.state !== 'expired').map(({ id }) => id);

  it('create-silence silences exactly what it names; a repeated attempt finds it, and the undo ends it', async () => {
    const act = acting(createSilence, { matchers: 'alertname="DiskFull",instance=~"web.*"', minutes: 30 }, server.client, server.entry);

    const record = await act.run();
    const during = [await stateOf('DiskFull'), await stateOf('Other'), await act.isApplied(record)];
    const again = await act.precheck();
    await act.undo(record);

    assert.deepEqual(during, ['suppressed', 'active', true]);
    assert.equal(again.state === 'already' || again.state === 'ready', true);
    assert.deepEqual(await standing(), []);
    assert.equal(await stateOf('DiskFull'), 'active');
  });

  it('expire-silence lets the alert be told again, and the undo brings the same silence back once', async () => {
    const id = await server.silence([{ name: 'alertname', value: 'DiskFull', isRegex: false }], { comment: 'disk swap' });
    const act = acting(expireSilence, { id }, server.client, server.entry);

    const record = await act.run();
    const during = await stateOf('DiskFull');
    const again = await act.precheck();
    await act.undo(record);
    const back = (await readSilences(server.client, limit())).filter(({ status }) => status.state === 'active');

    assert.equal(during, 'active');
    assert.equal(again.state, 'already');
    assert.deepEqual(
      back.map(({ comment, createdBy, matchers }) => [comment, createdBy, matchers[0]?.value]),
      [['disk swap', 'ann', 'DiskFull']],
    );
    assert.equal(await stateOf('DiskFull'), 'suppressed');
    for (const each of await standing()) await server.expire(each);
  });

  it('a silence of everything is refused, an unknown one is blocked, and an Alertmanager that is away blocks too', async () => {
    const away = createAlertmanagerClient(
      { ...server.entry, url: `http://127.0.0.1:${String(await freePort())}` },
      { clock: systemClock, resolveSecret: () => '' },
    );
    const id = '00000000-0000-4000-8000-000000000000';

    for (const matchers of ['alertname=~".+"', 'a!="b"', 'alertname=DiskFull', '', 'alertname="x" or 1'])
      assert.equal(createSilence.arguments.safeParse({ matchers, minutes: 30 }).success, false, matchers);
    assert.equal(createSilence.arguments.safeParse({ matchers: 'alertname="x"', minutes: 100_000 }).success, false);
    assert.equal((await acting(expireSilence, { id }, server.client, server.entry).precheck()).state, 'blocked');
    assert.equal((await acting(expireSilence, { id }, away, server.entry).precheck()).state, 'blocked');
    assert.equal(alertmanagerActions.length, 2);
  });
});
