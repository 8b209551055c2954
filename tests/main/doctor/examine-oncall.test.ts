import assert from 'node:assert/strict';
import { it } from 'node:test';
import { configSchema } from '../../../src/config/schema.ts';
import { examineOncall } from '../../../src/main/doctor/examine-oncall.ts';
import { directoryOf, people } from '../../operations/desk.ts';

const nowMs = Date.parse('2026-11-21T02:00:00Z');
const layer = { name: 'weekly', people: ['rita', 'bob'], start: '2026-11-16' };
const check = async (change: object, chats: object = {}, overrides: Parameters<typeof examineOncall>[2] = async () => []) => {
  const oncall = { schedules: [{ id: 'primary', timeZone: 'Asia/Shanghai', layers: [{ ...layer, ...change }] }] };
  const config = configSchema.parse({ oncall, adapters: chats });
  return (await examineOncall(directoryOf(Object.values(people)), config, overrides, nowMs).examine(new AbortController().signal)).map(
    ({ level, text }) => `${level} ${text.en}`,
  );
};
const slack = { slack: { botToken: { env: 'A' }, appToken: { env: 'B' } } };
const feishu = { feishu: { appId: 'cli_0123456789abcdef', appSecret: { env: 'A' } } };

it('examineOncall() is content when somebody can be called at every hour', async () => {
  assert.deepEqual(await check({}, slack), ['ok primary: somebody is on duty at every hour of the next 14 days']);
});

it('examineOncall() names the first gap, and none that somebody has taken', async () => {
  const hours = [{ from: '09:00', to: '21:00' }];
  assert.deepEqual(await check({ hours }), [
    'warn primary: nobody is on duty from Sat 11-21 21:00 to Sun 11-22 09:00; 14 gap(s) in 14 days',
  ]);

  const taken = { id: 'o', personId: 'bob', insteadOf: null, fromMs: nowMs, toMs: nowMs + 15 * 86_400_000 };
  assert.match((await check({ hours }, {}, async () => [taken]))[0] ?? '', /^ok /);
});

it('examineOncall() names people on duty whom no platform can call', async () => {
  assert.deepEqual(await check({}, feishu), ['warn primary: no chat account to call Rita, Bob by']);
});
