/**
 * What every chat adapter must do, whatever the platform: called once for each adapter, with a peer that speaks its protocol.
 * Words of the platform stay in the peer; here are only places, words, buttons and faults.
 */

import { afterEach, describe } from 'node:test';
import type { Inbound } from '../../adapters/contract.ts';
import { describeHearing } from './adapter-hearing.ts';
import { type AdapterHarness, until } from './adapter-peer.ts';
import { describeSaying } from './adapter-saying.ts';
import { describeSurviving } from './adapter-surviving.ts';

export function describeAdapter(harness: AdapterHarness): void {
  const open: (() => Promise<void>)[] = [];

  async function start(onEvent: (event: Inbound) => void = () => undefined) {
    const prepared = await harness.prepare();
    const events: Inbound[] = [];
    open.push(async () => {
      await prepared.adapter.stop();
      await prepared.peer.stop();
    });
    await prepared.adapter.start((event) => {
      events.push(event);
      onEvent(event);
    });
    await until(() => prepared.adapter.health().state === 'up', 'the adapter is up');
    return { ...prepared, events };
  }

  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  describe(`${harness.name}: hears`, () => describeHearing(start));
  describe(`${harness.name}: says`, () => describeSaying(start));
  describe(`${harness.name}: survives`, () => describeSurviving(start, harness));
}
