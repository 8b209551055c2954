import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { climb } from '../../../src/activities/escalate/climb.ts';
import { callViews, explainCalls } from '../../../src/operations/oncall/explain-calls.ts';
import type { NewIncident, Store } from '../../../src/store/contract.ts';
import { rulesOf, waiting } from '../../activities/escalate/ladder-desk.ts';
import { samplePage } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { people, startMs } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function explaining(escalation: unknown, change: Partial<NewIncident> = {}) {
  const at = await waiting(store, escalation, change);
  const calls = rulesOf(escalation);
  const explain = (afterMinutes = 0) => {
    const clock = { ...systemClock, now: () => startMs + afterMinutes * 60_000 };
    return explainCalls({ ...at.deps, calls, clock }, at.as(people.vera), at.incident.id);
  };
  /** Without giving up the lines, as `look()` does. */
  const climbAt = (afterMinutes: number) => {
    const clock = { ...systemClock, now: () => startMs + afterMinutes * 60_000 };
    return climb({ store, clock, people: () => Object.values(people), calls }, at.scope);
  };
  return { ...at, explain, climbAt };
}

test('explainCalls() says who was called by which level and way, and what came of it', async () => {
  const { store: tenant, explain, climbAt } = await explaining({ levels: [['bob'], ['vera']] });
  await climbAt(15);
  const [mention] = await tenant.outbox.claim(9, startMs + 15 * 60_000, 1_000);
  const place = { adapter: 'slack', workspace: '', channel: 'C1' };
  await tenant.outbox.sent(mention?.id ?? '', { place, id: 'm1' });
  await climbAt(30);
  const [urgent] = await tenant.outbox.claim(9, startMs + 30 * 60_000, 1_000);
  await tenant.outbox.sent(urgent?.id ?? '', { place, id: 'm2' }, 'the app may not');
  await climbAt(45);
  const [last] = await tenant.outbox.claim(9, startMs + 45 * 60_000, 1_000);
  await tenant.outbox.dead(last?.id ?? '', 'channel is archived');

  const { headline, calls, ladder } = await explain(46);

  assert.equal(ladder, 'critical');
  assert.match(headline, /^On the ladder “critical” the next call is due at /);
  assert.deepEqual(
    calls.map(({ level, outcome, text }) => `${level} ${outcome} ${text}`),
    [
      '1 made Bob was called by a mention',
      '1 made Bob was mentioned, but could not be called urgently in the app: the app may not',
      '2 failed Vera could not be called by a mention: channel is archived',
    ],
  );
});

test('explainCalls() says why nobody is called', async () => {
  const headlineOf = async (escalation: unknown, change: Partial<NewIncident>, minutes: readonly number[] = []) => {
    const { look, explain } = await explaining(escalation, change);
    for (const minute of minutes) await look(minute);
    return (await explain(minutes.at(-1) ?? 0)).headline;
  };
  const quiet = { from: '10:00', to: '11:00', timeZone: 'Asia/Shanghai' };
  const ladders = [{ name: 'all', levels: [{ call: ['bob'], by: ['mention'] }] }];

  assert.equal(await headlineOf({}, { severity: 'info' }), 'No ladder is meant for it (severity: info), so nobody is called.');
  assert.equal(await headlineOf({}, { origin: 'question' }), 'It is a question, and questions call nobody.');
  assert.equal(await headlineOf({}, {}), 'The ladder “critical” has not begun yet.');
  assert.match(await headlineOf({}, {}, [1]), /the first call is due at .*; nobody was to be called before/);
  assert.match(await headlineOf({ ladders, quietHours: quiet }, { severity: 'warning' }, [1]), /^These are quiet hours/);
  assert.match(await headlineOf({}, {}, [15, 30]), /^Every level of the ladder “critical” was called/);
});

test('callViews() tells each reason in words', async () => {
  const { store: tenant, deps, incident } = await explaining({});
  const detail = new Date(startMs).toISOString();
  const pages = [
    samplePage({ personId: null, state: 'skipped', reason: 'quiet-hours', detail }),
    samplePage({ step: 1, personId: null, state: 'skipped', reason: 'nobody-on-duty', detail: 'primary' }),
    samplePage({ step: 2, personId: 'bob', way: 'phone', state: 'skipped', reason: 'no-phone' }),
    samplePage({ step: 3, personId: 'bob', state: 'skipped', reason: 'no-account' }),
    samplePage({ step: 4, personId: 'bob', way: 'sms', state: 'refused', reason: 'refused', detail: 'no credit' }),
  ].map((page, index) => ({ ...page, incidentId: incident.id, id: `page_${index}`, attempts: 0, sentAt: null }));

  const views = await callViews(deps, tenant, pages, new Map(), 'zh-CN');

  assert.deepEqual(
    views.map(({ outcome, text }) => `${outcome} ${text.replace(/\d.*$/, '')}`),
    [
      'none 没有通知任何人：安静时段，到 ',
      'none 这一级（primary）当时没有人，改为通知所有可以接手的人',
      'none 没有通过电话通知 Bob：没有登记号码',
      'none 没有通知 Bob：在这个故障所在的聊天平台上没有关联的账号',
      'failed 没能通过短信通知 Bob，服务拒绝：no credit',
    ],
  );
});
