/** What the changes accept; what they do on a real broker is in system.test.ts. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rabbitmqActions } from '../../../src/systems/rabbitmq/actions.ts';

const policy = { vhost: '/', name: 'bound', pattern: '^orders$', applyTo: 'queues', priority: 3, setting: 'max-length', value: 500 };
const connection = { connection: '10.0.0.1:5000 -> 10.0.0.2:5672', user: 'shop', connectedAtMs: 1 };

const accepted: readonly (readonly [action: string, given: Readonly<Record<string, unknown>>, isAccepted: boolean])[] = [
  ['set-policy', policy, true],
  ['set-policy', { ...policy, setting: 'overflow', value: 'reject-publish' }, true],
  ['set-policy', { ...policy, setting: 'overflow', value: 'drop-all' }, false],
  ['set-policy', { ...policy, setting: 'expires', value: 1_000 }, false],
  ['set-policy', { ...policy, value: 0 }, false],
  ['set-policy', { ...policy, value: 'many' }, false],
  ['set-policy', { ...policy, setting: 'message-ttl', value: 10 }, false],
  ['set-vhost-limit', { vhost: '/', limit: 'max-connections', value: 0 }, false],
  ['set-vhost-limit', { vhost: '/', limit: 'max-users', value: 5 }, false],
  ['close-connection', connection, true],
  ['close-connection', { ...connection, connectedAtMs: 0 }, false],
  ['delete-policy', { vhost: '/', name: '' }, false],
];

for (const [name, given, isAccepted] of accepted)
  it(`rabbitmqActions: ${name} ${isAccepted ? 'accepts' : 'refuses'} ${JSON.stringify(given)}`, () => {
    const action = rabbitmqActions.find((each) => each.name === name);

    assert.equal(action?.arguments.safeParse(given).success, isAccepted);
  });
