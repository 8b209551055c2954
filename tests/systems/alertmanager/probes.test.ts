import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { type Alert, muteReceiversOf, type Silence } from '../../../src/systems/alertmanager/api.ts';
import { alertFacts, untoldFacts } from '../../../src/systems/alertmanager/probes/alerts.ts';
import { stateFacts } from '../../../src/systems/alertmanager/probes/self.ts';
import { silenceFacts } from '../../../src/systems/alertmanager/probes/silences.ts';
import { readSamples } from '../../../src/systems/http-api/metrics.ts';

const nowMs = Date.parse('2026-11-28T14:00:00Z');

function silence(more: Partial<Silence>): Silence {
  return {
    id: 's1',
    status: { state: 'active' },
    matchers: [{ name: 'alertname', value: 'DbDown', isRegex: false, isEqual: true }],
    startsAt: '2026-11-28T12:00:00Z',
    endsAt: '2026-11-28T16:00:00Z',
    updatedAt: '',
    createdBy: 'ann',
    comment: 'upgrade',
    ...more,
  };
}

function alert(labels: Readonly<Record<string, string>>, startsAt: string, silencedBy: readonly string[] = []): Alert {
  const state = silencedBy.length > 0 ? 'suppressed' : 'active';
  return {
    labels: { ...labels },
    startsAt,
    receivers: [],
    fingerprint: '',
    status: { state, silencedBy: [...silencedBy], inhibitedBy: [] },
  };
}

describe('facts of Alertmanager', () => {
  it('muteReceiversOf() finds receivers without an integration, and none in what is no configuration', () => {
    const original =
      'receivers: [{ name: hook, webhook_configs: [{ url: <secret> }] }, { name: oncall }, { name: none, email_configs: [] }]';

    assert.deepEqual([...muteReceiversOf(parse(original))], ['oncall', 'none']);
    assert.deepEqual([muteReceiversOf(null).size, muteReceiversOf({ route: 1 }).size], [0, 0]);
  });

  it('untoldFacts() counts grave alerts that nobody is told of, and no watchdog', () => {
    const to = (receiver: string, labels: Readonly<Record<string, string>>): Alert => ({
      ...alert(labels, '2026-11-28T13:00:00Z'),
      receivers: [{ name: receiver }],
    });
    const mute = new Set(['null']);
    const dead = to('null', { alertname: 'DbDown', severity: 'critical' });

    assert.deepEqual(untoldFacts([dead, to('null', { alertname: 'DeadMansSwitch', severity: 'critical' })], mute), {
      'alerts.graveUntold': 1,
      'alerts.untoldName': 'DbDown',
      'alerts.untoldReceiver': 'null',
    });
    assert.equal(untoldFacts([{ ...dead, receivers: [...dead.receivers, { name: 'hook' }] }], mute)['alerts.graveUntold'], 0);
    assert.equal(untoldFacts([to('hook', { severity: 'critical' })], mute)['alerts.graveUntold'], 0);
  });

  it('alertFacts() tells a silence that was there before the alert from one that was made for it', () => {
    const early = alertFacts([alert({ alertname: 'DbDown', severity: 'P1' }, '2026-11-28T13:00:00Z', ['s1'])], [silence({})], nowMs);
    const late = alertFacts([alert({ alertname: 'DbDown', severity: 'P1' }, '2026-11-28T11:00:00Z', ['s1'])], [silence({})], nowMs);

    assert.deepEqual(
      [early['alerts.hiddenBySilenceFirst'], early['alerts.graveSilenced'], early['alerts.hiddenForSeconds']],
      [true, 1, 3_600],
    );
    assert.equal(late['alerts.hiddenBySilenceFirst'], false);
    assert.equal(early['alerts.hiddenBy'], 'alertname="DbDown"');
  });

  it('silenceFacts() finds the one that has just ended while its alert fires, and no older one', () => {
    const firing = [alert({ alertname: 'DbDown' }, '2026-11-28T13:00:00Z')];
    const ended = (endsAt: string) =>
      silenceFacts([silence({ status: { state: 'expired' }, endsAt })], firing, nowMs)['silences.endedStillFiring'];

    assert.deepEqual([ended('2026-11-28T13:30:00Z'), ended('2026-11-28T12:30:00Z')], [true, false]);
  });

  it('with nothing there is nothing', () => {
    assert.equal(alertFacts([], [], 0)['alerts.newestAgoSeconds'], null);
    assert.equal(silenceFacts([], [], 0)['silences.endedStillFiring'], false);
    assert.equal(stateFacts(readSamples(''))['self.isConfigLoaded'], null);
  });
});
