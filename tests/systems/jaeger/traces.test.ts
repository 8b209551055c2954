import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createJaegerClient } from '../../../src/systems/jaeger/client.ts';
import { criticalPath, sharesOf } from '../../../src/systems/jaeger/critical-path.ts';
import { failingInstanceOf, slowInstanceOf } from '../../../src/systems/jaeger/find-instance.ts';
import { originOf } from '../../../src/systems/jaeger/find-origin.ts';
import { findNPlusOne, findRetries, repeatsIn } from '../../../src/systems/jaeger/find-repeats.ts';
import { latenciesOf } from '../../../src/systems/jaeger/latency.ts';
import { printTrace } from '../../../src/systems/jaeger/print-trace.ts';
import { readTracesOtlp, tracesOtlp } from '../../../src/systems/jaeger/read-otlp.ts';
import { readTracesV1, tracesV1 } from '../../../src/systems/jaeger/read-v1.ts';
import { stretchOf } from '../../../src/systems/jaeger/sample-traces.ts';
import { readTags, type Span, type Trace, traceOf } from '../../../src/systems/jaeger/span.ts';
import { jaegerKind } from '../../../src/systems/jaeger/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { startSite } from '../http/site.ts';
import { clockAt } from './recorded.ts';

/** `id<parent service/operation from-to`, in ms; `!` for a failure. */
function traceFrom(...lines: readonly string[]): Trace {
  const spans = lines.map((line): Span => {
    const [, id = '', parent = '', service = '', operation = '', from = '', to = '', failure = ''] =
      /^(\w+)(?:<(\w+))? (\w+)\/(\S+) (-?\d+)-(\d+)(!?)$/.exec(line) ?? assert.fail(line);
    const kind = operation.startsWith('call') ? 'client' : 'server';
    const none = { instance: '', peer: '', database: '', statement: '', skewMs: 0, errorText: failure === '' ? '' : `${operation} broke` };
    const times = { startUs: Number(from) * 1_000, endUs: Number(to) * 1_000 };
    return { id, parentId: parent === '' ? null : parent, service, operation, kind, isError: failure !== '', ...times, ...none };
  });
  return traceOf('t', spans) ?? assert.fail('no trace');
}

const selfOf = (trace: Trace): Readonly<Record<string, number>> =>
  Object.fromEntries(criticalPath(trace).map(({ span, selfUs }) => [span.id, selfUs / 1_000]));

describe('criticalPath()', () => {
  const cases: Readonly<Record<string, { readonly spans: readonly string[]; readonly self: Readonly<Record<string, number>> }>> = {
    'one after another': { spans: ['a s/x 0-100', 'b<a s/call-1 10-30', 'c<a s/call-2 40-90'], self: { c: 50, a: 30, b: 20 } },
    'of two at the same time the longer counts': {
      spans: ['a s/x 0-100', 'b<a s/call-1 10-60', 'c<a s/call-2 10-90'],
      self: { c: 80, a: 20 },
    },
    'what overlaps counts once': { spans: ['a s/x 0-100', 'b<a s/call-1 10-60', 'c<a s/call-2 40-90'], self: { c: 50, b: 30, a: 20 } },
    'what outlives its parent was not waited for': { spans: ['a s/x 0-100', 'b<a t/y 10-400'], self: { a: 100 } },
    'a call that was given up was': { spans: ['a s/x 0-100', 'b<a s/call 0-90', 'c<b t/y 5-400'], self: { c: 85, a: 10, b: 5 } },
    'a clock that is off adds nothing': { spans: ['a s/x 0-100', 'b<a s/call 10-90', 'c<b t/y -500-80'], self: { c: 70, a: 20, b: 10 } },
  };
  for (const [name, { spans, self }] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(selfOf(traceFrom(...spans)), self);
    });
  it('sharesOf() adds the steps of several', () => {
    const shares = sharesOf([traceFrom('a s/x 0-100', 'b<a s/call 0-80'), traceFrom('a s/x 0-300', 'b<a s/call 0-220')]);

    assert.deepEqual(
      shares.map(({ operation, selfMs, share }) => [operation, selfMs, share]),
      [
        ['call', 150, 0.75],
        ['x', 50, 0.25],
      ],
    );
  });
});

