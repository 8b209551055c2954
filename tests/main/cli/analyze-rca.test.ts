import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { simulateCase } from '../../../bench/analysis/rca/simulate.ts';
import { exitCodes } from '../../../src/main/cli/exit-codes.ts';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { fakeTerminal } from './fake-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhiban-rca-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function analyze(...words: readonly string[]) {
  const terminal = fakeTerminal({ columns: 140 });
  const code = await runCli({
    ...{ argv: ['analyze', 'rca', ...words], variables: { HOME: folder, ZHIBAN_LOCALE: 'en' }, streams: terminal.streams, version: '0' },
    signal: new AbortController().signal,
  });
  return { code, out: terminal.out, err: terminal.err };
}

test('runAnalyzeRca() ranks recorded services, in words and as JSON', async () => {
  const { table, root } = simulateCase(1);
  const header = ['time', ...table.columns.map(({ service, metric }) => `${service}_${metric}`)].join(',');
  const lines = table.times.map((ms, row) => [1_700_000_000 + ms / 1_000, ...table.columns.map(({ values }) => values[row])].join(','));
  writeFileSync(join(folder, 'metrics.csv'), [header, ...lines].join('\n'));
  writeFileSync(join(folder, 'calls.csv'), ['caller,callee', ...table.calls.map((call) => call.join(','))].join('\n'));

  const told = await analyze(folder);
  const json = await analyze(folder, '--json', '--limit', '1');

  assert.equal(told.code, exitCodes.ok);
  assert.match(told.out, new RegExp(`It began about[\\s\\S]*${root} `));
  assert.deepEqual(
    JSON.parse(json.out).services.map(({ service }: { readonly service: string }) => service),
    [root],
  );
});

test('runAnalyzeRca() says which file it wants', async () => {
  const { code, err } = await analyze(join(folder, 'nowhere'));

  assert.notEqual(code, exitCodes.ok);
  assert.match(err, /metrics\.csv/);
});
