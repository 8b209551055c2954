/** What each action asks of the API server, without one; `live.test.ts` does them on a real cluster. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import type { Action } from '../../../src/systems/contract.ts';
import { rawObject, rolloutOf } from '../../../src/systems/kubernetes/actions/object.ts';
import { kubernetesActions } from '../../../src/systems/kubernetes/actions.ts';
import type { KubernetesClient } from '../../../src/systems/kubernetes/client.ts';
import { contextOf } from '../../contracts/system.ts';
import { type Asked, startApiPeer } from './api-peer.ts';
import { clientOf, entryOf } from './scene.ts';

const container = {
  name: 'app',
  image: 'registry/web:1.1',
  env: [
    { name: 'MODE', value: 'fast' },
    { name: 'FROM', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
  ],
  readinessProbe: { httpGet: { path: '/', port: 9999 }, periodSeconds: 10 },
};
const deployment = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '42', generation: 3 },
  spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } },
};
const path = '/apis/apps/v1/namespaces/shop/deployments/web';
const target = { resource: 'deployments', namespace: 'shop', name: 'web' };

function actionOf(name: string): Action<KubernetesClient> {
  const found = kubernetesActions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no action ${name}`);
  return found;
}

interface Stage {
  readonly action: Action<KubernetesClient>;
  readonly client: KubernetesClient;
  readonly given: ActionArguments;
  readonly asked: readonly Asked[];
  context(): ReturnType<typeof contextOf>;
}

async function on(
  name: string,
  arguments_: ActionArguments,
  object: object,
  play: (stage: Stage) => Promise<void>,
  more: object = {},
): Promise<void> {
  const peer = await startApiPeer({
    answers: { [path]: [200, object], ...more },
    lists: { '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers': [] },
  });
  const entry = entryOf({ url: peer.url });
  const action = actionOf(name);
  try {
    const given = action.arguments.parse(arguments_);
    await play({ action, client: clientOf(entry), given, asked: peer.asked, context: () => contextOf(entry, 10_000) });
  } finally {
    await peer.stop();
  }
}

const patchesOf = (asked: readonly Asked[]): readonly unknown[] => asked.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
const inTemplate = (change: object) => ({
  spec: { template: { spec: { containers: [{ name: 'app', ...change }] } } },
  metadata: { resourceVersion: '42' },
});

describe('kubernetesActions', () => {
  const settings: readonly (readonly [string, ActionArguments, unknown, unknown])[] = [
    [
      'set-image',
      { ...target, container: 'app', image: 'registry/web:1.0' },
      'registry/web:1.1',
      inTemplate({ image: 'registry/web:1.0' }),
    ],
    [
      'set-resources',
      { ...target, container: 'app', part: 'limits', of: 'memory', value: '1Gi' },
      null,
      inTemplate({ resources: { limits: { memory: '1Gi' } } }),
    ],
    [
      'set-probe',
      { ...target, container: 'app', probe: 'readinessProbe', field: 'port', value: 8080 },
      9999,
      inTemplate({ readinessProbe: { httpGet: { port: 8080 } } }),
    ],
    [
      'set-probe',
      { ...target, container: 'app', probe: 'readinessProbe', field: 'periodSeconds', value: 5 },
      10,
      inTemplate({ readinessProbe: { periodSeconds: 5 } }),
    ],
    [
      'set-env',
      { ...target, container: 'app', variable: 'MODE', value: 'safe' },
      'fast',
      inTemplate({ env: [{ name: 'MODE', value: 'safe' }] }),
    ],
    ['scale', { ...target, replicas: 5 }, 2, { spec: { replicas: 5 }, metadata: { resourceVersion: '42' } }],
    ['rollout-pause', { namespace: 'shop', name: 'web' }, false, { spec: { paused: true }, metadata: { resourceVersion: '42' } }],
  ];
  for (const [name, given, old, patch] of settings)
    it(`${name} records the old value and patches the object as it was seen: ${JSON.stringify(old)}`, () =>
      on(name, given, deployment, async ({ action, client, given: parsed, asked, context }) => {
        const ready = await action.precheck(client, parsed, context());
        await action.apply(client, parsed, { value: old } as never, context());

        assert.deepEqual(ready, { state: 'ready', before: { value: old } });
        assert.deepEqual(patchesOf(asked), [patch]);
      }));

  it('an undo leaves alone what somebody else has changed since', () =>
    on(
      'set-image',
      { ...target, container: 'app', image: 'registry/web:1.0' },
      deployment,
      async ({ action, client, given, asked, context }) => {
        assert.ok('apply' in action.undo);
        await assert.rejects(
          action.undo.apply(client, given, { value: 'registry/web:0.9' }, context()),
          /changed by somebody else meanwhile \(now registry\/web:1\.1\)/,
        );

        assert.deepEqual(patchesOf(asked), []);
      },
    ));

  const blockedCases: readonly (readonly [string, ActionArguments, RegExp])[] = [
    ['set-env', { ...target, container: 'app', variable: 'DB_PASSWORD', value: 'x' }, /belongs into a Secret/],
    ['set-env', { ...target, container: 'app', variable: 'FROM', value: 'x' }, /comes from a config map/],
    ['set-image', { ...target, container: 'none', image: 'a:1' }, /has no container none/],
    ['set-probe', { ...target, container: 'app', probe: 'livenessProbe', field: 'port', value: 1 }, /has no livenessProbe/],
    ['set-image', { ...target, name: 'gone', container: 'app', image: 'a:1' }, /404/],
  ];
  for (const [name, given, reason] of blockedCases)
    it(`${name} is blocked: ${reason.source}`, () =>
      on(name, given, deployment, async ({ action, client, given: parsed, context }) => {
        const answer = await action.precheck(client, parsed, context());

        assert.ok(answer.state === 'blocked', JSON.stringify(answer));
        assert.match(answer.reason.en, reason);
      }));

  it('delete-pod and drain leave pods of nobody alone, and delete-pod names the one that it means', async () => {
    const podPath = '/api/v1/namespaces/shop/pods/web-1';
    const owned = {
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        uid: 'p1',
        ownerReferences: [{ kind: 'ReplicaSet', name: 'web', uid: 'r', controller: true }],
      },
    };
    const alone = { metadata: { name: 'web-1', namespace: 'shop', uid: 'p1' } };
    const node = { metadata: { name: 'n1', resourceVersion: '7' }, spec: {} };
    const pods = { '/api/v1/nodes/n1': [200, node], '/api/v1/pods': [200, { items: [alone] }] };

    await on(
      'delete-pod',
      { namespace: 'shop', pod: 'web-1' },
      deployment,
      async ({ action, client, given, asked, context }) => {
        const ready = await action.precheck(client, given, context());
        await action.apply(client, given, { uid: 'p1', owner: 'ReplicaSet/web' }, context());
        assert.deepEqual(ready, { state: 'ready', before: { uid: 'p1', owner: 'ReplicaSet/web' } });
        assert.deepEqual(asked.find(({ method }) => method === 'DELETE')?.body, {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid: 'p1' },
        });
      },
      { [podPath]: [200, owned] },
    );
    await on(
      'delete-pod',
      { namespace: 'shop', pod: 'web-1' },
      deployment,
      async ({ action, client, given, context }) => {
        assert.equal((await action.precheck(client, given, context())).state, 'blocked');
      },
      { [podPath]: [200, alone] },
    );
    await on(
      'drain',
      { node: 'n1' },
      deployment,
      async ({ action, client, given, context }) => {
        const answer = await action.precheck(client, given, context());
        assert.match(answer.state === 'blocked' ? answer.reason.en : '', /web-1 has no controller/);
      },
      pods,
    );
  });

  it('a namespace that is not ours is not touched', async () => {
    const entry = entryOf({ url: 'http://127.0.0.1:1', namespaces: ['shop'] });
    const given = { ...target, namespace: 'other', container: 'app', image: 'a:1' };

    await assert.rejects(actionOf('set-image').precheck(clientOf(entry), given, contextOf(entry, 5_000)), /not among those of this entry/);
  });
});

describe('rolloutOf()', () => {
  it('waits for the generation that was asked for', () => {
    const status = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
    const of = (more: object) => rolloutOf(rawObject.parse({ ...deployment, status: { ...status, ...more } })).isDone;

    assert.deepEqual(
      [
        of({}),
        of({ observedGeneration: 3 }),
        of({ observedGeneration: 3, replicas: 3 }),
        of({ observedGeneration: 3, availableReplicas: 1 }),
      ],
      [false, true, false, false],
    );
  });
});
