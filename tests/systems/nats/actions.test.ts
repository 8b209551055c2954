/** The changes on a real JetStream: what they do, that they are done once, and that their undo brings back what was. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import type { Before } from '../../../src/systems/contract.ts';
import { natsActions } from '../../../src/systems/nats/actions.ts';
import { natsKind } from '../../../src/systems/nats/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { type NatsServers, startNats } from '../../support/nats.ts';
import { api, application, clientOf, entryOf, lookUntil, makeConsumer, makeStream, publish } from './scene.ts';

let nats: NatsServers;
let app: NatsConnection;

before(async () => {
  nats = await startNats();
  app = await application(nats.first, 'svc-orders');
});
after(async () => {
  await app?.close();
  await nats?.stop();
});

function steps(name: string, given: ActionArguments) {
  const action = natsActions.find((each) => each.name === name);
  assert.ok(action !== undefined);
  const client = clientOf(entryOf(nats.first));
  const context = () => contextOf(entryOf(nats.first), 20_000);
  return {
    precheck: () => action.precheck(client, given, context()),
    undo(old: Before) {
      assert.ok('apply' in action.undo);
      return action.undo.apply(client, given, old, context());
    },
    /** Prechecks, applies and verifies; answers what was before. */
    async run(): Promise<Before> {
      const checked = await action.precheck(client, given, context());
      assert.ok(checked.state === 'ready', JSON.stringify(checked));
      assert.equal(await action.isApplied(client, given, checked.before, context()), false);
      await action.apply(client, given, checked.before, context());
      const verified = await action.verify(client, given, checked.before, context());
      assert.ok(verified.isMet, JSON.stringify(verified));
      assert.equal(await action.isApplied(client, given, checked.before, context()), true);
      assert.equal((await action.precheck(client, given, context())).state, 'already');
      return checked.before;
    },
  };
}

const configOf = async (request: string): Promise<unknown> => (await api(app, request)).config;

it('natsCommands look at what the nats program reports, and change a limit with an undo', async () => {
  await makeStream(app, 'ASKED', { max_msgs: 5 });
  const entry = entryOf(nats.first);
  const client = clientOf(entry);
  const ask = (words: string) => freeCommand(natsKind, words, client, entry);

  assert.match(await (await ask('nats stream report')).output(), /ASKED/);
  assert.notEqual(await (await ask('server info')).output(), '');
  const { action, given } = await ask('nats stream edit ASKED --max-msgs 9');
  const act = acting(action, given, client, entry);
  const recorded = await act.run();
  await act.undo(recorded);

  assert.match(JSON.stringify(await configOf('STREAM.INFO.ASKED')), /"max_msgs":5\b/);
});

