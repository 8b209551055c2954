import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dryRun } from '../../../src/operations/noise/dry-run.ts';
import { inhibitorsOf, renewInhibitors } from '../../../src/operations/noise/inhibitors.ts';
import { createJudge } from '../../../src/operations/noise/judge.ts';
import { createRules } from '../../../src/operations/noise/rules.ts';
import type { Store } from '../../../src/store/contract.ts';
import { sampleAlert, sampleIncident, sampleSuppressed } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openDesk, people, startMs } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function open() {
  const desk = await openDesk(store);
  return { ...desk, rules: createRules(desk.deps), anna: desk.as(people.anna) };
}

const text = `
rules:
  - id: dev
    name: Development wakes nobody
    when: '"env" in labels && labels.env == "dev"'
    do: { drop: nobody is on duty for it }
windows:
  - { id: sunday, name: Sunday, systems: [main-valve], cron: "0 2 * * 0", durationMinutes: 120, timeZone: Asia/Shanghai }
`;

test('createRules() saves versions, shows them as people wrote them, and brings one back', async () => {
  const { rules, anna, store: own } = await open();

  const usual = await rules.showRules(anna);
  const first = await rules.saveRules(anna, { text }, { after: 0, comment: 'quiet nights' });
  const second = await rules.saveRules(anna, { book: {} }, { comment: 'none' });
  const third = await rules.revertRules(anna, 1);

  assert.deepEqual([usual.version, usual.text, first.version, second.version, third.version], [0, '', 1, 2, 3]);
  assert.deepEqual(third.book, first.book);
  assert.match(third.text, /^rules:\n {2}- id: dev\n/);
  assert.doesNotMatch(third.text, /flapping|topology/);
  assert.equal(first.openings[0]?.startsAt, '2026-11-21T18:00:00.000Z');
  assert.deepEqual(
    (await rules.listRuleVersions(anna)).map(({ version, comment, savedBy }) => [version, comment, savedBy]),
    [
      [3, '← 1', 'Anna'],
      [2, 'none', 'Anna'],
      [1, 'quiet nights', 'Anna'],
    ],
  );
  assert.deepEqual(
    (await own.audit.list({ limit: 3 })).map(({ action, target }) => [action, target]),
    [
      ['rules.revert', 'v3'],
      ['rules.save', 'v2'],
      ['rules.save', 'v1'],
    ],
  );
  assert.equal(await own.suppressions.revision(), 3);
});

test('createRules() says where a rule is wrong, and changes nothing then', async () => {
  const { rules, anna, as, store: own } = await open();
  const bad = (given: string) => rules.saveRules(anna, { text: given }, { comment: '' });

  await assert.rejects(bad(text.replace('== "dev"', '=== "dev"')), { kind: 'invalid', message: /^rules\.dev: .*at character \d+/ });
  await assert.rejects(bad(text.replace('do:', 'does:')), { message: /rules\.0.*does/ });
  await assert.rejects(bad(text.replace('0 2 * * 0', 'sunday')), { message: /^windows\.sunday: CronPattern/ });
  await assert.rejects(bad('rules: ['), { message: /no YAML/ });
  await assert.rejects(rules.saveRules(as(people.rita), { text }, { comment: '' }), { kind: 'forbidden', message: /change the rules/ });
  await assert.rejects(rules.saveRules(anna, { text }, { after: 4, comment: '' }), { kind: 'conflict' });
  await assert.rejects(rules.revertRules(anna, 9), { kind: 'not-found', message: /no version 9/ });
  await assert.rejects(rules.showRules(anna, 9), { kind: 'not-found' });
  assert.equal((await own.ruleBooks.current()).version, 0);
});

test('tryRules() counts what would have become of the alerts that are stored, with samples', async () => {
  const { rules, anna, store: own, deps } = await open();
  const at = (minute: number) => new Date(startMs - 3_600_000 + minute * 60_000).toISOString();
  await own.incidents.create(sampleIncident({ id: 'inc_zz', groupKey: 'G' }));
  const alert = (fingerprint: string, labels: Readonly<Record<string, string>>, minute = 0) =>
    sampleAlert({ fingerprint, labels: { alertname: fingerprint, ...labels }, startsAt: at(minute), annotations: {} });
  await own.alerts.upsert(
    'inc_zz',
    [
      alert('a', { env: 'dev' }),
      alert('b', { env: 'prod' }, 1),
      alert('c', { instance: 'main-valve' }, 2),
      alert('Down', { cluster: 'c1' }, 3),
    ],
    at(5),
  );
  await own.suppressions.save([sampleSuppressed({ ...alert('late', { cluster: 'c1' }, 4), id: 'sup_zz' })]);
  const book = {
    rules: [
      { id: 'dev', name: 'D', when: 'labels.env == "dev"', do: { drop: 'x' } },
      { id: 'info', name: 'I', when: 'labels.env == "prod"', do: { severity: 'critical' } },
      { id: 'many', name: 'M', when: 'alertname == "b"', do: { hold: { count: 2, withinMinutes: 5 } } },
    ],
    windows: [{ id: 'w', name: 'W', systems: ['main-valve'], startsAt: at(0), endsAt: at(10) }],
    inhibitions: [{ id: 'i', source: ['alertname="Down"'], target: ['alertname="late"'], equal: ['cluster'] }],
    topology: { isOn: false },
  };

  const view = await rules.tryRules(anna, { book });
  const now = await rules.tryRules(anna, null, 1);

  assert.deepEqual([view.alerts, view.keptBack, view.severityChanged, view.isCut], [5, 4, 1, false]);
  assert.deepEqual(
    view.parts.map(({ kind, id, alerts, keptBack }) => [kind, id, alerts, keptBack]),
    [
      ['rule', 'dev', 1, 1],
      ['rule', 'info', 1, 0],
      ['rule', 'many', 1, 1],
      ['window', 'w', 1, 1],
      ['inhibition', 'i', 1, 1],
    ],
  );
  assert.equal(view.parts[0]?.samples[0]?.title, 'a');
  assert.deepEqual([now.keptBack, now.days], [0, 1]);
  assert.equal((await own.ruleBooks.current()).version, 0);
  await assert.rejects(rules.tryRules(anna, { text: 'rules: 3' }), { kind: 'invalid' });
  const usual = await own.ruleBooks.current();
  assert.equal((await dryRun(deps, own, { current: usual, tried: usual, days: 30 })).alerts, 5);
});

test('renewInhibitors() finds anew what keeps others quiet', async () => {
  const { deps, store: own } = await open();
  await own.incidents.create(sampleIncident({ groupKey: 'g' }));
  await own.alerts.upsert(
    'inc_1',
    [sampleAlert({ labels: { alertname: 'ValveDown', instance: 'main-valve' } })],
    new Date(startMs).toISOString(),
  );
  const judge = createJudge(deps.pool, await own.ruleBooks.current(), [], 0);

  await own.transaction((inside) => renewInhibitors(inside, judge));

  const found = await own.alertMemory.inhibitorsOf([{ ruleId: 'topology', key: 'main-valve' }], startMs);
  assert.deepEqual(
    found.map(({ title }) => title),
    ['ValveDown'],
  );
  assert.deepEqual(inhibitorsOf(judge, [sampleAlert()]), []);
});
