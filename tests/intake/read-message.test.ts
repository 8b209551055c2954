import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { alertMapping, alertSource } from '../../src/config/alert-sources.ts';
import { createConfiguredSources, formOf } from '../../src/intake/configured-sources.ts';
import { createEvaluator } from '../../src/intake/mapping/evaluator.ts';
import { alertsOf, createReadMessage, problemsOf } from '../../src/intake/read-message.ts';
import { keyOf } from '../../src/intake/unread-of.ts';

const now = '2026-11-29T03:00:00.000Z';
const evaluator = createEvaluator();
after(() => evaluator.close());
const contextAt = () => ({ now, jsonMapping: null, utcOffset: '+08:00', groupBy: ['alertname'], resolveTimeoutMs: 300_000 });
const read = createReadMessage({ evaluator, contextAt, locale: () => 'en' });
const message = (body: unknown) => ({ body, meta: {}, receivedAt: now });

test('createReadMessage() reads by a built-in form, and tells what does not fit as a problem', async () => {
  const good = await read({ source: 'kafka/bus', as: 'json' }, message({ title: 'Disk', severity: 'critical' }));
  const bad = await read({ source: 'kafka/bus', as: 'json' }, message({ wrong: 1 }));
  const unknown = await read({ source: 'kafka/bus', as: 'pigeon' }, message({}));

  assert.equal(alertsOf(good)[0]?.labels.alertname, 'Disk');
  assert.match(problemsOf(bad)[0]?.en ?? '', /has no text at '\/title'/);
  assert.match(problemsOf(unknown)[0]?.en ?? '', /no form 'pigeon'/);
});

test('problemsOf() names the items that should have been alerts', async () => {
  const mapped = await read({ source: 'generic/x', mapping: alertMapping.parse({ name: 't' }) }, message([{ t: 'a' }, {}]));

  assert.equal(alertsOf(mapped).length, 1);
  assert.deepEqual(
    problemsOf(mapped).map(({ 'zh-CN': chinese }) => chinese),
    ['第 2 项，name：没有得到文本，而每条告警都要有名称'],
  );
});

test('createConfiguredSources() serves HTTP sources only, as the configuration says now', async () => {
  const erp = alertSource.parse({ name: 'erp', kind: 'http', mapping: { name: 't' } });
  const list = [erp];
  const configured = createConfiguredSources({ sources: () => list, read, keep: async () => {} });

  assert.equal(keyOf(erp), 'generic/erp');
  assert.equal(formOf(erp).source, 'generic/erp');
  assert.equal((await configured.parse('t1', 'erp', { t: 'a' }, now)).length, 1);
  list.pop();
  await assert.rejects(configured.parse('t1', 'erp', { t: 'a' }, now), /no alert source 'erp'/);
});
