import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCatchAll, isSameMatchers, matcherText, matches, parseMatchers } from '../../../src/systems/alertmanager/api.ts';
import { alertmanagerSignatures } from '../../../src/systems/alertmanager/signatures.ts';
import { startSite } from '../http/site.ts';
import { judgeSignature } from '../linux/diagnose.ts';
import { configuration, startAlertmanagerOf } from './server.ts';

describe('alertmanagerSignatures on a real Alertmanager', () => {
  it('all is well; then silences, an inhibition, a bad configuration and a storm are each found', async (test) => {
    const hook = await startSite((_request, response) => void response.end());
    test.after(() => hook.stop());
    const server = await startAlertmanagerOf({ configuration: configuration(hook.url) });
    test.after(() => server.stop());
    await server.fire({ alertname: 'Minor', severity: 'warning' });
    const healthy = await server.look();

    await server.silence([{ name: 'alertname', value: 'DbDown', isRegex: false }], { comment: 'upgrade' });
    await server.fire({ alertname: 'DbDown', severity: 'critical' });
    await server.fire({ alertname: 'Cause', role: 'source', cluster: 'c', severity: 'critical' });
    await server.fire({ alertname: 'Effect', role: 'target', cluster: 'c', severity: 'critical' });
    const hidden = await server.look();

    const ended = await server.silence([{ name: 'alertname', value: 'Minor', isRegex: false }]);
    await server.expire(ended);
    await server.silence([{ name: 'alertname', value: 'Rare', isRegex: false }], { hours: 24 * 90 });
    const isLoaded = await server.reload('route: { receiver: nobody }\n');
    await server.fire(
      ...Array.from({ length: 60 }, (_, index) => ({ alertname: 'PodDown', severity: 'warning', pod: `p-${String(index)}` })),
    );
    const ill = await server.look();

    assert.deepEqual([healthy.confirmed, healthy.likely], [[], []]);
    assert.deepEqual([...hidden.confirmed].sort(), ['grave-inhibited', 'silence-hides-outage']);
    assert.equal(hidden.facts['alerts.hiddenComment'], 'upgrade');
    assert.deepEqual([hidden.facts['alerts.inhibitedName'], hidden.facts['alerts.inhibitedBy']], ['Effect', 'Cause']);
    assert.equal(isLoaded, false);
    assert.deepEqual([...ill.confirmed].sort(), [
      'alert-storm',
      'config-not-loaded',
      'grave-inhibited',
      'silence-ended',
      'silence-forgotten',
      'silence-hides-outage',
    ]);
  });

  it('notifications that fail, and a silence of everything', async (test) => {
    const hook = await startSite((_request, response) => void response.writeHead(500).end());
    test.after(() => hook.stop());
    const server = await startAlertmanagerOf({ configuration: configuration(hook.url) });
    test.after(() => server.stop());
    await server.fire({ alertname: 'A', severity: 'warning' }, { alertname: 'B', severity: 'warning' });
    await server.untilMetric(/alertmanager_notification_requests_failed_total\{integration="webhook"\} [2-9]/);
    await server.silence([{ name: 'alertname', value: '.+', isRegex: true }]);

    const seen = await server.look();

    assert.ok(seen.causes.includes('notifications-failing'), String(seen.causes));
    assert.ok(seen.causes.includes('silence-too-broad'), String(seen.causes));
    assert.equal(seen.facts['notifications.worstIntegration'], 'webhook');
  });

  it('an interval that mutes a route all the week', async (test) => {
    const hook = await startSite((_request, response) => void response.end());
    test.after(() => hook.stop());
    const muted = configuration(hook.url).replace(
      /^route:.*$/m,
      "route: { receiver: hook, group_wait: 10ms, routes: [{ matchers: ['team=\"web\"'], mute_time_intervals: [quiet] }] }\ntime_intervals: [{ name: quiet, time_intervals: [{ weekdays: ['sunday:saturday'] }] }]",
    );
    const server = await startAlertmanagerOf({ configuration: muted });
    test.after(() => server.stop());
    await server.fire({ alertname: 'Told', severity: 'critical' });
    const healthy = await server.look();
    await server.fire({ alertname: 'WebDown', severity: 'critical', team: 'web' });

    const seen = await server.look();

    assert.deepEqual(healthy.confirmed, []);
    assert.deepEqual(seen.causes, ['muted-around-the-clock']);
    assert.deepEqual([seen.facts['alerts.mutedName'], seen.facts['alerts.mutedInterval']], ['WebDown', 'quiet']);
  });

  it('a peer that is lost', async (test) => {
    const one = await startAlertmanagerOf({ configuration: configuration('http://127.0.0.1:9/'), isClustered: true });
    test.after(() => one.stop());
    const other = await startAlertmanagerOf({
      configuration: configuration('http://127.0.0.1:9/'),
      isClustered: true,
      peers: [one.clusterAddress],
    });
    await one.untilMetric(/alertmanager_cluster_members 2/);
    const whole = await one.look();

    await other.stop();
    await one.untilMetric(/alertmanager_cluster_failed_peers 1/);

    assert.deepEqual(whole.confirmed, []);
    assert.deepEqual((await one.look()).causes, ['cluster-peers-lost']);
  });
});

