/** What every adapter must outlive, and what it must not leave behind. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ChatError } from '../../adapters/contract.ts';
import { type AdapterHarness, type Start, say, settle, until } from './adapter-peer.ts';

export function describeSurviving(start: Start, harness: AdapterHarness): void {
  describeReconnects(start);
  describeEnds(start, harness);
}

function describeReconnects(start: Start): void {
  it('secrets are in no log line and in no error', async () => {
    const { peer, adapter, logs } = await start();

    peer.failSends('unavailable', 20);
    const failure = await say(adapter, peer.place, 'x', 'x').catch((error: unknown) => error);
    peer.connection?.refuse(2);
    peer.connection?.drop();
    await until(() => adapter.health().state === 'up', 'up again');

    const said = [
      ...logs,
      failure instanceof Error ? `${failure.stack} ${JSON.stringify(failure)}` : '',
      JSON.stringify(adapter.health()),
    ].join('\n');
    for (const secret of peer.secrets) assert.ok(!said.includes(secret), 'a secret was said');
  });

  it('comes back after its connection is lost and refused, and hears what was said meanwhile', async () => {
    const { peer, adapter, events } = await start();
    if (peer.connection === null) return;

    peer.connection.refuse(3);
    peer.connection.drop();
    if (peer.isLive !== true) peer.mention('said while away');
    await until(() => adapter.health().state !== 'up', 'noticed');
    await until(() => adapter.health().state === 'up', 'up again');
    if (peer.isLive === true) peer.mention('said afterwards');
    await until(() => events.length === 1, 'heard');

    assert.equal(peer.connection.count(), 1);
  });

  it('many reconnects leave nothing behind', async () => {
    const { peer, adapter } = await start();
    const { connection } = peer;
    if (connection === null) return;

    await reconnect(10);
    const before = measure();
    await reconnect(40);
    const after = measure();

    assert.equal(connection.count(), 1);
    assert.ok(after.handles <= before.handles + 2, `handles grew from ${before.handles} to ${after.handles}`);
    assert.ok(after.heapBytes <= before.heapBytes + 4_000_000, `the heap grew from ${before.heapBytes} to ${after.heapBytes}`);

    async function reconnect(times: number): Promise<void> {
      for (let turn = 0; turn < times; turn += 1) {
        const opened = connection?.opened() ?? 0;
        connection?.drop();
        await until(() => (connection?.opened() ?? 0) > opened && adapter.health().state === 'up', 'reconnected');
      }
    }
  });
}

function describeEnds(start: Start, harness: AdapterHarness): void {
  it('stop() ends every timer and connection, also in the middle of connecting', async () => {
    const idle = process.getActiveResourcesInfo();
    const prepared = await harness.prepare();
    prepared.peer.connection?.refuse(1_000);
    await prepared.adapter.start(() => undefined);
    const said = await say(prepared.adapter, prepared.peer.place, 'hello', 'hello').catch((error: unknown) => error);
    if (prepared.peer.isLive === true) assert.ok(said instanceof ChatError && said.kind === 'transient');
    else assert.ok(!(said instanceof Error), String(said));

    await prepared.adapter.stop();
    const connections = prepared.peer.connection?.count() ?? 0;
    await prepared.peer.stop();
    await settle();
    const left = process.getActiveResourcesInfo();

    assert.ok(left.length <= idle.length, `left: ${left.join(' ')}; there before: ${idle.join(' ')}`);
    assert.equal(prepared.adapter.health().state, 'down');
    assert.equal(connections, 0);
  });

  it('after stop() nothing is heard and posts are refused as transient', async () => {
    const { peer, adapter, events } = await start();

    await adapter.stop();
    peer.mention('too late');
    await settle();
    const failure = await say(adapter, peer.place, 'too late', 'late').catch((error: unknown) => error);

    assert.equal(events.length, 0);
    assert.ok(failure instanceof ChatError && failure.kind === 'transient');
  });
}

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function measure(): { readonly handles: number; readonly heapBytes: number } {
  if (typeof collectGarbage === 'function') collectGarbage();
  return { handles: process.getActiveResourcesInfo().length, heapBytes: process.memoryUsage().heapUsed };
}
