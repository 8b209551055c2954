import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from '../../src/store/drizzle.ts';
import { doWork, eventChannel, idOf, isoOf } from '../../src/store/work.ts';
import { openMemoryDatabase } from '../support/fresh-database.ts';
import { systemClock as clock } from '../support/system-clock.ts';

it('doWork() writes the events of the work last, in their order', async () => {
  const database = await openMemoryDatabase();
  const woken: string[] = [];
  await database.listen((tenantId) => woken.push(tenantId));

  await database.transaction('t', (session) =>
    doWork(session, 't', async (at) => {
      for (const kind of ['plan', 'step', 'plan'] as const) at.events.push({ kind, incidentId: null, payload: {} });
      assert.match(JSON.stringify(await session.execute(sql`select count(*)::int as count from zhiban.events`)), /"count":0/);
    }),
  );

  const written = await database.transaction('t', (session) =>
    session.execute(sql`select string_agg(kind, ',' order by seq) as kinds from zhiban.events`),
  );
  assert.match(JSON.stringify(written), /plan,step,plan/);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(woken, ['t']);
  await database.close();
});

const unused = (): Promise<never> => Promise.reject(new Error('not used'));

it('idOf() and isoOf() speak of the time that they are given', () => {
  assert.match(idOf({ run: unused, runFirst: unused, runInTurns: unused, clock, journals: null }, 'tl'), /^tl_[0-9a-z]{18}$/);
  assert.equal(isoOf(0), '1970-01-01T00:00:00.000Z');
  assert.equal(eventChannel, 'zhiban_events');
});
