import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { readKubernetesPath } from '../../../src/main/cli/read-kubernetes-path.ts';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { brokenPod, deployment, pod, waiting } from '../../support/kubernetes-objects.ts';
import { fakeTerminal } from './fake-terminal.ts';

const directory = mkdtempSync(join(tmpdir(), 'zhiban-kubernetes-'));
after(() => rmSync(directory, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const { signal } = new AbortController();
  const code = await runCli({
    argv: ['analyze', 'kubernetes', ...argv],
    variables: { HOME: directory },
    streams: terminal.streams,
    version: '0',
    signal,
  });
  return { code, out: terminal.out, err: terminal.err };
}

/** As `kubectl cluster-info dump --output-directory` lays it out. */
function dump(name: string, objects: { readonly deployments: readonly unknown[]; readonly pods: readonly unknown[] }, log: string): string {
  const root = join(directory, name);
  mkdirSync(join(root, 'shop', 'orders-6f89c99b76-pxl47'), { recursive: true });
  writeFileSync(join(root, 'shop', 'deployments.json'), JSON.stringify({ kind: 'DeploymentList', items: objects.deployments }));
  writeFileSync(join(root, 'shop', 'pods.json'), JSON.stringify({ kind: 'PodList', items: objects.pods }));
  writeFileSync(join(root, 'shop', 'orders-6f89c99b76-pxl47', 'logs.txt'), log);
  return root;
}

test('zhiban analyze kubernetes finds the cause in a dump, with the files it rests on, in both languages and as JSON', async () => {
  const root = dump(
    'broken',
    { deployments: [deployment({}, { status: { readyReplicas: 0 } })], pods: [brokenPod(waiting('CrashLoopBackOff'), {}, 4)] },
    "started\nAccess denied for user 'orders'@'10.1.0.7' (using password: YES) password=hunter2-abcdef\n",
  );

  const [en, zh, json] = [await run(root, '--locale', 'en'), await run(root, '--locale', 'zh-CN'), await run(root, '-n', 'shop', '--json')];

  assert.equal(en.code, 0, en.err);
  assert.match(en.out, /1\. The database refuses the credentials of orders\n {3}app\/orders · shop · mysql-invalid-credentials · \d+ %/);
  assert.match(en.out, /orders-6f89c99b76-pxl47\/logs\.txt: .*Access denied/);
  assert.match(zh.out, /1\. 数据库拒绝 orders 的凭据/);
  assert.equal(JSON.parse(json.out).findings[0].cause, 'mysql-invalid-credentials');
  assert.doesNotMatch(en.out + zh.out + json.out, /hunter2/);
});

test('zhiban analyze kubernetes finds nothing in a healthy dump, and says what it cannot read', async () => {
  const healthy = await run(dump('healthy', { deployments: [deployment()], pods: [pod()] }, ''), '--locale', 'en');
  const nowhere = await run(join(directory, 'nowhere'), '--locale', 'en');
  writeFileSync(join(directory, 'poem.txt'), 'roses are red');
  const poem = await run(join(directory, 'poem.txt'), '--locale', 'en');

  assert.match(healthy.out, /2 objects: 1 deployments · 1 pods\nNothing in it looks wrong/);
  assert.match(nowhere.err, /nowhere does not exist/);
  assert.match(poem.err, /poem\.txt tells of no Kubernetes object/);
  assert.notEqual(nowhere.code, 0);
  assert.notEqual(poem.code, 0);
});

test('readKubernetesPath() takes standard input', async () => {
  const { texts } = await readKubernetesPath('-', Readable.from([Buffer.from('Name:  x')]));

  assert.deepEqual(texts, [{ name: '-', text: 'Name:  x' }]);
});
