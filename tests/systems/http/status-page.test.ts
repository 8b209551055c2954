import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageFaults } from '../../../src/systems/http/page-faults.ts';
import { failedPageLook, reachFacts, readStatusPage } from '../../../src/systems/http/status-page.ts';
import { freePort } from '../../support/peers.ts';
import { startSite } from './site.ts';

const limit = { timeoutMs: 3_000, signal: new AbortController().signal };
const context = { resolveSecret: () => 'pw' };

describe('readStatusPage()', () => {
  it('answers the page, and tells a login, another page and nobody apart', async () => {
    const site = await startSite((request, response) => {
      const isKnown = request.headers.authorization === `Basic ${Buffer.from('ops:pw').toString('base64')}`;
      response.writeHead(request.url === '/none' ? 404 : isKnown ? 200 : 401).end('numbers');
    });
    const problemOf = async (entry: Parameters<typeof readStatusPage>[0]): Promise<unknown> => {
      try {
        return (await readStatusPage(entry, context, limit, 1_024)).body;
      } catch (error) {
        return failedPageLook(error, 'it', 'GET')?.facts['reach.problem'];
      }
    };

    const seen = [
      await problemOf({ url: `${site.url}/status`, username: 'ops', password: { env: 'P' } }),
      await problemOf({ url: `${site.url}/status` }),
      await problemOf({ url: `${site.url}/none` }),
      await problemOf({ url: `http://127.0.0.1:${String(await freePort())}/` }),
    ];
    await site.stop();

    assert.deepEqual(seen, ['numbers', 'auth', 'missing', 'refused']);
    assert.equal(failedPageLook(new TypeError('a defect'), 'it', 'GET'), null);
    assert.equal(reachFacts('none', 'done', '')['reach.isOk'], true);
  });
});

describe('pageFaults()', () => {
  it('has a fault for each way to fail, named after the kind', () => {
    const faults = pageFaults({ kind: 'thing', name: 'Thing', probe: 'page', manual: 'manual' });

    assert.equal(faults.length, 7);
    assert.ok(faults.every(({ id, title }) => id.startsWith('thing.') && title.en.includes('Thing')));
  });
});
