import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, shownFingerprint } from '../../../../src/systems/nginx/probes/served.ts';
import { freePort } from '../../../support/peers.ts';
import { systemClock } from '../../../support/system-clock.ts';

test('addressOf() reads what listen may say', () => {
  assert.deepEqual(addressOf('443'), { host: '127.0.0.1', port: 443 });
  assert.deepEqual(addressOf('*:8443'), { host: '127.0.0.1', port: 8443 });
  assert.deepEqual(addressOf('10.0.0.7:443'), { host: '10.0.0.7', port: 443 });
  assert.deepEqual(addressOf('[::]:443'), { host: '::1', port: 443 });
  assert.equal(addressOf('unix:/run/nginx.sock'), null);
});

test('shownFingerprint() is null where nobody answers, and where the look was ended', async () => {
  const address = { host: '127.0.0.1', port: await freePort() };
  const context = (signal: AbortSignal) => ({ clock: systemClock, signal, aboutMs: 0, entry: {} as never });

  assert.equal(await shownFingerprint(address, null, context(new AbortController().signal)), null);
  assert.equal(await shownFingerprint(address, 'a.example', context(AbortSignal.abort())), null);
});
