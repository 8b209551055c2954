import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choiceOf, crowdFacts } from '../../../../src/systems/haproxy/probes/crowd.ts';
import { type Cells, grownFrom, rows } from '../rows.ts';

const up = { px: 'app', status: 'UP', bck: 0, weight: 1, slim: 4 } as const;

function facts(...given: readonly Cells[]): ReturnType<typeof crowdFacts> {
  return crowdFacts(grownFrom(rows(...given)));
}

describe('crowdFacts()', () => {
  const full = { ...up, sv: 's2', scur: 4, qcur: 36, stot: 200 };
  const backend = { px: 'app', sv: 'BACKEND', algo: 'source', qcur: 0 };

  it('names the server that requests wait for, how it is chosen, and those that are free', () => {
    const told = facts({ ...up, sv: 's1', scur: 0, stot: 2 }, full, { ...up, sv: 's3', scur: 1, stot: 2 }, backend);

    assert.deepEqual(
      [told['crowd.server'], told['crowd.queue'], told['crowd.idle'], told['crowd.by'], told['crowd.factor']],
      ['s2', 36, 's1, s3', 'balance source', 100],
    );
  });

  it('a slow server has served no more than the others: its share is even', () => {
    const told = facts({ ...up, sv: 's1', scur: 1, stot: 210 }, full, backend);

    assert.ok(Number(told['crowd.factor']) < 1);
  });

  it('nobody is free where all are busy, set aside, for backup only, or of another backend', () => {
    const others = [
      { ...up, sv: 's1', scur: 3, stot: 90 },
      { ...up, sv: 's3', scur: 0, status: 'MAINT' },
      { ...up, sv: 's4', scur: 0, weight: 0 },
      { ...up, sv: 's5', scur: 0, bck: 1 },
      { ...up, px: 'pay', sv: 's6', scur: 0 },
    ];

    assert.equal(facts(full, ...others, backend)['crowd.idleCount'], 0);
    assert.equal(facts({ ...full, qcur: 0 }, { ...up, sv: 's1', scur: 0 }, backend)['crowd.server'], '');
  });
});

describe('choiceOf()', () => {
  it('tells a hash, a cookie, a table, and what is not told', () => {
    const [hash, cookie, table, untold] = rows(
      { px: 'a', sv: 'BACKEND', algo: 'hdr(X-User)', cookie: 'SRV' },
      { px: 'b', sv: 'BACKEND', algo: 'roundrobin', cookie: 'SRV' },
      { px: 'c', sv: 'BACKEND', algo: 'leastconn', cookie: '' },
      { px: 'd', sv: 'BACKEND', algo: '', cookie: '' },
    );

    assert.deepEqual([hash, cookie, table, untold].map(choiceOf), [
      'balance hdr(X-User)',
      'cookie SRV',
      'stick on, use-server',
      'balance? cookie? stick on?',
    ]);
  });
});
