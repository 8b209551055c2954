import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HttpFailure } from '../../../src/systems/http/exchange.ts';
import { expectationOf } from '../../../src/systems/http/probes/expectation.ts';
import { healthFacts } from '../../../src/systems/http/probes/health.ts';
import { httpProbes } from '../../../src/systems/http/probes.ts';
import { contextOf } from '../../contracts/system.ts';
import { httpClient, httpEntry, startSite } from './site.ts';

describe('httpProbes', () => {
  it('are all cheap: a few requests to one address', () => {
    assert.ok(httpProbes.every((probe) => probe.cost === 'cheap'));
  });

  it('show the beginning of a bad answer and nothing of a good one', async () => {
    const site = await startSite((request, response) => {
      response.statusCode = request.url === '/bad' ? 500 : 200;
      response.end('what the page says');
    });
    const textOf = async (path: string): Promise<string> => {
      const entry = httpEntry(site.url + path);
      const [health] = httpProbes;
      return (await health?.look(httpClient(entry), {}, contextOf(entry, 20_000)))?.text ?? '';
    };

    assert.match(await textOf('/bad'), /what the page says/);
    assert.doesNotMatch(await textOf('/good'), /what the page says/);
    await site.stop();
  });
});

describe('expectationOf()', () => {
  it('takes a status, a list or a class, and a pattern for the body', () => {
    const of = (more: Readonly<Record<string, unknown>>) => expectationOf(httpEntry('http://127.0.0.1/', more));

    assert.deepEqual([of({}).isStatus(204), of({}).isStatus(301)], [true, false]);
    assert.deepEqual([of({ expectStatus: [200, 301] }).isStatus(301), of({ expectStatus: 403 }).isStatus(403)], [true, true]);
    assert.deepEqual([of({ expectBody: '"ok":\\s*true' }).isBody('{"ok": true}'), of({ expectBody: '^x' }).isBody('y')], [true, false]);
  });
});

describe('healthFacts()', () => {
  it('reads samples that all failed', () => {
    const failure = new HttpFailure('Cannot connect', { problem: 'refused', stage: 'connect', code: 'ECONNREFUSED' });

    const facts = healthFacts([{ failure }, { failure }], expectationOf(httpEntry('http://127.0.0.1/')));

    assert.deepEqual(
      [facts['health.okRatio'], facts['health.isAnswering'], facts['health.problem'], facts['health.totalMs']],
      [0, false, 'refused', null],
    );
  });
});