describe('repeats', () => {
  const calls = (times: number, ms: number, gap: number, failed = ''): readonly string[] =>
    Array.from({ length: times }, (_, at) => `b${String(at)}<a s/call ${String(at * gap)}-${String(at * gap + ms)}${failed}`);

  it('findNPlusOne() wants calls one after another', () => {
    assert.equal(findNPlusOne([traceFrom('a s/x 0-500', ...calls(20, 10, 20))])?.times, 20);
    assert.equal(findNPlusOne([traceFrom('a s/x 0-500', ...calls(20, 100, 1))]), null, 'a fan-out is none');
    assert.equal(findNPlusOne([traceFrom('a s/x 0-500', ...calls(9, 10, 20))]), null, 'nine are none');
    assert.equal(repeatsIn(traceFrom('a s/x 0-500', ...calls(20, 10, 20)), 10)[0]?.share, 0.4);
  });
  it('findRetries() wants failures that are tried again', () => {
    const [found] = findRetries([traceFrom('a s/x 0-500', ...calls(2, 10, 20, '!'), 'c<a s/call 100-110')]);

    assert.deepEqual([found?.times, found?.failures, found?.isGivenUp, found?.reason], [3, 2, false, 'call broke']);
    assert.deepEqual(findRetries([traceFrom('a s/x 0-500', ...calls(3, 10, 20))]), []);
    assert.equal(findRetries([traceFrom('a s/x 0-500!', ...calls(3, 10, 20, '!'))])[0]?.isGivenUp, true);
  });
});

describe('originOf()', () => {
  it('is the deepest failure, and of several the last', () => {
    const origin = originOf(traceFrom('a s/x 0-100!', 'b<a s/call 0-20!', 'c<a s/call 30-90!', 'd<c t/y 31-80!', 'e<d t/z 40-50'));

    assert.deepEqual([origin?.span.id, origin?.isUnreportedCall, origin?.isTimeout], ['d', false, false]);
  });
  it('is none where the caller coped', () => assert.equal(originOf(traceFrom('a s/x 0-100', 'b<a s/call 0-20!')), null));
  it('a failed call without another side is one', () => {
    assert.equal(originOf(traceFrom('a s/x 0-100!', 'b<a s/call 0-20!'))?.isUnreportedCall, true);
  });
});

describe('instances', () => {
  const place = { service: 's', operation: 'x' };
  const served = (instance: string, times: number, outcome: string): readonly Trace[] =>
    Array.from({ length: times }, () => {
      const trace = traceFrom(`a s/x 0-${outcome}`);
      return { ...trace, spans: trace.spans.map((span) => ({ ...span, instance })) };
    });

  it('failingInstanceOf() wants failures in one and successes in the others', () => {
    const others = [...served('one', 5, '10'), ...served('two', 5, '10')];

    assert.deepEqual(failingInstanceOf([...others, ...served('bad', 4, '10!')], place), {
      instance: 'bad',
      instances: 3,
      served: 4,
      failed: 4,
      othersServed: 10,
    });
    assert.equal(failingInstanceOf([...others, ...served('bad', 2, '10!')], place), null, 'two failures are few');
    assert.equal(failingInstanceOf(served('bad', 4, '10!'), place), null, 'without others nothing is compared');
    assert.equal(failingInstanceOf([...served('one', 4, '10!'), ...served('bad', 4, '10!')], place), null, 'all of them fail');
    assert.equal(failingInstanceOf([...others, ...served('', 4, '10!')], place), null, 'who does not name itself is nobody');
  });
  it('slowInstanceOf() wants one that takes twice as long as each other', () => {
    assert.deepEqual(slowInstanceOf([...served('one', 5, '10'), ...served('bad', 3, '90')], place), {
      instance: 'bad',
      instances: 2,
      served: 3,
      medianMs: 90,
      othersServed: 5,
      othersMedianMs: 10,
    });
    assert.equal(slowInstanceOf([...served('one', 5, '60'), ...served('bad', 3, '90')], place), null);
  });
});

describe('latenciesOf()', () => {
  it('puts first what takes longest more than before; without enough before there is no growth', () => {
    const many = (operation: string, ms: number, times: number): readonly Trace[] =>
      Array.from({ length: times }, () => traceFrom(`a s/${operation} 0-${String(ms)}`));

    const [first, second] = latenciesOf([...many('x', 300, 6), ...many('y', 900, 6)], [...many('x', 100, 6), ...many('y', 900, 4)]);

    assert.deepEqual([first?.operation, first?.growth, first?.earlierP90Ms], ['x', 3, 100]);
    assert.deepEqual([second?.operation, second?.growth], ['y', null]);
  });
});

