import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleIncident, sampleSilence, sampleSuppressed } from './samples.ts';

const far = '2126-11-21T02:00:00.000Z';

onBoth('endSilencesOf()', (given) => {
  it('ends what holds until the incident is resolved, and has what it held back looked at again', async () => {
    const tenant = await given().tenant();
    const [until, other] = [
      sampleSilence({ id: 'a-until', endsAt: far, incidentId: 'inc_1' }),
      sampleSilence({ id: 'b-other', endsAt: far }),
    ];
    const reason = { kind: 'silence', id: until.id, name: 'x', by: 'Li', until: far } as const;
    await tenant.incidents.create(sampleIncident());
    await tenant.silences.save(until);
    await tenant.silences.save(other);
    await tenant.suppressions.save([sampleSuppressed({ reasons: [reason], recheckAt: far })]);
    const nowMs = Date.now() + 3_600_000;

    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', { resolvedAt: '2026-11-21T02:00:00.000Z', phase: 'closed' });

    assert.deepEqual(
      [(await tenant.silences.get('a-until'))?.endsAt === far, (await tenant.silences.get('b-other'))?.endsAt === far],
      [false, true],
    );
    assert.equal((await tenant.suppressions.due(nowMs, 9)).length, 1);
  });

  it('goes along when the incident is merged', async () => {
    const tenant = await given().tenant();
    await tenant.incidents.create(sampleIncident({ groupKey: 'g' }));
    const into = await tenant.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'h' }));
    await tenant.silences.save(sampleSilence({ endsAt: far, incidentId: 'inc_1' }));

    await tenant.incidents.mergeInto('inc_1', into.code, '2026-11-21T02:00:00.000Z');

    const kept = await tenant.silences.get(sampleSilence().id);
    assert.deepEqual([kept?.incidentId, kept?.endsAt], ['inc_2', far]);
  });
});
