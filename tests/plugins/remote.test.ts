/** The parts of a plugin that are no systems, through its process: notifier, alert source, analyser, runbooks; and what is refused of it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ChatError } from '../../src/adapters/contract.ts';
import type { Announcement } from '../../src/domain/announcement.ts';
import { ZhibanError } from '../../src/domain/errors.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { openPlugins, type Plugins } from '../../src/plugins/open-plugins.ts';
import { createAnalyse } from '../../src/plugins/remote/remote-analysers.ts';
import { createForeignSources } from '../../src/plugins/remote/remote-source.ts';
import { createRemoteVoice } from '../../src/plugins/remote/remote-voice.ts';
import { systemClock } from '../support/system-clock.ts';

const folder = join(import.meta.dirname, 'fixtures', 'parts');
const token = 'a-desk-token-4711';
const now = '2026-03-01T10:00:00.000Z';

function open(config: Readonly<Record<string, unknown>>, version = '0.1.0'): Promise<Plugins> {
  return openPlugins({
    entries: [{ path: folder, enabled: true, config }],
    places: { baseDirectory: '/', home: '/' },
    variables: {},
    resolveSecret: () => token,
    clock: systemClock,
    version,
    takenKinds: [],
    log: { info: () => undefined, error: () => undefined },
  });
}

describe('parts of a plugin', { timeout: 120_000 }, () => {
  const heard: unknown[] = [];
  let status = 200;
  const desk = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.method === 'POST') heard.push({ authorization: request.headers.authorization, ...JSON.parse(body) });
    response.statusCode = status;
    response.end();
  });
  let plugins: Plugins;

  before(async () => {
    desk.listen(0, '127.0.0.1');
    await once(desk, 'listening');
    const address = desk.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    plugins = await open({ url: `http://127.0.0.1:${port}/say`, token: { env: 'DESK_TOKEN' } });
  });
  after(async () => {
    await plugins.stop();
    desk.closeAllConnections();
    desk.close();
  });

  test('it is up, and says what it has', () => {
    const [report] = plugins.reports();

    assert.equal(report?.state, 'up', report?.reason?.en);
    assert.deepEqual([...plugins.voiceNames()], [['plugin:parts', ['desk']]]);
    assert.deepEqual(plugins.runbookDirectories(), [join(folder, 'runbooks')]);
  });

  test('createRemoteVoice() says it at the desk, and an error there is one that can be tried again', async () => {
    const [plugin] = plugins.kept;
    assert.ok(plugin !== undefined);
    const voice = createRemoteVoice(plugin);
    const announcement = {
      id: 'a',
      locale: 'en',
      notices: [],
      title: 'ZB-1',
      more: (count) => `and ${count} more`,
      listLink: null,
    } satisfies Announcement;

    await voice.say('desk', [], announcement);
    status = 503;
    const failing = voice.say('desk', [], announcement);

    await assert.rejects(failing, (error) => error instanceof ChatError && error.kind === 'transient' && /answers 503/.test(error.message));
    status = 200;
    assert.deepEqual(heard[0], { authorization: `Bearer ${token}`, destination: 'desk', title: 'ZB-1', more: 'and 3 more' });
    assert.equal(voice.habits('desk').perMinute, 20);
    assert.equal(await voice.check(), true);
  });

  test('createForeignSources() parses what is posted, keeps its groups apart, masks secrets, and refuses what is no page', async () => {
    const sources = createForeignSources(plugins.kept);

    const [alert] = await sources.parse('pager', { what: 'db down', when: now }, now);

    assert.deepEqual(sources.names, ['pager']);
    assert.equal(alert?.source, 'plugin/pager');
    assert.equal(alert?.groupKey, 'plugin/pager:db down');
    assert.equal(alert?.annotations.note, 'password=«secret»');
    await assert.rejects(sources.parse('pager', { what: 1 }, now), (error) => error instanceof ZhibanError && error.kind === 'invalid');
  });

  test('createAnalyse() brings what the analyser finds in the evidence', async () => {
    const analyse = createAnalyse(plugins.kept, { warn: () => undefined });
    const evidence = [{ id: 'ev_1', systemId: 'shop', facts: { 'release.ageSeconds': 60 }, text: '' }] as unknown as readonly Evidence[];

    const findings = await analyse({ title: 'shop is slow', systemIds: ['shop'], evidence });

    assert.deepEqual(
      findings.map(({ analyser, systemId, evidenceIds }) => ({ analyser, systemId, evidenceIds })),
      [{ analyser: 'plugin:parts/deploys', systemId: 'shop', evidenceIds: ['ev_1'] }],
    );
  });

  test('a plugin that is stopped asks senders to repeat, and its analyser holds nothing up', async () => {
    await plugins.stop();
    const sources = createForeignSources(plugins.kept);

    const analyse = createAnalyse(plugins.kept, { warn: () => undefined });

    await assert.rejects(sources.parse('pager', {}, now), (error) => error instanceof ZhibanError && error.kind === 'unavailable');
    assert.deepEqual(await analyse({ title: '', systemIds: [], evidence: [] }), []);
  });
});

const refusals = [
  {
    name: 'a key that its schema does not know',
    config: { url: 'http://127.0.0.1:9', token: { env: 'T' }, colour: 'red' },
    says: /Unrecognized key: "colour"/,
  },
  { name: 'a secret in the file', config: { url: 'http://127.0.0.1:9', token: 'plain' }, says: /config\.token: / },
  { name: 'another version of Zhiban', config: {}, version: '0.0.9', says: /made for Zhiban >=0\.1\.0, and this is 0\.0\.9/ },
] as const;

for (const { name, config, says, ...rest } of refusals) {
  test(`openPlugins() refuses ${name} and says which key`, async () => {
    const plugins = await open(config, 'version' in rest ? rest.version : '0.1.0');
    await plugins.stop();

    const [report] = plugins.reports();
    assert.equal(report?.state, 'refused');
    assert.match(report?.reason?.en ?? '', says);
  });
}
