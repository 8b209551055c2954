import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalFacts } from '../../../../src/systems/haproxy/probes/refusals.ts';
import { grownFrom, rows } from '../rows.ts';

test('refusalFacts() tell one server that refuses from all that do', () => {
  const one = refusalFacts(
    grownFrom(
      rows(
        { px: 'app', sv: 's1', hrsp_2xx: 100, hrsp_4xx: 1 },
        { px: 'app', sv: 's2', hrsp_2xx: 20, hrsp_4xx: 80 },
        { px: 'pay', sv: 's1', hrsp_2xx: 100, hrsp_4xx: 0 },
        { px: 'web', sv: 'FRONTEND', hrsp_4xx: 500 },
      ),
    ),
  );

  assert.deepEqual([one['refused.server'], one['refused.serverRatio'], one['refused.peers'], one['refused.count']], ['app/s2', 0.8, 1, 81]);
  assert.ok(Number(one['refused.serverShare']) > 0.98 && Number(one['refused.peersRatio']) < 0.02);
});

test('refusalFacts() are nothing where nothing was refused', () => {
  const none = refusalFacts(grownFrom(rows({ px: 'app', sv: 's1', hrsp_2xx: 100, hrsp_4xx: 0 })));

  assert.deepEqual([none['refused.count'], none['refused.backend'], none['refused.peers']], [0, '', 0]);
});
