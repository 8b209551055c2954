import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HttpFailure } from '../../../src/systems/http/exchange.ts';
import { createNginxClient, nginxHost } from '../../../src/systems/nginx/client.ts';
import { contextOf } from '../../contracts/system.ts';
import { systemClock } from '../../support/system-clock.ts';
import { makeAuthority } from '../http/certificates.ts';
import { startSite } from '../http/site.ts';
import { nginxEntry, thisMachine } from './scene.ts';

const page = 'Active connections: 2 \nserver accepts handled requests\n 5 5 9 \nReading: 0 Writing: 1 Waiting: 1 \n';
const limit = { timeoutMs: 3_000, signal: new AbortController().signal };

describe('createNginxClient()', () => {
  it('reads the page over TLS of its own authority, and refuses that of a stranger', async () => {
    const authority = await makeAuthority();
    const site = await startSite((_request, response) => void response.end(page), await authority.issue());
    const clientOf = (more: Readonly<Record<string, unknown>>) =>
      createNginxClient(nginxEntry(`${site.url}/status`, '/nowhere', more), { clock: systemClock, resolveSecret: () => '' });

    const seen = await clientOf({ tls: { caFile: authority.caFile } }).status(limit);
    const refused = await clientOf({})
      .status(limit)
      .catch((error: unknown) => error);
    await site.stop();
    await authority.remove();

    assert.deepEqual([seen.active, seen.requests, seen.waiting], [2, 9, 1]);
    assert.ok(refused instanceof HttpFailure && refused.problem === 'tls', String(refused));
  });
});

describe('nginxHost()', () => {
  it('is the Linux machine that it runs on; a client of another kind is none', () => {
    const entry = nginxEntry('http://127.0.0.1/status');
    const other = { close: () => Promise.resolve() };

    assert.equal(nginxHost(contextOf(entry, 100, thisMachine)), thisMachine);
    assert.deepEqual([nginxHost(contextOf(entry, 100, other)), nginxHost(contextOf(entry, 100))], [null, null]);
  });
});
