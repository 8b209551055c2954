/** Two databases in trouble: the root of a lock queue is found and ended after a person has approved; a forgotten setting is set back, and the undo is exact. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { planOf, type RunningHouse, startHouse } from '../support/house.ts';
import { alertOf, incidentIdOf, incidentOnce, incidentsOf } from '../support/line.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';
import { type Scene as MysqlScene, startScene as startMysql } from '../systems/mysql/scene.ts';
import { type Scene as PostgresqlScene, startScene as startPostgresql } from '../systems/postgresql/scene.ts';

let temporal: TestTemporal;
let orders: PostgresqlScene;
let shop: MysqlScene;
let house: RunningHouse;

before(async () => {
  [temporal, orders, shop] = await Promise.all([startTestTemporal(), startPostgresql(), startMysql()]);
  await orders.run('CREATE TABLE orders (id int PRIMARY KEY, state text)');
  await orders.run("INSERT INTO orders VALUES (1, 'new')");
  await orders.run('GRANT ALL ON orders TO app');
  const login = new URL(orders.server.url);
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    environment: { ORDERS_PASSWORD: login.password, SHOP_PASSWORD: shop.server.login.password },
    config: `locale: en
registerThisMachine: false
systems:
  - { id: orders-db, kind: postgresql, url: "postgresql://${login.host}/postgres", username: zhiban, password: { env: ORDERS_PASSWORD } }
  - { id: shop-db, kind: mysql, url: "mysql://127.0.0.1:${String(shop.server.port)}", username: admin, password: { env: SHOP_PASSWORD } }
`,
  });
});

after(async () => {
  await house?.stop();
  await Promise.all([orders?.stop(), shop?.stop()]);
  await temporal?.stop(3_000);
});

test('the idle transaction behind a queue of PostgreSQL is ended after approval, and the queue moves on', async () => {
  const cron = await orders.session('cron-reprice');
  await cron.query('BEGIN');
  await cron.query("UPDATE orders SET state = 'repriced' WHERE id = 1");
  const api = await orders.session('api');
  const write = api.query("UPDATE orders SET state = 'paid' WHERE id = 1");
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const labels = { alertname: 'PostgresqlLockWaits', instance: new URL(orders.server.url).host, severity: 'critical' };
  await house.alert(alertOf({ labels, summary: 'writes to orders hang' }));
  const [opened] = await incidentsOf(house);

  const incident = await incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
  const plan = planOf(incident);
  await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  await write;

  assert.deepEqual(
    incident.verdict?.causes.filter(({ state }) => state === 'confirmed').map(({ signatureId }) => signatureId),
    ['postgresql.idle-transaction-blocks'],
  );
  assert.deepEqual(
    plan.steps.map(({ systemId, action }) => `${systemId} ${action}`),
    ['orders-db terminate-backend'],
  );
  assert.equal((await orders.run('SELECT state FROM orders')).rows[0]?.state, 'paid');
});

test('a MySQL that was left read-only takes writes again after approval, and the undo brings the old state back', async () => {
  await shop.run('SET GLOBAL read_only = ON');
  const asked = await house.post('/api/v1/ask', { text: 'why do writes to shop-db fail, is it read-only?', locale: 'en' });

  const incident = await incidentOnce(house, incidentIdOf(asked), (each) => each.plan?.state === 'pending', 'a plan is proposed');
  const plan = planOf(incident);
  await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  const mended = (await shop.run("SHOW GLOBAL VARIABLES LIKE 'read_only'"))[0]?.Value;
  const undone = await house.post(`/api/v1/plans/${plan.id}/undo`, {});
  await incidentOnce(house, incident.id, (each) => each.plan?.state === 'undone', 'the plan is undone');

  assert.equal(incident.verdict?.causes[0]?.signatureId, 'mysql.primary-read-only');
  assert.deepEqual([mended, (await shop.run("SHOW GLOBAL VARIABLES LIKE 'read_only'"))[0]?.Value], ['OFF', 'ON']);
  assert.ok(undone.status < 300, JSON.stringify(undone.body));
});

test('healthy databases are said to be healthy', async () => {
  await shop.run('SET GLOBAL read_only = OFF');
  const asked = await house.post('/api/v1/ask', { text: 'are orders-db and shop-db all right?', locale: 'en' });

  const incident = await incidentOnce(house, incidentIdOf(asked), (each) => each.verdict !== null, 'there is a verdict');

  assert.equal(
    incident.verdict?.state,
    'healthy',
    JSON.stringify(incident.verdict?.causes.map(({ signatureId, state }) => [signatureId, state])),
  );
});
