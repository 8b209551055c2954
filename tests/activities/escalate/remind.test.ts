import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { remind } from '../../../src/activities/escalate/remind.ts';
import { escalationConfig, laddersOf } from '../../../src/config/escalation.ts';
import type { LadderRecord } from '../../../src/domain/ladder.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people, startMs } from '../../operations/desk.ts';
import { sampleLadder } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { waiting } from './ladder-desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const minuteMs = 60_000;
const night = { from: '10:00', to: '12:00', timeZone: 'Asia/Shanghai' };

async function asking(escalation: unknown, severity: 'critical' | 'warning') {
  const at = await waiting(store, {}, { severity });
  const acknowledgedAt = new Date(startMs).toISOString();
  const incident = { ...at.incident, status: 'acknowledged', acknowledgedAt, acknowledgedBy: 'Bob' } as const;
  const ladders = [{ name: 'all', levels: [{ call: ['bob'] }] }];
  const [ladder] = laddersOf(escalationConfig.parse({ ladders, ...(escalation as object) }));
  assert.ok(ladder);
  const askAt = async (minutes: number, current: LadderRecord = sampleLadder({ incidentId: incident.id })) => {
    const deps = { clock: { ...systemClock, now: () => startMs + minutes * minuteMs }, people: () => Object.values(people) };
    const after = await at.store.transaction((inside) => remind(inside, deps, incident, current, ladder));
    const lines = await at.store.outbox.claim(9, startMs, 60_000);
    const next = after.nextAt === null ? null : (Date.parse(after.nextAt) - startMs) / minuteMs;
    return { after, next, asked: lines.map(({ personIds }) => personIds.join(' ')) };
  };
  return askAt;
}

test('remind() asks who has it at each interval, once, and gives up after a day’s worth of silence', async () => {
  const askAt = await asking({ stillOnItMinutes: 30 }, 'critical');
  const begun = await askAt(1);
  const first = await askAt(31, begun.after);
  const second = await askAt(40, first.after);
  const last = await askAt(90, { ...first.after, step: 24 });

  assert.deepEqual([begun.next, begun.asked], [30, []]);
  assert.deepEqual([first.next, first.asked], [61, ['bob']]);
  assert.deepEqual([second.next, second.asked], [61, []]);
  assert.deepEqual([last.after.state, last.after.end, last.asked], ['ended', 'taken', []]);
});

test('remind() asks nobody where it is told so, and in quiet hours only about what is critical', async () => {
  const never = await (await asking({ stillOnItMinutes: 'never' }, 'critical'))(90);
  const critical = await (await asking({ stillOnItMinutes: 30, quietHours: night }, 'critical'))(31);
  const lesser = await (await asking({ stillOnItMinutes: 30, quietHours: night }, 'warning'))(31);

  assert.deepEqual([never.after.state, never.next], ['ended', null]);
  assert.deepEqual(critical.asked, ['bob']);
  assert.deepEqual([lesser.next, lesser.asked], [120, []]);
});
