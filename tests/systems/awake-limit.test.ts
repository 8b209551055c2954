import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { it } from 'node:test';
import { awakeTimeout, startAwakeLimit, stretchMax } from '../../src/systems/awake-limit.ts';

/** This process does not get to run. */
function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const ended = (limitMs: number): Promise<number> =>
  new Promise((resolve) => {
    const startedMs = performance.now();
    startAwakeLimit(limitMs, () => resolve(performance.now() - startedMs));
  });

it('startAwakeLimit() ends no earlier than its limit, and is not stretched on a process that runs', async () => {
  const limits = [1, 30, 250];
  const tookMs = await Promise.all(limits.map(ended));

  for (const [index, limit] of limits.entries()) assert.ok((tookMs[index] ?? 0) >= limit - 1, `${tookMs[index]} of ${limit}`);
});

it('startAwakeLimit() never ends once it is stopped', async () => {
  let hasEnded = false;
  const limit = startAwakeLimit(5, () => {
    hasEnded = true;
  });
  limit.stop();
  await ended(40);

  assert.equal(hasEnded, false);
});

it('an answer that arrived while this process was held up wins over the limit', async () => {
  const server = createServer((socket) => void socket.on('error', () => undefined).end('here'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const socket = connect(address.port, '127.0.0.1');
  await once(socket, 'connect');
  const answer = once(socket, 'data').then(([chunk]) => String(chunk));
  const late = new Promise<string>((resolve) => {
    startAwakeLimit(100, () => resolve('late'));
  });
  holdUp(250);

  assert.equal(await Promise.race([answer, late]), 'here');
  socket.destroy();
  server.close();
});

it('time in which this process was held up is told, and not counted', async () => {
  let isOver = false;
  const limit = startAwakeLimit(200, () => {
    isOver = true;
  });
  holdUp(250);
  await ended(20);

  assert.equal(isOver, false);
  assert.ok(limit.heldUpMs() > 150, `${limit.heldUpMs()}`);
  limit.stop();
});

it('a process that is always held up ends all the same', async () => {
  let isOver = false;
  const startedMs = performance.now();
  startAwakeLimit(100, () => {
    isOver = true;
  });
  for (let turn = 0; !isOver && turn < 100; turn += 1) {
    holdUp(60);
    await new Promise((resolve) => setImmediate(resolve));
  }

  assert.ok(isOver);
  assert.ok(performance.now() - startedMs >= 100 * stretchMax);
});

it('awakeTimeout() aborts with the reason that AbortSignal.timeout has', async () => {
  const { signal } = awakeTimeout(5);
  await once(signal, 'abort');

  assert.equal(signal.reason.name, 'TimeoutError');
});

it('a delay that is under way is told before its turn comes, and none after the limit was stopped', () => {
  const limit = startAwakeLimit(1_000, () => undefined);
  holdUp(300);
  const heldUpMs = limit.heldUpMs();
  limit.stop();

  assert.ok(heldUpMs >= 200 && heldUpMs >= limit.heldUpMs(), `${heldUpMs} ms`);
});
