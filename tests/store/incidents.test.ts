import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident } from './samples.ts';

const verdict: Verdict = {
  ...{ state: 'likely', summary: sameText('a pool that leaks'), causes: [], refuted: [], blindSpots: [] },
  ...{ analyst: 'offline', at: '2026-11-21T01:02:00.000Z', isPartial: false },
};

onBoth('createIncidentStore()', (given) => {
  it('gives back what was created, with the first code and revision', async () => {
    const tenant = await given().tenant();
    const incident = sampleIncident({
      title: '数据库连接耗尽',
      question: 'why?',
      verdict,
      spent: { probes: 1, llmCalls: 2, tokens: 3, seconds: 4.5 },
    });

    const created = await tenant.incidents.create(incident);

    assert.deepEqual(created, { ...incident, tenantId: tenant.tenantId, code: 'ZB-1', revision: 1, mergedInto: null });
    assert.deepEqual(await tenant.incidents.get('inc_1'), created);
    assert.deepEqual(await tenant.incidents.getByCode('zb-1'), created);
  });

  it('gives twenty at once twenty codes', async () => {
    const tenant = await given().tenant();
    const ids = Array.from({ length: 20 }, (_, index) => `inc_${index}`);

    const created = await Promise.all(ids.map((id) => tenant.incidents.create(sampleIncident({ id }))));

    assert.equal(new Set(created.map((incident) => incident.code)).size, 20);
  });

  it('lets one of twenty open the incident of a group', async () => {
    const tenant = await given().tenant();
    const ids = Array.from({ length: 20 }, (_, index) => `inc_${index}`);

    const ends = await Promise.allSettled(ids.map((id) => tenant.incidents.create(sampleIncident({ id, groupKey: 'g' }))));

    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.kind] : []));
    assert.deepEqual([...new Set(refusals)], ['conflict']);
    assert.equal(refusals.length, 19);
  });

  it('finds the open ones of several groups, and changes the counts of several', async () => {
    const tenant = await given().tenant();
    for (const name of ['a', 'b', 'c']) await tenant.incidents.create(sampleIncident({ id: `inc_${name}`, groupKey: name }));
    await tenant.incidents.moveStatus('inc_c', ['triggered'], 'resolved', {});
    const place = { adapter: 'slack', workspace: 'w', channel: 'c' };
    const thread = await tenant.threads.create({ incidentId: 'inc_b', place, locale: 'en', parent: null });
    await tenant.threads.setRoot(thread.id, { place, id: 'root' }, 1);
    const seq = await tenant.events.latestSeq();

    const open = await tenant.incidents.openOfGroups(['a', 'b', 'c', 'd']);
    await tenant.incidents.changeCounts([...open.values()].map(({ id }) => ({ id, alertsFiring: 3, alertsTotal: 5 })));

    assert.deepEqual(
      [...open].map(([groupKey, { id }]) => [groupKey, id]),
      [
        ['a', 'inc_a'],
        ['b', 'inc_b'],
      ],
    );
    const changed = await tenant.incidents.get('inc_b');
    assert.deepEqual([changed?.alertsFiring, changed?.alertsTotal, changed?.revision], [3, 5, 2]);
    assert.deepEqual(
      (await tenant.threads.behind(10)).map((behind) => [behind.thread.id, behind.revision]),
      [[thread.id, 2]],
    );
    assert.deepEqual(new Set((await tenant.events.after(seq, 10)).map((event) => event.incidentId)), new Set(['inc_a', 'inc_b']));
  });

  it('leaves the transaction usable after a conflict', async () => {
    const tenant = await given().tenant();
    await tenant.incidents.create(sampleIncident({ groupKey: 'g' }));

    const found = await tenant.transaction(async (inside) => {
      await assert.rejects(inside.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'g' })), { kind: 'conflict' });
      return inside.incidents.openOfGroup('g');
    });

    assert.equal(found?.id, 'inc_1');
  });

  it('opens a group again after its incident was resolved, and knows the latest', async () => {
    const tenant = await given().tenant();
    await tenant.incidents.create(sampleIncident({ groupKey: 'g' }));
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', { resolvedAt: '2026-11-21T02:00:00Z' });

    const open = await tenant.incidents.openOfGroup('g');
    await tenant.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'g', startedAt: '2026-11-21T03:00:00Z' }));

    assert.equal(open, null);
    assert.equal((await tenant.incidents.latestOfGroup('g'))?.id, 'inc_2');
  });

  it('grows the revision with each change and tells of it', async () => {
    const tenant = await given().tenantWithIncident();

    const changed = await tenant.incidents.change('inc_1', { phase: 'investigating', verdict, looks: { done: 1, planned: 3 } });

    const events = await tenant.events.after(0, 10);
    assert.deepEqual([changed.revision, changed.phase, changed.looks], [2, 'investigating', { done: 1, planned: 3 }]);
    assert.deepEqual(
      events.map((event) => [event.kind, event.payload.revision ?? event.payload.state]),
      [
        ['incident', 1],
        ['incident', 2],
        ['verdict', 'likely'],
      ],
    );
    assert.deepEqual(events[1]?.payload, { id: 'inc_1', code: 'ZB-1', revision: 2, status: 'triggered', phase: 'investigating' });
  });

  it('loses no change of twenty at once', async () => {
    const tenant = await given().tenantWithIncident();

    await Promise.all(Array.from({ length: 20 }, () => tenant.incidents.change('inc_1', { alertsFiring: 1 })));

    assert.equal((await tenant.incidents.get('inc_1'))?.revision, 21);
  });

  it('lets one of twenty move the status', async () => {
    const tenant = await given().tenantWithIncident();
    const people = Array.from({ length: 20 }, (_, index) => `person-${index}`);

    const moves = await Promise.all(
      people.map((acknowledgedBy) => tenant.incidents.moveStatus('inc_1', ['triggered'], 'acknowledged', { acknowledgedBy })),
    );

    const winners = moves.filter((move) => move !== null);
    assert.equal(winners.length, 1);
    assert.equal((await tenant.incidents.get('inc_1'))?.acknowledgedBy, winners[0]?.acknowledgedBy);
  });

  it('does not take a second acknowledgement for a change', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'acknowledged', {});

    const again = await tenant.incidents.moveStatus('inc_1', ['triggered', 'acknowledged'], 'acknowledged', {});

    assert.equal(again, null);
    assert.equal((await tenant.incidents.change('inc_1', { status: 'acknowledged' })).revision, 3);
  });

  it('never opens a resolved incident again', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', {});

    const moved = await tenant.incidents.moveStatus('inc_1', ['resolved'], 'triggered', {});

    assert.equal(moved, null);
    await assert.rejects(tenant.incidents.change('inc_1', { status: 'acknowledged' }), { kind: 'conflict' });
  });

  it('adds up what parallel probes spend', async () => {
    const tenant = await given().tenantWithIncident();

    await Promise.all(Array.from({ length: 20 }, () => tenant.incidents.addSpent('inc_1', { probes: 1, seconds: 0.5, looksDone: 1 })));
    await tenant.incidents.addSpent('inc_1', { tokens: 3_000_000_000 });

    const incident = await tenant.incidents.get('inc_1');
    assert.deepEqual(incident?.spent, { probes: 20, llmCalls: 0, tokens: 3_000_000_000, seconds: 10 });
    // Twenty looks are twenty new cards; tokens alone are none.
    assert.deepEqual([incident?.looks.done, incident?.revision], [20, 21]);
  });

  it('says which incident is not there', async () => {
    const tenant = await given().tenant();

    assert.equal(await tenant.incidents.get('inc_9'), null);
    await assert.rejects(tenant.incidents.change('inc_9', {}), { kind: 'not-found', message: /inc_9/ });
    await assert.rejects(tenant.incidents.moveStatus('inc_9', ['triggered'], 'resolved', {}), { kind: 'not-found' });
    await assert.rejects(tenant.incidents.addSpent('inc_9', { probes: 1 }), { kind: 'not-found' });
  });

  it('refuses an incident of a tenant that does not exist', async () => {
    const nobody = given().store.forTenant('nobody-knows');

    await assert.rejects(nobody.incidents.create(sampleIncident()), { kind: 'not-found' });
  });
});
