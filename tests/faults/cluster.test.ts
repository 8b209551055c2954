/** A cluster loses a worker, its database and its connections in the middle of a change, and is clicked at by everybody at once. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import type { IncidentView, PlanView } from '../../src/domain/view.ts';
import type { ConsoleMessage } from '../../src/store/chat-contract.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { planOf, startValve, until, type Valve, valveAlert } from '../support/house.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const patienceMs = 90_000;
const viewerToken = 'viewer-token-0123456789abcdef';
const annToken = 'ann-token-0123456789abcdefghi';
const bobToken = 'bob-token-0123456789abcdefghi';

let temporal: TestTemporal;
let postgres: PostgresServer;
let databaseUrl: string;
let valve: Valve;
let cluster: Cluster;
let round = 0;

before(async () => {
  [temporal, postgres] = await Promise.all([startTestTemporal(), startPostgres()]);
  databaseUrl = await postgres.createDatabase('zhiban');
  // The change has happened before the answer to it comes: time to kill whoever waits for that answer.
  valve = await startValve({ delayMs: 1_500 });
  cluster = await startCluster({
    temporalAddress: temporal.address,
    databaseUrl,
    environment: { TOKEN_VERA: viewerToken, TOKEN_ANN: annToken, TOKEN_BOB: bobToken },
    config: `locale: en
registerThisMachine: false
systems:
  - { id: main-valve, kind: valve, url: "${valve.url}" }
people:
  - { id: vera, name: Vera, roles: [viewer], token: { env: TOKEN_VERA } }
  - { id: ann, name: Ann, roles: [approver], token: { env: TOKEN_ANN } }
  - { id: bob, name: Bob, roles: [approver], token: { env: TOKEN_BOB } }
`,
  });
});

after(async () => {
  await cluster?.stop();
  valve?.stop();
  await postgres?.stop();
  await temporal?.stop(3_000);
});

interface Waiting {
  readonly incidentId: string;
  readonly plan: PlanView;
  readonly changesBefore: number;
}

/** Breaks the valve, lets the alert open an incident and waits for its plan. */
async function waitForPlan(): Promise<Waiting> {
  round += 1;
  const group = `round-${round}`;
  valve.setLevel(0);
  const startsAt = new Date(Date.now() - 1_000).toISOString();
  const changesBefore = valve.changes().length;
  assert.equal((await cluster.alert(valveAlert({ startsAt, instance: valve.url, group }))).status, 200);
  await until(async () => (await incidentIds()).length === round, patienceMs, 'the alert opens an incident');
  const [incidentId = ''] = await incidentIds();
  const incident = await once(incidentId, (each) => each.plan?.state === 'pending', 'a plan is proposed');
  return { incidentId, plan: planOf(incident), changesBefore };
}

async function incidentIds(): Promise<readonly string[]> {
  const { items } = await cluster.get<{ items: readonly { readonly id: string }[] }>('/api/v1/incidents');
  return items.map(({ id }) => id);
}

async function once(id: string, isRight: (incident: IncidentView) => boolean, what: string): Promise<IncidentView> {
  let seen: IncidentView | null = null;
  const isSo = async (): Promise<boolean> => {
    seen = await cluster.get<IncidentView>(`/api/v1/incidents/${id}?locale=en`);
    return isRight(seen);
  };
  await until(isSo, patienceMs, what).catch((error: unknown) => {
    const { phase = '', plan = null, timeline = [] } = seen ?? {};
    const story = { phase, plan: plan?.state, timeline: timeline.map(({ text }) => text) };
    throw new Error(`${what}: ${JSON.stringify(story)}\n${cluster.log().slice(-4_000)}`, { cause: error });
  });
  return seen ?? assert.fail('no incident');
}

function approve({ plan }: Waiting, token?: string): Promise<{ readonly status: number; readonly body: unknown }> {
  return cluster.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest }, token);
}

async function assertFixedOnce({ incidentId, changesBefore }: Waiting): Promise<IncidentView> {
  const incident = await once(incidentId, (each) => each.plan?.state === 'verified' && each.status === 'mitigated', 'the fix is verified');
  const { items: roots } = await cluster.get<{ items: readonly ConsoleMessage[] }>('/api/v1/chat/messages?channel=ops&limit=200');
  const root = roots.find((message) => message.incidentId === incidentId);
  const thread = await cluster.get<{ items: readonly ConsoleMessage[] }>(`/api/v1/chat/messages/${root?.id}/thread`);
  const lines = thread.items.map(({ body }) => JSON.stringify(body));

  assert.deepEqual(valve.changes().slice(changesBefore), ['80'], 'the change reached the valve exactly once');
  assert.equal(roots.length, round, 'one card an incident');
  assert.equal(new Set(lines).size, lines.length, 'no line is said twice');
  assert.equal(incident.timeline.filter(({ text }) => text === 'Running the plan.').length, 1);
  return incident;
}

