import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { fakeTerminal } from '../../main/cli/fake-terminal.ts';
import { type Harness, startHarness, tokens } from '../harness.ts';
import { seedIncident } from '../seed.ts';

let harness: Harness;
let url: string;

before(async () => {
  harness = await startHarness();
  url = await harness.listen();
  await seedIncident(harness.store);
});
after(() => harness.close());

const ask = (path: string) => fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${tokens.admin}` } });

async function cli(locale: string, ...argv: readonly string[]) {
  const terminal = fakeTerminal({});
  const variables = { ZHIBAN_URL: url, ZHIBAN_TOKEN: tokens.admin, ZHIBAN_HOME: '/nonexistent-home', ZHIBAN_LOCALE: locale };
  const code = await runCli({ argv, variables, streams: terminal.streams, version: '0.0.0', signal: new AbortController().signal });
  return { code, out: terminal.out };
}

test('GET /insights counts, and /insights.csv gives the same to a spreadsheet', async () => {
  const query = '?since=2020-01-01T00:00:00Z&group=severity&timeZone=Asia/Shanghai';

  const report = Object(await (await ask(`/insights${query}`)).json());
  const csv = await ask(`/insights.csv${query}`);

  assert.equal(report.total.incidents, 1);
  assert.equal(report.items.length, 1);
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(csv.headers.get('content-disposition') ?? '', /zhiban-insights-by-severity\.csv/);
  assert.match(await csv.text(), /^severity,incidents,.*\r\n\w+,1,/);
  for (const wrong of ['?group=colour', '?since=yesterday', '?timeZone=Mars'])
    assert.equal((await ask(`/insights${wrong}`)).status, 400, wrong);
});

test('zhiban insights prints a table in both languages, or CSV', async () => {
  const english = await cli('en', 'insights', '--since', '3000d', '--by', 'severity');
  const chinese = await cli('zh-CN', 'insights', '--since', '3000d', '--by', 'severity');
  const csv = await cli('en', 'insights', '--since', '3000d', '--by', 'service', '--csv');

  assert.equal(english.code, 0);
  assert.match(english.out, /Severity +Incidents +Alerts +Received +Noise +MTTD +MTTA +MTTI +MTTR/);
  assert.match(english.out, /Total +1 /);
  assert.match(chinese.out, /级别 +故障 +告警 +通知 +噪声占比/);
  assert.match(chinese.out, /合计 +1 /);
  assert.match(csv.out, /^service,incidents,/);
  assert.match((await cli('en', 'insights', '--since', '3000d', '--until', '2900d')).out, /No incident in this span/);
});
