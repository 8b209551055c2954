import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFacts } from '../../../src/systems/haproxy/probes/load.ts';
import { serverFacts } from '../../../src/systems/haproxy/probes/servers.ts';
import { trafficFacts } from '../../../src/systems/haproxy/probes/traffic.ts';
import { rows } from './rows.ts';

describe('serverFacts()', () => {
  it('names the server of a dead backend before one that is merely down, and leaves tracked ones alone', () => {
    const facts = serverFacts(
      rows(
        { px: 'app', sv: 's1', status: 'UP', lastchg: 9 },
        { px: 'app', sv: 's2', status: 'DOWN', lastchg: 1, check_status: 'L4TOUT' },
        { px: 'app', sv: 'BACKEND', status: 'UP' },
        { px: 'pay', sv: 'p1', status: 'DOWN 1/2', lastchg: 500, check_status: '* L7STS', check_code: 503 },
        { px: 'pay', sv: 'p2', status: 'MAINT (via app/s2)', lastchg: 7_000 },
        { px: 'pay', sv: 'BACKEND', status: 'DOWN' },
        { px: 'dns', sv: 'd1', status: 'MAINT (resolution)' },
        { px: 'dns', sv: 'BACKEND', status: 'DOWN' },
      ),
    );

    assert.deepEqual([facts['backends.dead'], facts['down.server'], facts['down.check'], facts['down.code']], [2, 'p1', 'L7STS', '503']);
    assert.deepEqual([facts['servers.aside'], facts['servers.unresolved'], facts['servers.unresolvedName']], [0, 1, 'dns/d1']);
  });
});

describe('serverFacts() while a check is being made', () => {
  it('says what kind of check failed, and no code that is not there', () => {
    const facts = serverFacts(
      rows(
        { px: 'app', sv: 's1', status: 'DOWN', lastchg: 9, check_status: '* L7STS', check_code: 0 },
        { px: 'app', sv: 'BACKEND', status: 'DOWN' },
      ),
    );

    assert.deepEqual([facts['down.check'], facts['down.code']], ['L7STS', 'L7STS']);
  });
});

describe('loadFacts()', () => {
  it('adds what waits at the backend to what waits at its servers; without a limit nothing is full', () => {
    const facts = loadFacts(
      rows(
        { px: 'web', sv: 'FRONTEND', scur: 8, slim: 10 },
        { px: 'app', sv: 's1', scur: 900, qcur: 2 },
        { px: 'app', sv: 's2', scur: 5, slim: 5, qcur: 1 },
        { px: 'app', sv: 'BACKEND', qcur: 4, ttime: 50, qtime: 30 },
      ),
    );

    assert.deepEqual([facts['queue.length'], facts['full.server'], facts['full.count'], facts['front.limit']], [7, 's2', 1, 10]);
  });

  it('tells of what full servers have carried, and of a neighbour whose limit was lowered too', () => {
    const facts = loadFacts(
      rows(
        { px: 'app', sv: 's1', scur: 2, slim: 2, smax: 40, qcur: 0 },
        { px: 'app', sv: 's2', scur: 3, slim: 3, smax: 3 },
        { px: 'app', sv: 's3', scur: 2, slim: 2, smax: 30 },
        { px: 'app', sv: 'BACKEND', qcur: 4 },
      ),
    );

    assert.deepEqual([facts['full.server'], facts['full.sessionsMax']], ['s1', 40]);
    assert.deepEqual([facts['full.next.server'], facts['full.next.limit'], facts['full.next.sessionsMax']], ['s3', 2, 30]);
  });
});

describe('trafficFacts()', () => {
  it('tells who made the errors, and takes a counter that was reset from zero', () => {
    const first = rows(
      { px: 'web', sv: 'FRONTEND', req_tot: 1_000, hrsp_5xx: 50 },
      { px: 'app', sv: 's1', hrsp_5xx: 40, lbtot: 500, weight: 1, bck: 0, status: 'UP' },
      { px: 'app', sv: 's2', hrsp_5xx: 0, lbtot: 500, weight: 2, bck: 0, status: 'UP' },
    );
    const now = rows(
      { px: 'web', sv: 'FRONTEND', req_tot: 1_300, hrsp_5xx: 80 },
      { px: 'app', sv: 's1', hrsp_5xx: 10, lbtot: 600, weight: 1, bck: 0, status: 'UP' },
      { px: 'app', sv: 's2', hrsp_5xx: 0, lbtot: 700, weight: 2, bck: 0, status: 'UP' },
    );

    const facts = trafficFacts({ atMs: 0, rows: first }, { atMs: 60_000, rows: now });

    assert.deepEqual(
      [facts['traffic.requests'], facts['traffic.fivexx'], facts['traffic.serverErrors'], facts['traffic.ownErrors']],
      [300, 30, 10, 20],
    );
    assert.deepEqual([facts['traffic.worstServer'], facts['balance.factor'], facts['traffic.windowSeconds']], ['app/s1', 1, 60]);
  });
  it('tells how long requests stay at the server that gives no answer', () => {
    const first = rows({ px: 'app', sv: 's1', eresp: 0, stot: 100, scur: 6 }, { px: 'app', sv: 'BACKEND', eresp: 0, stot: 100 });
    const now = rows({ px: 'app', sv: 's1', eresp: 12, stot: 112, scur: 6 }, { px: 'app', sv: 'BACKEND', eresp: 12, stot: 112 });

    const [busy, idle] = [now, first].map((each) => trafficFacts({ atMs: 0, rows: first }, { atMs: 2_000, rows: each }));

    assert.deepEqual([busy?.['traffic.heldMs'], busy?.['traffic.responseErrorsAt'], idle?.['traffic.heldMs']], [1_000, 'app/s1', null]);
  });
});
