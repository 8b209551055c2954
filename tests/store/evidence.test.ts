import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleEvidence } from './samples.ts';

onBoth('createEvidenceStore()', (given) => {
  it('gives back what was added, with and without the optional parts', async () => {
    const tenant = await given().tenantWithIncident();
    const full = sampleEvidence({
      id: 'ev_2',
      status: 'unreachable',
      reason: 'refused',
      problem: 'refused',
      series: [{ name: 'a', unit: '1', times: [1_700_000_000_000], values: [0.1] }],
    });

    await tenant.evidence.add(sampleEvidence());
    await tenant.evidence.add(full);

    assert.deepEqual(await tenant.evidence.get('ev_1'), sampleEvidence());
    assert.deepEqual(await tenant.evidence.get('ev_2'), full);
    assert.equal(await tenant.evidence.get('ev_9'), null);
  });

  it('lists the evidence of an incident by time', async () => {
    const tenant = await given().tenantWithIncident();
    for (const [id, startedAt] of [
      ['ev_3', '2026-11-21T01:00:09Z'],
      ['ev_1', '2026-11-21T01:00:01Z'],
      ['ev_2', '2026-11-21T01:00:01Z'],
    ] as const) {
      await tenant.evidence.add(sampleEvidence({ id, startedAt }));
    }

    const listed = await tenant.evidence.ofIncident('inc_1');

    assert.deepEqual(
      listed.map((evidence) => evidence.id),
      ['ev_1', 'ev_2', 'ev_3'],
    );
  });

  it('keeps the first of the same id', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.evidence.add(sampleEvidence());

    await tenant.evidence.add(sampleEvidence({ text: 'another' }));

    assert.deepEqual(await tenant.evidence.get('ev_1'), sampleEvidence());
  });

  it('shows what PostgreSQL can not hold', async () => {
    const tenant = await given().tenantWithIncident();

    await tenant.evidence.add(sampleEvidence({ text: 'a\0b\udc00', facts: { line: 'c\0d', '\0key': 1 } }));

    const stored = await tenant.evidence.get('ev_1');
    assert.equal(stored?.text, 'a\u2400b\ufffd');
    assert.deepEqual(stored?.facts, { line: 'c\u2400d', '\u2400key': 1 });
  });

  it('can not be changed or removed, not even by the owner of the table', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.evidence.add(sampleEvidence());

    for (const change of ["update zhiban.evidence set text = 'x'", 'delete from zhiban.evidence']) {
      await assert.rejects(given().asApp(tenant.tenantId, change), { kind: 'forbidden' });
      await assert.rejects(given().asOwner(change), { kind: 'forbidden', message: /never changed or removed/ });
    }
    await assert.rejects(given().asOwner('truncate zhiban.evidence'), { kind: 'forbidden' });
  });
});
