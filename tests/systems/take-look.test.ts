import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceLimits } from '../../src/domain/evidence.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { takeLook } from '../../src/systems/take-look.ts';
import { newTank, tankKind } from '../activities/tank-kind.ts';
import { systemClock } from '../support/system-clock.ts';

function world() {
  const tank = newTank();
  const kind = tankKind(new Map([['main-tank', tank]]));
  const pool = createSystemPool([kind], [kind.entry.parse({ id: 'main-tank', kind: 'tank' })], {
    resolveSecret: () => '',
    clock: systemClock,
  });
  const counted: string[] = [];
  const metrics = { probe: (_kind: string, probe: string, status: string) => void counted.push(`${probe} ${status}`) };
  return { tank, counted, deps: { pool, clock: systemClock, log: { warn: () => undefined }, metrics } };
}

test('takeLook() masks and bounds what it shows, and counts', async () => {
  const { tank, deps, counted } = world();
  tank.look = {
    status: 'ok',
    headline: { 'zh-CN': '好', en: 'password=hunter2hunter2' },
    facts: { 'tank.level': Number.NaN },
    query: 'read level',
    text: `token=abcdefabcdefabcdef\n${'x'.repeat(evidenceLimits.textBytes)}`,
  };

  const look = await takeLook(deps, { systemId: 'main-tank', probe: 'level', parameters: {} }, 0);

  assert.doesNotMatch(look.headline.en, /hunter2/);
  assert.doesNotMatch(look.text, /abcdefabcdef/);
  assert.equal(look.isTruncated, true);
  assert.equal(look.facts['tank.level'], null);
  assert.deepEqual(counted, ['level ok']);
});

test('takeLook() answers for what there isn’t, and for parameters out of bounds', async () => {
  const { deps } = world();

  const looks = await Promise.all([
    takeLook(deps, { systemId: 'gone', probe: 'level', parameters: {} }, 0),
    takeLook(deps, { systemId: 'main-tank', probe: 'none', parameters: {} }, 0),
    takeLook(deps, { systemId: 'main-tank', probe: 'level', parameters: { depth: 99 } }, 0),
  ]);

  assert.deepEqual(
    looks.map(({ status }) => status),
    ['failed', 'failed', 'failed'],
  );
  assert.match(looks[2]?.reason ?? '', /refused its parameters/);
});
