import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { victorialogsSignatures } from '../../../src/systems/victorialogs/signatures.ts';
import { startVictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { judgeSignature } from '../linux/diagnose.ts';
import { agoIso, diagnoseVictorialogs, steadyLines } from './diagnose.ts';

const skip = victoriaLogsMissing ?? false;

function judge(id: string, facts: Readonly<Record<string, string | number | boolean | null>>): string {
  return judgeSignature(victorialogsSignatures.find((each) => each.id === `victorialogs.${id}`) ?? assert.fail(id), facts);
}

describe('victorialogsSignatures', () => {
  it('a healthy VictoriaLogs with a steady source has no fault; one that stops, drops and grows streams has them', {
    skip,
  }, async (test) => {
    const server = await startVictoriaLogs(['-insert.maxLineSizeBytes=4096']);
    test.after(() => server.stop());
    await server.push(steadyLines(100, 0));
    const healthy = await diagnoseVictorialogs(server.url);

    // A line in a hundred, and more than one.
    const lost = [
      { _time: '2020-01-01T00:00:00Z', _msg: 'from long ago', app: 'a' },
      { _time: new Date(Date.now() + 30 * 86_400_000).toISOString(), _msg: 'from the future', app: 'a' },
      { _time: agoIso(1), _msg: 'x'.repeat(10_000), app: 'a' },
    ];
    await server.send(lost.flatMap((line) => Array.from({ length: 20 }, () => line)));
    await server.push(
      Array.from({ length: 1_200 }, (_, index) => ({ _time: agoIso(5), _msg: 'done', app: 'api', request: `r-${String(index)}` })),
    );
    const ill = await diagnoseVictorialogs(server.url);

    assert.deepEqual([healthy.confirmed, healthy.likely], [[], []]);
    assert.equal(healthy.facts['self.selectErrors.recent'], 0, 'a counter of one path comes with its first event');
    assert.deepEqual([...ill.causes].sort(), ['lines-too-long', 'rows-from-future', 'rows-too-old', 'too-many-streams']);
    assert.equal(ill.facts['streams.widestLabel'], 'request');
  });

  it('a source whose lines come without _msg since a while', { skip }, async (test) => {
    const server = await startVictoriaLogs();
    test.after(() => server.stop());
    const before = steadyLines(40, 5);
    await server.push(before);
    const healthy = await diagnoseVictorialogs(server.url);
    await server.push(
      Array.from({ length: 60 }, (_, index) => ({
        _time: agoIso(120 - index),
        message: `order ${String(index)}`,
        app: 'orders',
        level: 'info',
      })),
    );

    const seen = await diagnoseVictorialogs(server.url);

    assert.deepEqual(healthy.confirmed, []);
    assert.deepEqual(seen.confirmed, ['message-field-missing']);
    assert.deepEqual([seen.facts['messages.textField'], seen.facts['messages.without']], ['message', 60]);
  });

  it('logs that stopped, and a disk that leaves it read-only', { skip }, async (test) => {
    const server = await startVictoriaLogs();
    test.after(() => server.stop());
    await server.push(steadyLines(60, 20));

    assert.deepEqual((await diagnoseVictorialogs(server.url)).confirmed, ['ingestion-stopped']);

    const full = await startVictoriaLogs(['-storage.minFreeDiskSpaceBytes=900TB']);
    test.after(() => full.stop());
    assert.deepEqual((await diagnoseVictorialogs(full.url, { probes: ['self'] })).causes, ['read-only']);
  });

  const cases: readonly { readonly id: string; readonly facts: Readonly<Record<string, number | boolean>>; readonly expected: string }[] = [
    {
      id: 'queries-refused',
      facts: { 'self.selectRefused.recent': 3, 'self.selects.recent': 60, 'self.selectQueued.recent': 9, 'self.selectBusyRatio': 1 },
      expected: 'confirmed',
    },
    {
      id: 'queries-refused',
      facts: { 'self.selectRefused.recent': 0, 'self.selectQueued.recent': 0, 'self.selectBusyRatio': 0.2 },
      expected: 'refuted',
    },
    {
      id: 'inserts-refused',
      facts: { 'self.insertRefused.recent': 4, 'self.inserts.recent': 90, 'self.insertQueued.recent': 40 },
      expected: 'confirmed',
    },
    {
      id: 'ingestion-late',
      facts: { 'ingestion.newestAgoSeconds': 900, 'self.rowsIngested.recent': 80, 'self.uptimeSeconds': 9_000 },
      expected: 'confirmed',
    },
    {
      id: 'ingestion-late',
      facts: { 'ingestion.newestAgoSeconds': 900, 'self.rowsIngested.recent': 0, 'self.uptimeSeconds': 9_000 },
      expected: 'no',
    },
    { id: 'disk-nearly-full', facts: { 'self.freeDiskRatio': 0.02 }, expected: 'confirmed' },
    { id: 'disk-nearly-full', facts: { 'self.freeDiskRatio': 0.5 }, expected: 'refuted' },
    { id: 'noisy-stream', facts: { 'streams.loudestRatio': 0.9, 'streams.count': 12, 'ingestion.paceRatio': 20 }, expected: 'confirmed' },
    { id: 'noisy-stream', facts: { 'streams.loudestRatio': 0.9, 'streams.count': 12, 'ingestion.paceRatio': 1 }, expected: 'refuted' },
    { id: 'memory', facts: { 'self.memoryRatio': 0.95 }, expected: 'confirmed' },
  ];
  for (const { id, facts, expected } of cases) {
    it(`${id} is ${expected} with ${JSON.stringify(facts)}`, () => assert.equal(judge(id, facts), expected));
  }
});