describe('what Alertmanager says, taken apart', () => {
  const cases = {
    'notifications-partly-failing': {
      'notifications.worstFailed': 5,
      'notifications.worstFailedRatio': 0.1,
      'notifications.requestsFailed.recent': 5,
    },
    'cluster-alone': { 'cluster.members': 1, 'cluster.reconnectionsFailed.recent': 3, 'cluster.status': 'ready' },
    'alerts-invalid': { 'self.alertsInvalid.recent': 1, 'self.alertsReceived.recent': 60 },
    overloaded: { 'self.concurrencyExceeded.recent': 2, 'self.requests.recent': 90 },
    'gossip-dropped': { 'cluster.messagesDropped.recent': 9, 'cluster.messagesSent.recent': 300 },
    'too-many-alerts': { 'alerts.active': 150, 'alerts.newestAgoSeconds': 200_000 },
    'not-ready': { 'self.isReady': false },
    silenced: { 'alerts.silenced': 1, 'alerts.graveSilenced': 0, 'alerts.hiddenBySilenceFirst': true },
  } as const;
  for (const [id, facts] of Object.entries(cases)) {
    it(`${id} is confirmed by its facts`, () =>
      assert.equal(
        judgeSignature(alertmanagerSignatures.find((each) => each.id === `alertmanager.${id}`) ?? assert.fail(), facts),
        'confirmed',
      ));
  }

  it('parseMatchers() reads what matcherText() writes', () => {
    for (const text of ['a="b"', 'a=~"b.*",c!="d"', 'a!~"x|y"']) assert.equal(matcherText(parseMatchers(text) ?? []), text);
    assert.deepEqual(
      parseMatchers('{ a = "q\\"z" , }')?.map(({ value }) => value),
      ['q"z'],
    );
    for (const text of ['a', 'a=b', '="b"', '', 'a="b" c="d"']) assert.equal(parseMatchers(text), null, text);
  });

  it('matches() anchors, and isCatchAll() sees what names nothing', () => {
    const of = (text: string) => parseMatchers(text) ?? assert.fail(text);

    assert.deepEqual(
      ['a="b"', 'a=~"b"', 'a=~"bb"', 'c=""', 'a!="b"', 'a=~"("'].map((text) => matches(of(text), { a: 'b' })),
      [true, true, false, true, false, false],
    );
    assert.deepEqual(
      ['a=~".*"', 'a=~".+",b!="c"', 'a="b"', 'a=~"web.*"'].map((text) => isCatchAll(of(text))),
      [true, true, false, false],
    );
    assert.ok(isSameMatchers(of('a="b",c="d"'), of('c="d",a="b"')));
  });
});