/** The process that Temporal has given the activity to. */
async function pidOfActivity(planId: string): Promise<number> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const handle = new Client({ connection }).workflow.getHandle(`remediate-${planId}`);
    const { pendingActivities } = (await handle.describe()).raw;
    return Number(pendingActivities?.[0]?.lastWorkerIdentity?.split('@')[0]);
  } finally {
    await connection.close();
  }
}

test('a worker that is killed while it waits for the system’s answer: another one asks the system and does it no second time', async () => {
  await cluster.addWorker();
  const waiting = await waitForPlan();
  await approve(waiting);
  await until(async () => valve.changes().length > waiting.changesBefore, patienceMs, 'the change reaches the valve');

  const pid = await pidOfActivity(waiting.plan.id);
  const victim = cluster.workers.find((worker) => worker.pid === pid) ?? assert.fail(`no worker ${pid}`);
  victim.kill('SIGKILL');

  const incident = await assertFixedOnce(waiting);
  assert.match(planOf(incident).steps[0]?.note ?? '', /level 80/);
});

test('a database that is killed between the click and the fix is waited for, by all', async () => {
  const waiting = await waitForPlan();
  const approved = await approve(waiting);
  await until(async () => valve.changes().length > waiting.changesBefore, patienceMs, 'the change reaches the valve');

  await postgres.kill();
  const duringOutage = await cluster.post(
    '/hooks/alertmanager',
    valveAlert({ startsAt: new Date().toISOString(), instance: valve.url, group: 'lost' }),
    cluster.hookToken,
  );
  await sleep(3_000);
  await postgres.start();

  assert.equal(approved.status, 200);
  assert.equal(duringOutage.status, 503, 'what can’t be kept is not acknowledged');
  await assertFixedOnce(waiting);
});

test('connections that are cut again and again in the middle of it change nothing', async () => {
  const waiting = await waitForPlan();
  await approve(waiting);
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  for (let times = 0; times < 6; times += 1) {
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await sleep(300);
  }
  await admin.end();

  await assertFixedOnce(waiting);
});

test('ten clicks of two people at the same moment are one approval, and the loser is told who won', async () => {
  const waiting = await waitForPlan();

  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => approve(waiting, index % 2 === 0 ? annToken : bobToken)));

  const incident = await assertFixedOnce(waiting);
  const [approval] = planOf(incident).approvals;
  const refused = answers.filter(({ status }) => status === 409);
  const winner = approval?.personName ?? '';
  assert.equal(planOf(incident).approvals.length, 1);
  assert.equal(refused.length, 5, JSON.stringify(answers.map(({ status }) => status)));
  for (const { body } of refused) assert.ok(JSON.stringify(body).includes(winner), 'the answer names who decided');
});

test('a click of somebody without the right runs nothing and is on record', async () => {
  const waiting = await waitForPlan();

  const refused = await approve(waiting, viewerToken);
  const anonymous = await fetch(`${cluster.url}/api/v1/plans/${waiting.plan.id}/approve`, { method: 'POST' });

  const { items } = await cluster.get<{ items: readonly { action: string; actor: string; outcome: string }[] }>(
    `/api/v1/audit?incidentId=${waiting.incidentId}`,
  );
  assert.deepEqual([refused.status, anonymous.status], [403, 401]);
  assert.ok(items.some(({ action, actor, outcome }) => action === 'plan.approve' && actor === 'vera' && outcome === 'refused'));
  assert.equal(valve.changes().length, waiting.changesBefore);
});

test('a click on a plan that has expired runs nothing', async () => {
  const waiting = await waitForPlan();
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  const { rows } = await admin.query("select table_schema from information_schema.tables where table_name = 'plans'");
  await admin.query(`update "${rows[0]?.table_schema}".plans set expires_at = now() - interval '1 minute' where id = $1`, [
    waiting.plan.id,
  ]);
  await admin.end();

  const late = await approve(waiting, annToken);
  await sleep(1_000);

  assert.equal(late.status, 409);
  assert.match(JSON.stringify(late.body), /expired/i);
  assert.equal(valve.changes().length, waiting.changesBefore);
});

test('a system that hangs costs a blind spot, not the investigation', async () => {
  round += 1;
  valve.process.kill('SIGSTOP');
  try {
    await cluster.alert(valveAlert({ startsAt: new Date().toISOString(), instance: valve.url, group: `round-${round}` }));
    await until(async () => (await incidentIds()).length === round, patienceMs, 'the alert opens an incident');
    const [incidentId = ''] = await incidentIds();

    const incident = await once(incidentId, (each) => each.verdict !== null, 'there is a verdict');

    assert.equal(incident.verdict?.state, 'unknown');
    assert.ok(incident.blindSpots.some(({ systemId, probe }) => systemId === 'main-valve' && probe === 'level'));
    assert.equal(incident.plan, null);
  } finally {
    valve.process.kill('SIGCONT');
  }
});
