import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ChatError } from '../../src/adapters/contract.ts';
import type { Voice, VoiceHabits } from '../../src/adapters/voice/contract.ts';
import type { AnnouncerDeps } from '../../src/bot/announcer/deps.ts';
import { type Announcer, createAnnouncer } from '../../src/bot/announcer.ts';
import { createRenderCard } from '../../src/bot/render-card.ts';
import type { Announcement } from '../../src/domain/announcement.ts';
import type { Moment } from '../../src/domain/moment.ts';
import type { RouteRule } from '../../src/operations/routes.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { policy } from '../operations/desk.ts';
import { sampleIncident, samplePlan } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

/** An ear: what was said to it, and what it answers next. */
class Ear {
  readonly heard: Announcement[] = [];
  readonly answers: (ChatError | 'lost')[] = [];
  habits: VoiceHabits = { gathers: 'everything', perMinute: null, digestMinutes: 0 };
  readonly voice: Voice = {
    name: 'robot',
    destinations: ['ops'],
    habits: () => this.habits,
    say: async (_destination, _to, announcement) => {
      const answer = this.answers.shift();
      if (answer instanceof ChatError) throw answer;
      this.heard.push(announcement);
      if (answer === 'lost') throw new ChatError('transient', 'the answer was lost');
    },
    check: async () => false,
    close: async () => undefined,
  };

  titles(): readonly string[] {
    return this.heard.map(({ title }) => title);
  }
}

interface Room {
  readonly ear: Ear;
  readonly tenant: TenantStore;
  readonly announcer: Announcer;
  /** A second life of the same announcer, without what the first remembered. */
  readonly reborn: Announcer;
  readonly outcomes: readonly string[];
  advance(ms: number): void;
  open(incidentId: string, severity?: 'critical' | 'warning'): Promise<void>;
  mark(incidentId: string, moment: Moment, key?: string): Promise<void>;
}

let tenants = 0;
const toOps: readonly RouteRule[] = [{ match: {}, to: [{ adapter: 'robot' }], continue: false }];