describe('natsActions', () => {
  it('set-stream-limit lets messages in, and its undo brings back the whole configuration', async () => {
    await makeStream(app, 'ORDERS', { max_msgs: 5, discard: 'new', max_age: 3_600e9 });
    await publish(app, 'ORDERS.a', 6);
    const old = await configOf('STREAM.INFO.ORDERS');
    const given = { stream: 'ORDERS', limit: 'max_msgs', value: 8 };

    const recorded = await steps('set-stream-limit', given).run();
    await publish(app, 'ORDERS.a', 1);
    assert.equal((await steps('set-stream-limit', { ...given, value: 3 }).precheck()).state, 'blocked');
    await steps('set-stream-limit', given).undo(recorded);
    await steps('set-stream-limit', given).undo(recorded);

    assert.deepEqual(await configOf('STREAM.INFO.ORDERS'), old);
    assert.equal((await steps('set-stream-limit', { ...given, stream: 'NONE' }).precheck()).state, 'blocked');
  });

  it('set-consumer-limit changes one setting of a durable consumer, and its undo brings back all', async () => {
    await makeConsumer(app, 'ORDERS', 'mailer', { max_ack_pending: 5, filter_subject: 'ORDERS.>' });
    const old = await configOf('CONSUMER.INFO.ORDERS.mailer');
    const given = { stream: 'ORDERS', consumer: 'mailer', maxAckPending: 20 };

    const recorded = await steps('set-consumer-limit', given).run();
    await steps('set-consumer-limit', given).undo(recorded);

    assert.deepEqual(await configOf('CONSUMER.INFO.ORDERS.mailer'), old);
    assert.equal((await steps('set-consumer-limit', { ...given, consumer: 'none' }).precheck()).state, 'blocked');
  });

  it('purge-stream keeps the newest, and leaves alone what came after the precheck', async () => {
    await makeStream(app, 'LOGS');
    await publish(app, 'LOGS.a', 10);

    await steps('purge-stream', { stream: 'LOGS', keep: 4 }).run();

    const { state } = await api(app, 'STREAM.INFO.LOGS');
    assert.equal(Reflect.get(Object(state), 'messages'), 4);
  });

  it('pause-consumer and resume-consumer undo each other, or say that the version cannot', async () => {
    await makeStream(app, 'MAIL');
    await makeConsumer(app, 'MAIL', 'mailer');
    await publish(app, 'MAIL.a', 3);
    const given = { stream: 'MAIL', consumer: 'mailer' };
    const checked = await steps('pause-consumer', { ...given, minutes: 10 }).precheck();
    if (/^2\.([0-9]|10)\./.test(app.info?.version ?? '')) {
      assert.ok(checked.state === 'blocked' && checked.reason.en.includes('came with 2.11'));
      return;
    }

    const paused = await steps('pause-consumer', { ...given, minutes: 10 }).run();
    const seen = await lookUntil(entryOf(nats.first), ({ causes }) => causes.length > 0, { probes: ['consumers'] });
    assert.deepEqual(seen.causes, ['consumer-paused']);
    const old = await configOf('CONSUMER.INFO.MAIL.mailer');
    const resumed = await steps('resume-consumer', given).run();
    await steps('resume-consumer', given).undo(resumed);
    assert.deepEqual(await configOf('CONSUMER.INFO.MAIL.mailer'), old);
    await steps('pause-consumer', { ...given, minutes: 10 }).undo(paused);
    assert.equal((await steps('resume-consumer', given).precheck()).state, 'already');
  });

  it('are blocked, not thrown, when the server is gone', async () => {
    const place = { url: 'nats://127.0.0.1:1', monitoringUrl: 'http://127.0.0.1:1' };
    const names = { stream: 'ORDERS', consumer: 'mailer' };
    const given: Readonly<Record<string, ActionArguments>> = {
      'set-stream-limit': { stream: 'ORDERS', limit: 'max_bytes', value: 100 },
      'set-consumer-limit': { ...names, maxAckPending: 9 },
      'pause-consumer': { ...names, minutes: 1 },
      'resume-consumer': names,
      'step-down-stream-leader': { stream: 'ORDERS' },
      'purge-stream': { stream: 'ORDERS', keep: 0 },
    };
    for (const action of natsActions) {
      const checked = await action.precheck(clientOf(entryOf(place)), given[action.name] ?? {}, contextOf(entryOf(place), 10_000));
      assert.equal(checked.state, 'blocked', action.name);
    }
  });

  it('refuse names that are none, and values out of bounds', () => {
    const find = (name: string) => natsActions.find((each) => each.name === name)?.arguments;

    assert.equal(find('set-stream-limit')?.safeParse({ stream: 'a.b', limit: 'max_msgs', value: 1 }).success, false);
    assert.equal(find('set-stream-limit')?.safeParse({ stream: 'a', limit: 'max_age', value: 1 }).success, false);
    assert.equal(find('set-stream-limit')?.safeParse({ stream: 'a', limit: 'max_msgs', value: -1 }).success, false);
    assert.equal(find('purge-stream')?.safeParse({ stream: 'a>', keep: 0 }).success, false);
    assert.equal(find('pause-consumer')?.safeParse({ stream: 'a', consumer: 'b', minutes: 0 }).success, false);
  });
});
