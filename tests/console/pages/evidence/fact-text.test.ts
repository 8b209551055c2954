import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factText } from '../../../../src/console/pages/evidence/fact-text.ts';

for (const [name, value, expected] of [
  ['memory.usedRatio', 0.9998, '100%'],
  ['disk.usedRatio', 0.414, '41.4%'],
  ['memory.usedBytes', 524_288_000, '500 MiB'],
  ['memory.freeBytes', 0, '0 B'],
  ['cpu.load', 1.23456, '1.23'],
  ['keys.total', 18_442, '18,442'],
  ['probe.durationMs', 46.2, '46.2 ms'],
  ['uptime.seconds', 30, '30 s'],
  ['memory.top.pid', 27_777, '27777'],
  ['memory.policy', 'noeviction', 'noeviction'],
  ['replica.isUp', false, 'false'],
  ['owner', null, '–'],
] as const) {
  test(`factText() reads ${name} ${String(value)} as ${expected}`, () => {
    assert.equal(factText(value, name), expected);
  });
}
