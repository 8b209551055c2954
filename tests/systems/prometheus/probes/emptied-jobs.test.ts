import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptiedJobs, jobsIn } from '../../../../src/systems/prometheus/probes/emptied-jobs.ts';

const yaml =
  'global: {}\nscrape_configs:\n  - job_name: orders\n    basic_auth: { password: <secret> }\n  - job_name: carts\n  - job_name: never\n';
const had = ['orders', 'carts', 'retired'].map((job) => ({ metric: { job }, value: [0, '1'] }));
const client = {
  api: (path: string) => Promise.resolve(path === 'query' ? { resultType: 'vector', result: had } : { yaml }),
} as never;
const limit = { timeoutMs: 1_000, signal: new AbortController().signal };

test('emptiedJobs() names jobs that are configured, had targets and have none', async () => {
  assert.deepEqual(await emptiedJobs(client, new Set(['carts']), 0, limit), ['orders']);
  assert.deepEqual(await emptiedJobs(client, new Set(['carts', 'orders']), 0, limit), []);
});

test('jobsIn() reads the configuration as Prometheus shows it, and nothing from anything else', () => {
  assert.deepEqual(jobsIn(yaml), ['orders', 'carts', 'never']);
  assert.deepEqual(jobsIn('{ not yaml'), []);
  assert.deepEqual(jobsIn(''), []);
});
