import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { SystemGraphView, SystemLinkView } from '../../../src/domain/view.ts';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { dotOf, treeOf } from '../../../src/main/cli/systems-graph.ts';
import { type Harness, startHarness, tokens } from '../../api/harness.ts';

const seen = {
  systemId: 'web-1',
  probe: 'connections',
  evidenceId: 'ev_1',
  incidentId: 'inc_1',
  firstAt: '',
  lastAt: '2026-03-01T10:00:00.000Z',
};
const link = (from: string, to: string, how: SystemLinkView['how'] = 'dependsOn'): SystemLinkView => ({
  ...{ from, to, how },
  seen: how === 'discovered' ? seen : null,
});
const graph: SystemGraphView = {
  systems: ['shop', 'api', 'db', 'host'].map((id) => ({ id, kind: 'http', title: id })),
  links: [link('shop', 'api'), link('shop', 'db', 'discovered'), link('api', 'db'), link('db', 'host', 'runsOn')],
};

const folder = mkdtempSync(join(tmpdir(), 'zhiban-graph-'));
let harness: Harness;
let url = '';
before(async () => {
  harness = await startHarness();
  url = await harness.listen();
});
after(async () => {
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});

async function zhiban(locale: string, ...argv: string[]): Promise<string> {
  let said = '';
  const add = (text: string): void => {
    said += text;
  };
  const variables = { ZHIBAN_HOME: folder, ZHIBAN_URL: url, ZHIBAN_TOKEN: tokens.admin, ZHIBAN_LOCALE: locale };
  const streams = { out: add, err: add, isTerminal: false, columns: null, confirm: null, ask: null };
  const code = await runCli({ argv, variables, streams, version: '0.1.0', signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 0, said);
  return said;
}

test('treeOf() draws each system out once, and what was found on a dotted branch', () => {
  assert.deepEqual(
    treeOf(graph, ({ how }) => how, '(above)'),
    [
      'shop  http',
      '├─ api  http  · dependsOn',
      '│  └─ db  http  · dependsOn',
      '│     └─ host  http  · runsOn',
      '└╌ db  http  · discovered  (above)',
    ],
  );
});

test('dotOf() is for Graphviz, with names that cannot break out of their quotes', () => {
  const text = dotOf({ systems: [{ id: 'a"b', kind: 'k', title: '' }], links: [link('a"b', 'c', 'discovered')] }).join('\n');

  assert.match(text, /^digraph systems \{/);
  assert.ok(text.includes('"a\\"b" -> "c" [label="discovered web-1/connections 2026-03-01T10:00:00.000Z", style=dashed];'), text);
});

test('runSystemsGraph() prints the tree, dot and JSON of a Zhiban that listens', async () => {
  const tree = await zhiban('zh-CN', 'systems', '--graph');
  const dot = await zhiban('en', 'systems', '--graph', '--format', 'dot');
  const json = JSON.parse(await zhiban('en', 'systems', '--graph', '--format', 'json')) as SystemGraphView;

  assert.deepEqual(json, { systems: [], links: [] });
  assert.match(tree, /还没有看护任何系统/);
  assert.match(dot, /Nothing is looked after yet/);
});