describe('reading spans', () => {
  it('readTags() knows old and new words, and hides the values of statements', () => {
    const old = readTags(
      new Map([
        ['span.kind', 'client'],
        ['http.status_code', '503'],
        ['net.peer.name', 'db'],
        ['net.peer.port', '5432'],
      ]),
    );
    const now = readTags(
      new Map([
        ['db.system.name', 'mysql'],
        ['db.query.text', `UPDATE t SET a = "x\\"y", b = 'it''s' WHERE id IN (1, 2)`],
      ]),
    );

    assert.deepEqual([old.kind, old.isError, old.errorText, old.peer], ['client', true, 'HTTP 503', 'db:5432']);
    assert.deepEqual([now.database, now.statement], ['mysql', 'UPDATE t SET a = ?, b = ? WHERE id IN (?)']);
  });
  it('readTracesV1() takes its parent, the exception of its log and the clock’s skew; a parent that is lost makes a root', () => {
    const span = {
      spanID: '2',
      operationName: 'y',
      references: [{ refType: 'CHILD_OF', traceID: 't', spanID: '1' }],
      startTime: 5,
      duration: 7,
      processID: 'p1',
      tags: [{ key: 'error', value: true }],
      logs: [{ fields: [{ key: 'exception.message', value: 'boom' }] }],
      warnings: ['clock skew adjustment disabled; not applying calculated delta of -1m2.5s'],
    };
    const answer = { data: [{ traceID: 't', spans: [span], processes: { p1: { serviceName: 's' } } }] };

    const [trace] = readTracesV1(tracesV1.parse(answer));

    const { parentId, service, errorText, skewMs, endUs } = trace?.root ?? assert.fail('no root');
    assert.deepEqual([parentId, service, errorText, skewMs, endUs], [null, 's', 'boom', 62_500, 12]);
    assert.deepEqual(readTracesV1(tracesV1.parse({ data: null })), []);
  });
  it('readTracesOtlp() puts the spans of one trace together from several resources', () => {
    const resource = (name: string): unknown => ({ attributes: [{ key: 'service.name', value: { stringValue: name } }] });
    const spanOf = (id: string, parentSpanId: string, status?: unknown): unknown => ({
      ...{ traceId: 't', spanId: id, parentSpanId, name: id, kind: 'SPAN_KIND_SERVER', status },
      ...{ startTimeUnixNano: '1795906376025123456', endTimeUnixNano: '1795906376026123456' },
    });
    const failed = { code: 'STATUS_CODE_ERROR', message: 'boom' };
    const resourceSpans = [
      { resource: resource('s'), scopeSpans: [{ spans: [spanOf('1', '')] }] },
      { resource: resource('u'), scopeSpans: [{ spans: [spanOf('2', '1', failed)] }] },
    ];

    const [trace] = readTracesOtlp(tracesOtlp.parse({ result: { resourceSpans } }));

    assert.deepEqual(
      trace?.spans.map(({ service, kind, parentId, isError, errorText }) => [service, kind, parentId, isError, errorText]),
      [
        ['s', 'server', null, false, ''],
        ['u', 'server', '1', true, 'boom'],
      ],
    );
    assert.equal(trace.root.endUs - trace.root.startUs, 1_000);
  });
  it('printTrace() is a tree that ends', () => {
    const calls = Array.from({ length: 300 }, (_, at) => `b${String(at)}<a s/call ${String(at)}-${String(at + 1)}`);
    const text = printTrace(traceFrom('a s/x 0-500', ...calls));

    assert.match(text, /^trace t, 301 spans, 500 ms/);
    assert.match(text, /… 292 more$/);
  });
});

describe('stretchOf()', () => {
  const entry = jaegerKind.entry.parse({ id: 'traces', kind: 'jaeger', url: 'http://127.0.0.1:1' });
  const of = (nowMs: number, aboutMs: number) => stretchOf(15, { ...contextOf(entry, 1_000), clock: clockAt(nowMs), aboutMs });

  it('ends now for what has just begun, and after the moment for what is past', () => {
    assert.deepEqual(of(10_000_000, 9_990_000), { fromMs: 9_100_000, toMs: 10_000_000 });
    assert.deepEqual(of(90_000_000, 9_990_000), { fromMs: 9_990_000, toMs: 10_890_000 });
  });
});

describe('createJaegerClient()', () => {
  it('asks for fewer traces where they are too large, and none is an empty answer', async () => {
    const asked: string[] = [];
    const site = await startSite((request, response) => {
      const limit = new URL(request.url ?? '', 'http://x').searchParams.get('limit') ?? '';
      asked.push(limit);
      response.end(limit === '1' ? '{"data":[]}' : `{"data":[],"filler":"${'x'.repeat(8_388_608)}"}`);
    });
    const entry = jaegerKind.entry.parse({ id: 'traces', kind: 'jaeger', url: site.url });
    const client = createJaegerClient(entry, { clock: clockAt(0), resolveSecret: () => '' });
    try {
      const traces = await client.traces(
        { service: 's', fromMs: 0, toMs: 1, tracesMax: 40 },
        { timeoutMs: 10_000, signal: AbortSignal.timeout(10_000) },
      );

      assert.deepEqual([traces, asked], [[], ['40', '5', '1']]);
    } finally {
      await site.stop();
    }
  });
});
