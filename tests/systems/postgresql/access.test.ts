/** Rows that a login does not see, on a real server. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessFacts, shadowsOf } from '../../../src/systems/postgresql/probes/access.ts';
import { accessSignatures } from '../../../src/systems/postgresql/signatures/access.ts';
import { judgeFacts } from '../nats/judge-facts.ts';
import { type Scene, startScene, until } from './scene.ts';

const complaint = 'the list of invoices is empty since noon, and there is no error';

describe('accessProbe', () => {
  let scene: Scene;

  before(async () => {
    scene = await startScene();
    await scene.run('CREATE TABLE invoices AS SELECT i AS id, i % 7 AS customer FROM generate_series(1, 900) i');
    await scene.run('CREATE TABLE staging AS SELECT i AS id FROM generate_series(1, 500) i');
    await scene.run('GRANT SELECT ON invoices, staging TO app; ANALYZE');
  });
  after(() => scene.stop());

  const causesOf = async (words = complaint) => (await scene.look({ as: scene.watcher, probes: ['server', 'access'], words })).causes;

  it('finds nothing where everything may be read', async () => assert.deepEqual(await causesOf(), []));

  it('names a table with row level security and no policy for the login, where somebody misses rows', async () => {
    await scene.run('ALTER TABLE invoices ENABLE ROW LEVEL SECURITY');
    await scene.run('CREATE POLICY none ON invoices FOR SELECT TO app USING (false)');

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'access'], words: complaint });

    assert.deepEqual(seen.causes, ['row-security-hides-rows']);
    assert.deepEqual(
      [seen.facts['access.hidden.table'], seen.facts['access.hidden.rows'], seen.facts['access.hidden.policies']],
      ['public.invoices', 900, 1],
    );
    assert.match(String(seen.facts['access.hidden.roles']), /app/);
    assert.deepEqual(await causesOf('is the server well?'), []);
  });

  it('is silent once a policy lets the login read, and names the setting that a policy asks for', async () => {
    await scene.run("CREATE POLICY own ON invoices FOR SELECT TO app USING (customer = current_setting('app.customer', true)::int)");

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'access'], words: complaint });

    assert.equal(seen.facts['access.setting.name'], 'app.customer');
    assert.ok(seen.likely.includes('row-policy-needs-setting'));
    await scene.run('DROP POLICY own ON invoices; DROP POLICY none ON invoices; ALTER TABLE invoices DISABLE ROW LEVEL SECURITY');
  });

  it('names a table that was truncated', async () => {
    await scene.run('TRUNCATE staging');
    await until('the counters tell', async () => {
      const { rows } = await scene.run(
        "SELECT n_live_tup AS live, n_tup_ins AS written FROM pg_stat_user_tables WHERE relname = 'staging'",
      );
      return Number(rows[0]?.live) === 0 && Number(rows[0]?.written) > 0;
    });

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'access'], words: 'all data of staging has disappeared' });

    assert.deepEqual([seen.facts['access.emptied.table'], seen.facts['access.emptied.how']], ['public.staging', 'TRUNCATE']);
    assert.ok(seen.likely.includes('table-emptied'));
  });

  it('names the empty table that the path of a login finds first', async () => {
    await scene.run('CREATE SCHEMA app; CREATE TABLE app.invoices (id int, customer int); GRANT USAGE ON SCHEMA app TO app');

    assert.deepEqual(await causesOf(), ['search-path-hides-table']);
    await scene.run('DROP SCHEMA app CASCADE');
  });
});

describe('shadowsOf()', () => {
  const same = [
    { schema: 'app', name: 'orders', rows: '0', bytes: '0' },
    { schema: 'public', name: 'orders', rows: '70', bytes: '8192' },
  ];

  it('follows the path of each login', () => {
    const logins = [
      { role: 'app', path: 'search_path="$user", public' },
      { role: 'report', path: 'search_path=public, app' },
    ];

    assert.deepEqual(
      shadowsOf(same, logins).map(({ role, other }) => [role, other]),
      [['app', 'public.orders']],
    );
  });
});

describe('accessSignatures', () => {
  it('take people’s words for an empty list, in both languages', () => {
    const facts = accessFacts([{ schema: 'public', name: 'invoices', rows: '50', roles: 'app', policies: '0' }], [], [], []);

    for (const words of [
      '客户的发票列表突然全空了',
      '订单查不到了',
      'the page shows nothing',
      'our data is gone',
      'the query returns no rows',
    ])
      assert.deepEqual(judgeFacts(accessSignatures, 'postgresql', facts, words).confirmed, ['row-security-hides-rows'], words);
  });
});
