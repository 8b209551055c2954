import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseClients } from '../../../../src/systems/redis/probes/client-lines.ts';
import { notificationFacts } from '../../../../src/systems/redis/probes/notifications.ts';

const byPattern = parseClients('id=1 addr=10.0.0.1:1 name=closer flags=P sub=0 psub=1 cmd=psubscribe');
const byName = parseClients('id=2 addr=10.0.0.2:1 name=closer flags=P sub=1 psub=0 cmd=subscribe');
const expired = ['__keyevent@0__:expired'];

for (const [setting, channels, sends, unsent, suggested] of [
  ['', expired, false, '__keyevent@0__:expired', 'Ex'],
  ['Kx', expired, true, '__keyevent@0__:expired', 'KxE'],
  ['xE', expired, true, '', 'xE'],
  ['AKE', expired, true, '', 'AKE'],
  ['E', expired, false, '__keyevent@0__:expired', 'Ex'],
  ['g', ['__keyspace@0__:job'], false, '__keyspace@0__:job', 'KEA'],
] as const) {
  test(`notificationFacts() with '${setting}' for ${channels[0]}`, () => {
    const facts = notificationFacts(setting, channels, byName);

    const names = ['pubsub.sendsKeyEvents', 'pubsub.unsentChannel', 'pubsub.suggestedNotifications'];
    assert.deepEqual(
      names.map((name) => facts[name]),
      [sends, unsent, suggested],
    );
  });
}

test('notificationFacts() suggest all classes to whom subscribes by a pattern, which Redis does not tell', () => {
  const facts = notificationFacts('', [], byPattern);

  assert.deepEqual(
    [facts['pubsub.patternListeners'], facts['pubsub.waiter'], facts['pubsub.suggestedNotifications']],
    [1, 'closer (10.0.0.1:1)', 'KEA'],
  );
});

test('notificationFacts() claim nothing of a setting that may not be read', () => {
  assert.equal(notificationFacts(null, expired, byName)['pubsub.sendsKeyEvents'], undefined);
});
