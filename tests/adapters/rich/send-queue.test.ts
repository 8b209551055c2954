import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChatError } from '../../../src/adapters/contract.ts';
import { type SendOrder, SendQueue } from '../../../src/adapters/rich/send-queue.ts';
import type { Clock } from '../../../src/domain/clock.ts';

/** A clock whose sleep ends at once and moves the time on. */
function fakeClock(): Clock & { time: number } {
  return {
    time: 0,
    now() {
      return this.time;
    },
    async sleep(ms, signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted !== true) this.time += ms;
    },
  };
}

const pace = { burst: 2, everyMs: 1_000, waitMsMax: 30_000 };

function order(sent: string[], name: string, more: Partial<SendOrder<string>> = {}): SendOrder<string> {
  const run = async (): Promise<string> => {
    sent.push(name);
    return name;
  };
  return { lane: 'C1', method: 'post', priority: 'state', run, ...more };
}

describe('SendQueue', () => {
  it('submit() sends a burst at once and the rest at the pace', async () => {
    const clock = fakeClock();
    const queue = new SendQueue<string>(clock, pace);
    const times: number[] = [];
    const run = async (): Promise<string> => String(times.push(clock.time));

    await Promise.all([1, 2, 3, 4].map(() => queue.submit(order([], 'x', { run }))));

    assert.deepEqual(times, [0, 0, 1_000, 2_000]);
  });

  it('submit() sends what matters more first', async () => {
    const queue = new SendQueue<string>(fakeClock(), { ...pace, burst: 1 });
    const sent: string[] = [];
    const all = (['state', 'progress', 'critical', 'approval', 'state'] as const).map((priority, index) =>
      queue.submit(order(sent, `${priority}${index}`, { priority })),
    );

    await Promise.all(all);

    assert.deepEqual(sent, ['state0', 'critical2', 'approval3', 'state4', 'progress1']);
  });

  it('submit() keeps a turn free from progress', async () => {
    const clock = fakeClock();
    const queue = new SendQueue<string>(clock, { burst: 2, everyMs: 1_000, waitMsMax: 30_000 });
    const sent: string[] = [];
    const first = queue.submit(order(sent, 'p1', { priority: 'progress' }));
    const second = queue.submit(order(sent, 'p2', { priority: 'progress' }));
    await first;

    await queue.submit(order(sent, 'critical', { priority: 'critical' }));
    await second;

    assert.deepEqual(sent, ['p1', 'critical', 'p2']);
  });

  it('submit() merges waiting edits of one message into the newest, and tells all', async () => {
    const queue = new SendQueue<string>(fakeClock(), { ...pace, burst: 1 });
    const sent: string[] = [];

    const results = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => queue.submit(order(sent, name, { mergeKey: 'm', method: 'edit' }))),
    );

    assert.deepEqual(sent, ['a', 'd']);
    assert.deepEqual(results, ['a', 'd', 'd', 'd']);
  });

  it('submit() waits out a rate limit in its method and lane alone', async () => {
    const clock = fakeClock();
    const queue = new SendQueue<string>(clock, { ...pace, burst: 10 });
    const sent: string[] = [];
    let refusals = 1;
    const run = async (): Promise<string> => {
      if (refusals-- > 0) throw new ChatError('rate', 'limited', { retryAfterMs: 5_000 });
      sent.push(`limited at ${clock.time}`);
      return '';
    };

    await Promise.all([
      queue.submit(order(sent, 'x', { run })),
      queue.submit(order(sent, 'other method', { method: 'edit' })),
      queue.submit(order(sent, 'other lane', { lane: 'C2' })),
    ]);

    assert.deepEqual(sent.toSorted(), ['limited at 5000', 'other lane', 'other method']);
  });

  it('submit() refuses what would wait too long, and says when to come again', async () => {
    const queue = new SendQueue<string>(fakeClock(), pace);
    const run = (): Promise<string> => Promise.reject(new ChatError('rate', 'limited', { retryAfterMs: 60_000 }));

    const first = await queue.submit(order([], 'x', { run })).catch((error: unknown) => error);
    const second = await queue.submit(order([], 'y')).catch((error: unknown) => error);

    for (const error of [first, second]) assert.ok(error instanceof ChatError && error.kind === 'rate' && (error.retryAfterMs ?? 0) > 0);
    assert.equal(queue.waiting(), 0);
  });

  it('submit() passes any other failure on and goes on with the next', async () => {
    const queue = new SendQueue<string>(fakeClock(), pace);
    const sent: string[] = [];
    const failing = queue.submit(order(sent, 'x', { run: () => Promise.reject(new Error('broken')) }));
    const next = queue.submit(order(sent, 'next'));

    await assert.rejects(failing, /broken/);
    assert.equal(await next, 'next');
  });

  it('stop() refuses what waits and lets end what is on its way', async () => {
    const queue = new SendQueue<string>(fakeClock(), { ...pace, burst: 1 });
    const flight = Promise.withResolvers<string>();
    const flying = queue.submit(order([], 'x', { run: () => flight.promise }));
    const waiting = queue.submit(order([], 'y')).catch((error: unknown) => error);

    const stopped = queue.stop();
    flight.resolve('landed');
    await stopped;

    assert.equal(await flying, 'landed');
    const refusal = await waiting;
    assert.ok(refusal instanceof ChatError && refusal.kind === 'transient');
    await assert.rejects(queue.submit(order([], 'z')), /stopping/);
  });
});
