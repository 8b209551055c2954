import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speaksTls } from '../../../src/systems/http/speaks-tls.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { makeAuthority } from './certificates.ts';
import { startSite } from './site.ts';

const asks = (port: number, timeoutMs = 2_000): Promise<boolean> =>
  speaksTls(new URL(`http://127.0.0.1:${String(port)}/`), timeoutMs, new AbortController().signal);

test('speaksTls() is true of a server of TLS whose certificate nobody trusts, and false of all else', async (context) => {
  const authority = await makeAuthority();
  const [secure, plain] = [
    await startSite((_, response) => void response.end(), await authority.issue({})),
    await startSite((_, response) => void response.end()),
  ];
  const hanging = await startHangingPeer();
  context.after(() => Promise.all([secure.stop(), plain.stop(), hanging.stop(), authority.remove()]));

  assert.equal(await asks(secure.port), true);
  assert.equal(await asks(plain.port), false);
  assert.equal(await asks(hanging.port, 200), false);
  assert.equal(await asks(await freePort()), false);
});
