import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changingTarget } from '../../../../src/systems/prometheus/probes/changing-target.ts';
import { withExporter, withPrometheus } from '../diagnose.ts';

const limit = { timeoutMs: 5_000, signal: new AbortController().signal };

test('changingTarget() finds a target behind which two processes answer in turn, and no restart', async () => {
  let scrapes = 0;
  const inTurn = () => `process_start_time_seconds ${scrapes++ % 2 === 0 ? '1000' : '5000'}\n`;
  let later = 0;
  const restarted = () => `process_start_time_seconds ${later++ < 2 ? '1000' : '5000'}\n`;
  await withExporter(inTurn, async (balanced) => {
    await withExporter(restarted, async (single) => {
      const targets = [
        { job: 'balanced', address: `127.0.0.1:${String(balanced.port)}` },
        { job: 'single', address: `127.0.0.1:${String(single.port)}` },
      ];
      await withPrometheus({ targets }, async ({ server, client, look }) => {
        await server.until('max(resets(process_start_time_seconds{job="balanced"}[15m]))', (values) => (values[0] ?? 0) >= 3);

        const found = await changingTarget(client, Date.now(), limit);
        const seen = await look();

        assert.equal(found['targets.changing.job'], 'balanced');
        assert.ok((found['targets.changing.count'] ?? 0) >= 3);
        assert.deepEqual(seen.causes, ['target-changes-process']);
      });
    });
  });
});
