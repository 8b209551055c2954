/** On a real control plane: the rights of the guide, faults that are found, and every change with its undo. Skipped, loudly, where none is built. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import { kubernetesActions } from '../../../src/systems/kubernetes/actions.ts';
import { checkKubernetes } from '../../../src/systems/kubernetes/check.ts';
import type { KubernetesEntry } from '../../../src/systems/kubernetes/entry.ts';
import { kubernetesProbes } from '../../../src/systems/kubernetes/probes.ts';
import { contextOf } from '../../contracts/system.ts';
import { type Acting, acting } from '../../support/acting.ts';
import { until } from '../../support/child.ts';
import type { Diagnosis } from '../../support/diagnose.ts';
import { type Kubernetes, startKubernetes } from '../../support/kubernetes.ts';
import { kubernetesMissing } from '../../support/kubernetes-parts.ts';
import { clientOf, entryOf, lookAt } from './scene.ts';
import { type Shop, shopIn } from './shop.ts';

const looker = 'token-of-the-looker';
const actor = 'token-of-the-actor';
const secretValue = 'value-of-the-database-password';
const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'systems', 'kubernetes.md'), 'utf8');

if (kubernetesMissing !== null) console.warn(`\n*** ${kubernetesMissing} ***\n`);

describe('a real cluster', { skip: kubernetesMissing ?? false, timeout: 600_000 }, () => {
  let cluster: Kubernetes;
  let entry: KubernetesEntry;
  let shop: Shop;

  const as = (token: string, more: object = {}): { own: KubernetesEntry; token: string } => ({
    own: entryOf({ url: cluster.url, token: { env: 'X' }, tls: { caFile: cluster.caFile }, ...more }),
    token,
  });
  const look = (more: object = {}): Promise<Diagnosis> => lookAt(as(actor, more).own, actor);
  const act = (name: string, given: ActionArguments): Acting => {
    const action = kubernetesActions.find((each) => each.name === name);
    assert.ok(action !== undefined, name);
    return acting(action, given, clientOf(entry, actor), entry);
  };
  const causesWhen = async (isThere: (causes: Diagnosis) => boolean, more: object = {}): Promise<Diagnosis> => {
    let seen = await look(more);
    await until(
      async () => {
        seen = await look(more);
        return isThere(seen);
      },
      `what is looked for, and not ${JSON.stringify(seen.causes)}`,
      120_000,
    );
    return seen;
  };

  before(async () => {
    cluster = await startKubernetes([
      { token: looker, user: 'looker', groups: [] },
      { token: actor, user: 'actor', groups: [] },
    ]);
    entry = as(actor).own;
    await giveRights(cluster);
    shop = await shopIn(cluster, 'shop');
    await cluster.ask('POST', '/api/v1/namespaces/shop/secrets', { metadata: { name: 'db' }, stringData: { password: secretValue } });
    await shop.deploy('web', { replicas: 2 });
    await shop.expose('web');
    await shop.settle('web', 2);
  });
  after(() => cluster?.stop());

  it('the rights of the guide are what doctor wants, and more is said', async () => {
    const checked = async (token: string, more: object): Promise<string> => {
      const { own } = as(token, more);
      return (await checkKubernetes(clientOf(own, token), contextOf(own, 30_000)))
        .map(({ level, text }) => `${level}: ${text.en}`)
        .join('\n');
    };

    assert.match(await checked(looker, { actionsEnabled: false }), /^ok: /);
    assert.match(await checked(actor, { actionsEnabled: true }), /^ok: /);
    assert.match(await checked(actor, { actionsEnabled: false }), /this account can .*delete pods.*: narrow it/);
    assert.match(await checked(looker, { actionsEnabled: true }), /may not patch deployments.*will be refused/);
    assert.match(await checked(cluster.adminToken, {}), /cluster-admin/);
  });

  it('a healthy cluster: every look answers with the rights of the guide, and nothing is found', async () => {
    const { own } = as(looker);
    const seen = await lookAt(own, looker);

    assert.deepEqual(
      seen.evidence.filter(({ status }) => status !== 'ok').map(({ probe, reason }) => `${probe}: ${reason ?? ''}`),
      [],
    );
    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.equal(seen.evidence.length, kubernetesProbes.length);
    assert.equal(seen.facts['config.blindTo'], 'secrets (forbidden)');
  });

  it('of secrets only the names are seen, also by one who may read them', async () => {
    const { own } = as(cluster.adminToken);
    const seen = await lookAt(own, cluster.adminToken);

    assert.equal(seen.facts['config.blindTo'], '');
    assert.ok(Number(seen.facts['config.secrets']) >= 1);
    assert.doesNotMatch(JSON.stringify(seen.evidence), new RegExp(`${secretValue}|${Buffer.from(secretValue).toString('base64')}`));
  });

  it('a token that is none is refused, and only our namespaces are looked at', async () => {
    const stranger = as('no-such-token').own;
    const scoped = await look({ namespaces: ['kube-public'] });

    assert.deepEqual((await lookAt(stranger, 'no-such-token', { probes: ['server', 'pods'] })).causes, ['credentials-refused']);
    assert.equal(scoped.facts['pods.count'], 0);
  });

  it('an image that is not to be had: the release is taken back, and brought back', async () => {
    await shop.setImage('web', 'registry.local/shop/web:missing');
    const seen = await causesWhen(({ causes }) => causes.includes('image-not-pulled'));
    const [best] = seen.hypotheses;

    assert.deepEqual(
      [seen.causes, seen.facts['pods.image.deployment'], seen.facts['pods.image.canUndo']],
      [['image-not-pulled'], 'web', true],
    );
    assert.match(best?.title.en ?? '', /registry\.local\/shop\/web:missing/);
    assert.equal(seen.facts['rollouts.1.title'], 'shop/web: image registry.local/shop/web:1.0 → registry.local/shop/web:missing');

    const back = act('rollout-undo', { namespace: 'shop', name: 'web', revision: 0 });
    const before = await back.run();
    assert.deepEqual([await back.isApplied(before), await shop.imageOf('web')], [true, 'registry.local/shop/web:1.0']);
    await back.undo(before);
    assert.equal(await shop.imageOf('web'), 'registry.local/shop/web:missing');

    const set = act('set-image', {
      resource: 'deployments',
      namespace: 'shop',
      name: 'web',
      container: 'app',
      image: 'registry.local/shop/web:1.0',
    });
    await set.run();
    assert.equal((await set.precheck()).state, 'already');
    const well = await causesWhen(({ confirmed }) => confirmed.length === 0);
    assert.match(String(well.facts['rollouts.1.title']), /^shop\/web: back to image \S+:missing → \S+:1\.0$/);
  });

  it('a config map that is gone, named with who refers to it', async () => {
    await shop.deploy('orders', { configMap: 'orders-settings' });
    const seen = await causesWhen(({ causes }) => causes.includes('config-missing'));

    assert.deepEqual(
      [seen.causes, seen.facts['config.missingName'], seen.facts['config.missingBy']],
      [['config-missing'], 'orders-settings', 'deployments/orders'],
    );
    await shop.remove('orders');
  });

  it('a selector that matches nobody is set right and wrong again', async () => {
    await shop.expose('web', { app: 'wbe' });
    const seen = await causesWhen(({ causes }) => causes.includes('selector-matches-no-pod'));
    const right = act('set-selector', {
      namespace: 'shop',
      name: 'web',
      label: String(seen.facts['services.mismatchLabel']),
      value: String(seen.facts['services.mismatchValue']),
    });

    const before = await right.run();
    await causesWhen(({ confirmed }) => confirmed.length === 0);
    await right.undo(before);

    assert.deepEqual([seen.causes, before], [['selector-matches-no-pod'], { value: 'wbe' }]);
    await shop.expose('web');
  });

  it('scaled to zero is found, and a quota that stops the way back', async () => {
    const down = act('scale', { resource: 'deployments', namespace: 'shop', name: 'web', replicas: 0 });
    const before = await down.run();
    const zero = await causesWhen(({ causes }) => causes.includes('scaled-to-zero'));
    await cluster.ask('POST', '/api/v1/namespaces/shop/resourcequotas', { metadata: { name: 'small' }, spec: { hard: { pods: '1' } } });
    await down.undo(before);
    const full = await causesWhen(({ causes }) => causes.includes('quota-exhausted'));
    await cluster.ask('DELETE', '/api/v1/namespaces/shop/resourcequotas/small');

    assert.deepEqual([zero.causes, before], [['scaled-to-zero'], { value: 2 }]);
    assert.match(String(full.facts['workloads.refusedMessage']), /exceeded quota: small/);
    await shop.settle('web', 2);
  });

  it('restart, pause, resume, environment, resources, probe, job and pod', async () => {
    const web = { resource: 'deployments', namespace: 'shop', name: 'web' };
    const restart = act('rollout-restart', web);
    assert.equal(await restart.isApplied(await restart.run()), true);
    const pause = act('rollout-pause', { namespace: 'shop', name: 'web' });
    const paused = await pause.run();
    assert.equal((await restart.precheck()).state, 'blocked');
    await pause.undo(paused);
    for (const [name, given] of Object.entries({
      'set-env': { ...web, container: 'app', variable: 'MODE', value: 'safe' },
      'set-resources': { ...web, container: 'app', part: 'limits', of: 'memory', value: '512Mi' },
      'set-probe': { ...web, container: 'app', probe: 'readinessProbe', field: 'periodSeconds', value: 7 },
    })) {
      const change = act(name, given);
      const before = await change.run();
      await change.undo(before);
      assert.equal(await change.isApplied(before), false, name);
    }
    await shop.addSuspendedJob('import');
    const job = act('resume-job', { resource: 'jobs', namespace: 'shop', name: 'import' });
    await job.undo(await job.run());
    await shop.settle('web', 2);
    const [pod = ''] = await shop.podsOf('web');
    const gone = act('delete-pod', { namespace: 'shop', pod });
    await gone.run();
    assert.equal((await gone.precheck()).state, 'already');
    await shop.settle('web', 2);
  });

  it('what only the rules over objects know: a probe at a port that nobody opens, set right', async () => {
    await shop.deploy('pay', { probePort: 9_999 });
    const seen = await causesWhen(({ causes }) => causes.includes('readiness-probe-incorrect-port'));
    const pay = { resource: 'deployments', namespace: 'shop', name: 'pay', container: 'app' };
    await act('set-probe', { ...pay, probe: 'readinessProbe', field: 'port', value: 8_080 }).run();
    await shop.settle('pay', 1);
    await shop.remove('pay');

    assert.deepEqual(seen.causes, ['readiness-probe-incorrect-port']);
    assert.equal(seen.facts['cause.readiness-probe-incorrect-port.on'], 'pay');
  });

  it('a cordoned node lets no pod in, and a drain keeps to the budget', async () => {
    const cordon = act('cordon', { node: 'node-1' });
    const before = await cordon.run();
    await shop.deploy('late', {});
    const seen = await causesWhen(({ causes }) => causes.includes('node-cordoned-no-room'));
    await cordon.undo(before);
    await shop.settle('late', 1);
    const drain = act('drain', { node: 'node-1', podsMax: 2 });

    assert.deepEqual(seen.causes, ['node-cordoned-no-room']);
    assert.equal((await drain.precheck()).state, 'blocked');
    await shop.remove('late');
    const whole = act('drain', { node: 'node-1', podsMax: 20 });
    const drained = await whole.run();
    assert.equal(await whole.isApplied(drained), true);
    await whole.undo(drained);
    await shop.settle('web', 2);
  });
});

/** As the guide has them: every ClusterRole in it, bound to our two accounts. */
async function giveRights(cluster: Kubernetes): Promise<void> {
  const blocks = [...guide.matchAll(/```yaml\n(apiVersion: rbac[\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const roles = blocks.flatMap((block) => parseAllDocuments(block).map((document) => document.toJS()));
  assert.deepEqual(
    roles.map(({ metadata }) => metadata.name),
    ['zhiban-look', 'zhiban-act'],
  );
  const base = '/apis/rbac.authorization.k8s.io/v1';
  const subject = (name: string) => ({ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name });
  for (const role of roles) {
    await cluster.ask('POST', `${base}/clusterroles`, role);
    const subjects = role.metadata.name === 'zhiban-look' ? [subject('looker'), subject('actor')] : [subject('actor')];
    const roleRef = { kind: 'ClusterRole', apiGroup: 'rbac.authorization.k8s.io', name: role.metadata.name };
    await cluster.ask('POST', `${base}/clusterrolebindings`, { metadata: { name: role.metadata.name }, roleRef, subjects });
  }
}
