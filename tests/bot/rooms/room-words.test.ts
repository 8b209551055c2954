import assert from 'node:assert/strict';
import { test } from 'node:test';
import { farewellOf, topicOf, welcomeOf } from '../../../src/bot/rooms/room-words.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { Room } from '../../../src/store/room-contract.ts';
import { sampleIncident } from '../../store/samples.ts';

const incident: Incident = { ...sampleIncident(), code: 'ZB-7', revision: 3, tenantId: 't' };
const room: Room = {
  ...{ id: 'room_1', incidentId: 'inc_1', adapter: 'feishu', name: 'ZB-7', locale: 'zh-CN', invite: [], closeAfterMs: 900_000 },
  ...{ requestedBy: 'zhiban', state: 'open', place: null, topic: null, invited: [], link: null, seenRevision: 0, attempts: 0, error: null },
};

test('topicOf() carries severity, code, state and link', () => {
  assert.equal(topicOf(incident, room, 'https://z/incidents/ZB-7'), '严重 · ZB-7 · 已触发 · https://z/incidents/ZB-7');
  assert.equal(topicOf({ ...incident, origin: 'question', status: 'resolved' }, { locale: 'en' }, null), 'question · ZB-7 · resolved');
});

test('welcomeOf() says when it closes, and who could not be invited', () => {
  assert.deepEqual(welcomeOf(incident, room, ['张伟', '李华']), [
    '这是 ZB-7 的作战群：@我可以提问，“事实：…”“排除 …”“批准”等直接说即可。恢复 15 分钟后关闭。',
    '以下人员没有关联飞书账号，没能邀请：张伟、李华。',
  ]);
  assert.equal(welcomeOf(incident, room, []).length, 1);
});

test('farewellOf() says how long it lasted and where the record is', () => {
  const over = { ...incident, resolvedAt: '2026-11-21T01:25:00.000Z' };

  assert.match(farewellOf(over, room, 'https://z/incidents/ZB-7'), /^ZB-7 已恢复，持续 25 分。.*https:\/\/z\/incidents\/ZB-7$/);
  assert.match(farewellOf(over, { locale: 'en' }, null), /the record is in the console\.$/);
});
