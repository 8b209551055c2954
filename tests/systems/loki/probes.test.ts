import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Probe } from '../../../src/systems/contract.ts';
import { readSamples } from '../../../src/systems/http-api/metrics.ts';
import { createLokiClient, nanoseconds } from '../../../src/systems/loki/client.ts';
import { readLoki } from '../../../src/systems/loki/log-store.ts';
import { ingestionProbe } from '../../../src/systems/loki/probes/ingestion.ts';
import { queryProbe } from '../../../src/systems/loki/probes/query.ts';
import { selfProbe, stateFacts } from '../../../src/systems/loki/probes/self.ts';
import { streamsProbe } from '../../../src/systems/loki/probes/streams.ts';
import { lokiSignatures } from '../../../src/systems/loki/signatures.ts';
import { contextOf } from '../../contracts/system.ts';
import type { Site } from '../http/site.ts';
import { judgeSignature } from '../linux/diagnose.ts';
import { lokiClient, lokiEntry, recordedAtMs, recordedClock, startRecorded } from './recorded.ts';

const sites = new Map<string, Site>();
before(async () => {
  for (const scene of ['healthy', 'limits', 'starting']) sites.set(scene, await startRecorded(scene));
});
after(async () => {
  for (const site of sites.values()) await site.stop();
});

async function look(scene: string, probe: Probe<ReturnType<typeof lokiClient>>, parameters: Readonly<Record<string, unknown>> = {}) {
  const entry = lokiEntry(sites.get(scene)?.url ?? assert.fail(scene));
  const context = { ...contextOf(entry, 8_000), clock: recordedClock, aboutMs: recordedAtMs };
  const seen = await probe.look(lokiClient(entry), probe.parameters.parse(parameters), context);
  assert.equal(seen.status, 'ok', seen.reason);
  return seen;
}

function found(facts: Readonly<Record<string, string | number | boolean | null>>): readonly string[] {
  return lokiSignatures.flatMap((each) => {
    const state = judgeSignature(each, facts);
    return state === 'confirmed' || state === 'likely' ? [each.id.replace('loki.', '')] : [];
  });
}

describe('Loki, on answers of a real 3.7.8', () => {
  it('a healthy one has no fault', async () => {
    const looks = [await look('healthy', selfProbe), await look('healthy', ingestionProbe), await look('healthy', streamsProbe)];
    const facts = Object.assign({}, ...looks.map((each) => each.facts));

    assert.deepEqual(found(facts), []);
    assert.equal(facts['ingestion.lines'], 115);
    assert.deepEqual([facts['streams.count'], facts['ring.unhealthy'], facts['refused.lines.recent']], [3, 0, 0]);
  });

  it('one that refuses tells why, reason by reason', async () => {
    const { facts } = await look('limits', selfProbe);

    // Of the other reasons it refused a line or two of some hundreds: told as facts, and no fault.
    assert.deepEqual([...found(facts)].sort(), ['rate-limited', 'too-many-streams']);
    for (const reason of ['fromFuture', 'labels', 'lineTooLong', 'tooOld'])
      assert.ok(Number(facts[`refused.${reason}.recent`]) > 0, reason);
    assert.deepEqual([facts['refused.rateLimited.recent'], facts['refused.tenant']], [200, 'team-a']);
  });

  it('one that starts is not ready', async () => {
    assert.deepEqual(found((await look('starting', selfProbe)).facts), ['not-ready']);
  });

  it('readLoki() gives the lines with their time and level, oldest first', async () => {
    const client = lokiClient(lokiEntry(sites.get('healthy')?.url ?? ''));
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) };
    const request = { query: '{app="orders"}', fromMs: recordedAtMs - 3_600_000, toMs: recordedAtMs, linesMax: 2_000 };

    const { lines, isCut } = await readLoki(client, request, limit);

    assert.deepEqual([lines.length, isCut, lines.filter(({ level }) => level === 'error').length], [65, false, 5]);
    assert.ok(lines.every(({ atMs }, index) => index === 0 || atMs >= (lines[index - 1]?.atMs ?? 0)));
    assert.equal(new Set(lines.map(({ stream }) => stream)).size, 1);
    await assert.rejects(readLoki(client, { ...request, query: '{app="orders"' }, limit), /parse error at line 1/);
  });

  it('a query becomes templates', async () => {
    const seen = await look('healthy', queryProbe, { query: '{app="orders"}' });

    assert.match(seen.text, /NEW.*cannot save order <number>: No space left on device/);
  });

  it('without its tenant it is refused as a login, and with one every stream can be asked for', async () => {
    const entry = lokiEntry(sites.get('healthy')?.url ?? '', { tenant: undefined });
    const nameless = createLokiClient(entry, { clock: recordedClock, resolveSecret: () => '' });
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(5_000) };

    await assert.rejects(nameless.everyStream(recordedAtMs, limit), /answered 401 .*no org id/);
    assert.equal(await lokiClient(lokiEntry(entry.url)).everyStream(recordedAtMs, limit), '{service_name=~".+"}');
    assert.equal(nanoseconds(1.4), '1000000');
  });
});

describe('facts of Loki', () => {
  it('stateFacts() takes what is not exposed for unknown', () => {
    const facts = stateFacts(readSamples('loki_ring_members{name="ingester",state="Unhealthy"} 1\n'), 0);

    assert.deepEqual(
      [facts['ring.unhealthy'], facts['ring.worst'], facts['self.walDiskRatio'], facts['self.compactedAgoSeconds']],
      [1, 'ingester', null, null],
    );
  });
});
