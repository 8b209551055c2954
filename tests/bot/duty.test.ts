import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { layer, schedule } from '../oncall/schedules.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk, wordsOf } from './desk.ts';

const schedules = [
  schedule({
    id: 'primary',
    name: '一线值班',
    timeZone: 'Asia/Shanghai',
    layers: [layer({ timeZone: 'Asia/Shanghai', turns: [['rita'], ['anna']], start: '2026-11-16' })],
  }),
];

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

it('answerWhoIsOnDuty() tells anybody, in their language', async () => {
  const at = await openBotDesk(store, { schedules });

  await at.hear('U-stranger', 'who is on duty?');
  await at.hear('U-stranger', '明天凌晨3点谁值班？', { locale: 'zh-CN' });

  assert.match(wordsOf(at.posts[0] ?? assert.fail()), /一线值班: Rita until Mon 11-23 09:00 \(Asia\/Shanghai\), then Anna\./);
  assert.match(
    wordsOf(at.posts[1] ?? assert.fail()),
    /一线值班 周日 11-22 03:00：Rita，到 周一 11-23 09:00（Asia\/Shanghai），之后 Anna。/,
  );
});

it('answerWhoIsOnDuty() answers in the language of the question', async () => {
  const at = await openBotDesk(store, { schedules });

  await at.hear('U-stranger', '明天凌晨3点谁值班？');

  assert.match(wordsOf(at.posts[0] ?? assert.fail()), /一线值班 周日 11-22 03:00：Rita，到/);
});

it('takeShift() says back what it understood, and confirmShift() says aloud what counts', async () => {
  const at = await openBotDesk(store, { schedules });

  await at.hear('U-bob', 'I take Rita’s shift tonight');
  const code = /confirm ([A-Z0-9]{4})/.exec(wordsOf(at.posts[0] ?? assert.fail()))?.[1] ?? '';
  assert.match(wordsOf(at.posts[0] ?? assert.fail()), /Bob takes the duty of Rita for 一线值班 from Sat 11-21 20:00 to Sun 11-22 08:00/);
  await at.hear('U-bob', `confirm ${code}`);

  assert.match(wordsOf(at.posts[1] ?? assert.fail()), /Confirmed\. Bob takes the duty of Rita/);
  assert.equal((await at.store.oncall.overridesIn(0, Date.UTC(2100, 0, 1)))[0]?.personId, 'bob');
});

it('takeShift() tells a stranger how to be known', async () => {
  const at = await openBotDesk(store, { schedules });

  await at.hear('U-stranger', 'I take Rita’s shift tonight');

  assert.equal(at.posts.length, 0);
  assert.equal(at.whispers.length, 1);
});