async function withAnnouncer(work: (room: Room) => Promise<void>, rules: readonly RouteRule[] = toOps): Promise<void> {
  tenants += 1;
  const tenantId = `announcer-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const tenant = store.forTenant(tenantId);
  const ear = new Ear();
  const outcomes: string[] = [];
  let ahead = 0;
  const deps: AnnouncerDeps = {
    store: { ...store, tenantIds: async () => [tenantId] },
    ...{ voices: new Map([['robot', ear.voice]]), routes: () => rules, locale: () => 'en', consoleUrl: () => 'http://zhiban' },
    renderCard: createRenderCard({ people: () => [], policy: () => policy, consoleUrl: () => 'http://zhiban', timeZone: 'UTC' }),
    clock: { ...systemClock, now: () => systemClock.now() + ahead },
    log: { warn: () => undefined },
    count: (_adapter, outcome) => outcomes.push(outcome),
  };
  const [announcer, reborn] = [createAnnouncer(deps), createAnnouncer(deps)];
  const room: Room = {
    ...{ ear, tenant, announcer, reborn, outcomes },
    advance(ms) {
      ahead += ms;
      announcer.kick();
      reborn.kick();
    },
    async open(id, severity = 'warning') {
      await tenant.incidents.create(sampleIncident({ id, title: `trouble ${id}`, systemIds: [], severity }));
      await tenant.moments.mark({ incidentId: id, moment: 'opened', key: 'opened', labels: { severity } });
      announcer.kick();
    },
    async mark(incidentId, moment, key = moment) {
      await tenant.moments.mark({ incidentId, moment, key });
      announcer.kick();
    },
  };
  try {
    await work(room);
  } finally {
    await Promise.all([announcer.stop(), reborn.stop()]);
  }
}

const soon = (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => until(async () => isSo(), 15_000, what);

test('createAnnouncer() says a moment once, also over a restart, and remembers that it did', () =>
  withAnnouncer(async ({ ear, tenant, announcer, reborn, open }) => {
    await open('inc_1');
    announcer.start();
    await soon(() => ear.heard.length === 1, 'it is said');
    await announcer.stop();
    reborn.start();
    await tenant.moments.mark({ incidentId: 'inc_1', moment: 'verdict', key: 'verdict-1' });
    reborn.kick();
    await soon(() => ear.heard.length === 2, 'the next is said');

    assert.deepEqual(ear.titles(), ['🔴 New incident · ZB-1 trouble inc_1', '🔴 Verdict · ZB-1 trouble inc_1']);
    await soon(async () => (await tenant.deliveries.list({ state: 'sent', limit: 9 })).length === 2, 'both are recorded');
  }));

test('createAnnouncer() makes one message of what waited of an incident, under its newest moment', () =>
  withAnnouncer(async ({ ear, announcer, open, mark }) => {
    await open('inc_1');
    await mark('inc_1', 'verdict');
    announcer.start();
    await soon(() => ear.heard.length === 1, 'it is said');

    assert.deepEqual(ear.titles(), ['🔴 Verdict · ZB-1 trouble inc_1']);
  }));

test('createAnnouncer() gathers a storm into one digest, with what is open first', () =>
  withAnnouncer(async ({ ear, tenant, announcer, open }) => {
    for (let index = 1; index <= 30; index += 1) await open(`inc_${index}`, index === 20 ? 'critical' : 'warning');
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', { resolvedAt: new Date().toISOString() });
    announcer.start();
    await soon(() => ear.heard.length > 0, 'it is said');

    assert.equal(ear.heard.length, 1);
    assert.equal(ear.heard[0]?.title, 'Digest: 30 incidents, 29 still open');
    assert.deepEqual([ear.heard[0]?.notices[0]?.code, ear.heard[0]?.notices.at(-1)?.code], ['ZB-20', 'ZB-1']);
  }));

test('createAnnouncer() tells machines each moment by itself', () =>
  withAnnouncer(async ({ ear, announcer, open, mark }) => {
    ear.habits = { gathers: 'nothing', perMinute: null, digestMinutes: 0 };
    await open('inc_1');
    await mark('inc_1', 'verdict');
    await mark('inc_1', 'approval', 'pending-plan_gone');
    announcer.start();
    await soon(() => ear.heard.length === 3, 'all are said');

    assert.deepEqual(ear.heard.map(({ notices }) => notices[0]?.record.moment).toSorted(), ['approval', 'opened', 'verdict']);
  }));

test('createAnnouncer() never begins more messages within a minute than the destination takes, also over a restart', () =>
  withAnnouncer(async ({ ear, announcer, reborn, open, mark, advance }) => {
    ear.habits = { gathers: 'incident', perMinute: 3, digestMinutes: 0 };
    for (const id of ['a', 'b', 'c', 'd', 'e']) await open(id);
    announcer.start();
    await soon(() => ear.heard.length === 3, 'three are said');
    await announcer.stop();
    reborn.start();
    await mark('a', 'verdict');
    await until(async () => (await store.forTenant(`announcer-${tenants}`).moments.untold(1)).length === 0, 15_000, 'the moment is routed');

    assert.equal(ear.heard.length, 3);
    advance(61_000);
    await soon(() => ear.heard.length === 6, 'the rest is said');
  }));

test('createAnnouncer() waits as long as it is asked to, and says it then', () =>
  withAnnouncer(async ({ ear, tenant, announcer, open, advance, outcomes }) => {
    ear.answers.push(new ChatError('rate', 'too fast', { retryAfterMs: 600_000 }));
    await open('a');
    announcer.start();
    await soon(() => outcomes.includes('retry'), 'it was refused');
    await open('b');
    await soon(async () => (await tenant.moments.untold(1)).length === 0, 'the second is routed');
    assert.equal(announcer.problems().get('robot/ops'), 'too fast');

    advance(300_000);
    await soon(async () => (await tenant.deliveries.counts()).waiting === 2, 'both wait');
    assert.deepEqual(ear.heard, []);
    advance(301_000);
    await soon(() => ear.heard.length === 2, 'both are said');
    assert.equal(announcer.problems().get('robot/ops'), null);
  }));

test('createAnnouncer() tries again what was lost, and gives up after a day or when it is hopeless; a replay says it', () =>
  withAnnouncer(async ({ ear, tenant, announcer, open, advance, outcomes }) => {
    const dead = async () =>
      (await tenant.deliveries.list({ state: 'dead', limit: 9 })).map(({ incidentId, error }) => [incidentId, error]);
    ear.answers.push('lost', new ChatError('gone', 'the robot was removed'));
    await open('a');
    announcer.start();
    await soon(() => outcomes.includes('retry'), 'the answer was lost');
    advance(5_000);
    await soon(() => outcomes.includes('dead'), 'it is hopeless');
    ear.answers.push(new ChatError('transient', 'down'));
    await open('b');
    await soon(() => outcomes.filter((each) => each === 'retry').length === 2, 'down');
    ear.answers.push(new ChatError('transient', 'still down'));
    advance(25 * 3_600_000);
    await soon(() => outcomes.filter((each) => each === 'dead').length === 2, 'a day is over');

    assert.deepEqual(await dead(), [
      ['b', 'still down'],
      ['a', 'the robot was removed'],
    ]);
    const ids = (await tenant.deliveries.list({ state: 'dead', limit: 9 })).map(({ id }) => id);
    await tenant.deliveries.replay(ids, Date.now());
    announcer.kick();
    await soon(() => ear.heard.length === 3, 'both are said');
  }));

test('createAnnouncer() doesn’t ask for a decision that was made meanwhile', () =>
  withAnnouncer(async ({ ear, tenant, announcer, reborn, open, outcomes }) => {
    await open('inc_1');
    announcer.start();
    await soon(() => ear.heard.length === 1, 'it is opened');
    await announcer.stop();
    await tenant.plans.create(samplePlan());
    await tenant.incidents.change('inc_1', { planId: 'plan_1' });
    await tenant.plans.moveState('plan_1', ['pending'], 'approved');
    reborn.start();
    await soon(() => outcomes.includes('skipped'), 'it is skipped');

    assert.equal(ear.heard.length, 1);
    assert.equal((await tenant.deliveries.list({ state: 'skipped', limit: 9 })).length, 1);
  }));

test('createAnnouncer() keeps what a voice that is not configured should say, and tells nothing of what never went through the routes', () =>
  withAnnouncer(
    async ({ ear, tenant, announcer, open, outcomes }) => {
      await tenant.incidents.create(sampleIncident({ id: 'asked' }));
      await tenant.moments.mark({ incidentId: 'asked', moment: 'verdict', key: 'verdict-1' });
      await open('a');
      announcer.start();
      await soon(() => outcomes.includes('retry'), 'it is kept');

      const [waiting, ...more] = await tenant.deliveries.list({ state: 'waiting', limit: 9 });
      assert.deepEqual(more, []);
      assert.match(waiting?.error ?? '', /email\/email is not configured/);
      assert.deepEqual(ear.heard, []);
    },
    [{ match: {}, to: [{ adapter: 'email', name: 'email' }], continue: false }],
  ));
