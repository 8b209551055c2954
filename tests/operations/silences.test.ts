import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { momentText, reasonText, silenceView, suppressedView } from '../../src/operations/noise-view.ts';
import { matchersText, silenceMatchers } from '../../src/operations/silence-target.ts';
import { createSilences } from '../../src/operations/silences.ts';
import { countMatching, trySilence } from '../../src/operations/try-silence.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleIncident, sampleSilence, sampleSuppressed } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, startMs } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const hourMs = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

async function open() {
  const desk = await openDesk(store);
  return { ...desk, silences: createSilences(desk.deps), rita: desk.as(people.rita) };
}

test('createSilences() makes a silence with its author, an audit line and a new revision', async () => {
  const { silences, rita, store: own } = await open();

  const { silence, matching } = await silences.addSilence(rita, {
    target: 'a="1" b!~"x.*"',
    durationMs: 2 * hourMs,
    comment: ' moving\n it ',
  });

  assert.deepEqual(
    [silence.state, silence.comment, silence.createdBy, silence.startsAt, silence.endsAt, silence.held, matching],
    ['active', 'moving it', 'Rita', iso(startMs), iso(startMs + 2 * hourMs), 0, 0],
  );
  assert.match(silence.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  const [line] = await own.audit.list({ limit: 1 });
  assert.deepEqual(
    [line?.action, line?.actor, line?.target, line?.details.matchers],
    ['silence.add', 'rita', silence.id, 'a="1" b!~"x.*"'],
  );
  assert.equal(await own.suppressions.revision(), 1);
  assert.deepEqual(await silences.listSilences(rita, {}), [silence]);
});

test('createSilences() changes a silence in its place, and makes another one where it matches something else', async () => {
  const { silences, rita, store: own, advance } = await open();
  const { silence } = await silences.addSilence(rita, { target: 'a="1"', durationMs: hourMs, comment: 'one' });
  advance(60_000);

  const longer = (await silences.addSilence(rita, { id: silence.id, target: 'a="1"', durationMs: 2 * hourMs, comment: 'two' })).silence;
  const other = (await silences.addSilence(rita, { id: silence.id, target: 'a="2"', durationMs: hourMs, comment: 'three' })).silence;

  assert.deepEqual([longer.id, longer.startsAt, longer.comment], [silence.id, silence.startsAt, 'two']);
  assert.notEqual(other.id, silence.id);
  assert.equal((await silences.showSilence(rita, silence.id)).state, 'expired');
  assert.equal((await own.audit.list({ limit: 10 })).length, 3);
});

test('createSilences() ends a silence by the beginning of its id, once', async () => {
  const { silences, rita } = await open();
  const { silence } = await silences.addSilence(rita, { target: 'a="1"', durationMs: hourMs, comment: 'one' });

  const first = await silences.expireSilence(rita, silence.id.slice(0, 8).toUpperCase());
  const again = await silences.expireSilence(rita, silence.id);

  assert.deepEqual([first.isChanged, first.silence.state, again.isChanged], [true, 'expired', false]);
  assert.deepEqual(await silences.listSilences(rita, {}), []);
  assert.deepEqual((await silences.listSilences(rita, { state: 'all' })).length, 1);
  await assert.rejects(silences.expireSilence(rita, 'ffff'), { kind: 'not-found', message: /“ffff”/ });
  await assert.rejects(silences.listSilences(rita, { state: 'odd' }), { kind: 'invalid' });
});

test('createSilences() refuses in words, and writes the refusal down', async () => {
  const { silences, rita, as, store: own } = await open();
  const good = { target: 'a="1"', durationMs: hourMs, comment: 'why' };
  const refused: readonly (readonly [change: object, message: RegExp])[] = [
    [{ durationMs: 0 }, /for how long/],
    [{ endsAt: iso(startMs - 1) }, /for how long/],
    [{ durationMs: 367 * 24 * hourMs }, /366 days/],
    [{ comment: ' ' }, /Say why/],
    [{ target: 'a=~".*"' }, /match everything/],
    [{ target: 'a=~"("' }, /can't be read/],
    [{ target: undefined, matchers: [{ name: 'a', operator: '=~', value: '(' }] }, /These matchers can’t be used/],
    [{ target: 'redis-mian' }, /“redis-mian” is neither/],
    [{ target: 'ZB-404' }, /ZB-404/],
  ];

  for (const [change, message] of refused)
    await assert.rejects(silences.addSilence(rita, { ...good, ...change }), { message }, String(message));
  await assert.rejects(silences.addSilence(as(people.vera), good), { kind: 'forbidden', message: /silence alerts/ });

  const lines = await own.audit.list({ limit: 50 });
  assert.deepEqual([lines.length, new Set(lines.map(({ outcome }) => outcome))], [refused.length + 1, new Set(['refused'])]);
});

test('silenceMatchers() understands a system, an incident, an alert by name and matchers', async () => {
  const { deps, store: own } = await open();
  await own.incidents.create(sampleIncident({ groupKey: 'g' }));
  const labels = { alertname: 'Lag', cluster: 'c1' };
  await own.alerts.upsert(
    'inc_1',
    [
      sampleAlert({ labels: { ...labels, severity: 'warning', instance: '1' } }),
      sampleAlert({ fingerprint: 'f2', labels: { ...labels, severity: 'critical', instance: '2' } }),
    ],
    iso(startMs),
  );
  const read = async (target: string) => matchersText(await silenceMatchers(deps, own, target, 'en'));

  assert.equal(await read('MAIN-valve'), 'zhiban_system="main-valve"');
  assert.equal(await read('zb-1'), 'alertname="Lag" cluster="c1"');
  assert.equal(await read('lag'), 'alertname="Lag"');
  assert.equal(await read('{a=~"b.*"}'), 'a=~"b.*"');
  await own.alerts.upsert('inc_1', [sampleAlert({ fingerprint: 'f3', labels: { alertname: 'A(b)', cluster: 'c1' } })], iso(startMs));
  assert.equal(await read('zb-1'), 'cluster="c1" alertname=~"Lag|A\\\\(b\\\\)"');
});

test('whyNotTold() answers with what was kept back and with what was told', async () => {
  const { silences, rita, store: own } = await open();
  await own.suppressions.save([sampleSuppressed()]);
  await own.incidents.create(sampleIncident({ groupKey: 'g' }));
  await own.alerts.upsert('inc_1', [sampleAlert({ fingerprint: 'f2', annotations: { summary: 'orders are late' } })], iso(startMs));

  const kept = await silences.whyNotTold(rita, ' f1 ');
  const words = await silences.whyNotTold(rita, 'orders LATE');
  const none = await silences.whyNotTold(rita, 'nothing of the kind');

  assert.deepEqual([kept.items[0]?.title, kept.told], ['connections exhausted', []]);
  assert.match(kept.items[0]?.reasons[0]?.text ?? '', /^silenced by Li \(“moving it”\) until /);
  assert.deepEqual(words.told, [{ title: 'orders are late', fingerprint: 'f2', code: 'ZB-1', incidentId: 'inc_1', together: null }]);
  assert.deepEqual(none, { items: [], told: [] });
  assert.deepEqual(
    (await silences.listSuppressed(rita, { state: 'held', kind: 'silence' })).map(({ id }) => id),
    ['sup_1'],
  );
});

test('suppressedView() and silenceView() say it in the reader’s language', () => {
  const [reason] = suppressedView(sampleSuppressed(), 'zh-CN').reasons;

  assert.match(reason?.text ?? '', /^已被 Li 静默（moving it），到 .*为止$/);
  assert.equal(
    reasonText({ kind: 'inhibition', id: 'i', name: 'HostDown', by: '', until: null }, 'en'),
    'inhibited by “HostDown” for as long as that fires',
  );
  assert.equal(silenceView(sampleSilence(), startMs, 3).held, 3);
  assert.match(momentText('2026-11-21T02:00:00.000Z', 'en'), /GMT|UTC/);
});

test('trySilence() counts what fires and what came within a day, and changes nothing', async () => {
  const { silences, rita, as, deps, store: own } = await open();
  await own.incidents.create(sampleIncident({ groupKey: 'g', startedAt: iso(startMs) }));
  const alerts = ['one', 'two', 'three'].map((name) => sampleAlert({ fingerprint: name, labels: { alertname: 'Lag', topic: name } }));
  await own.alerts.upsert('inc_1', alerts, iso(startMs));

  const trial = await silences.trySilence(as(people.vera), { target: 'topic=~"one|two"' });

  assert.deepEqual([trial.firing, trial.isCut, matchersText(trial.matchers)], [2, false, 'topic=~"one|two"']);
  assert.equal(trial.samples.length, 1);
  assert.deepEqual(await silences.listSilences(rita, { state: 'all' }), []);
  await assert.rejects(silences.trySilence(rita, { target: 'a=~".*"' }), { kind: 'invalid' });
  assert.equal(await countMatching(deps, own, trial.matchers), 2);
  assert.deepEqual(await trySilence(deps, own, trial.matchers), trial);
});
