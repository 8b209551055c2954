/** kubectl's words against an API server of the test's own, which tells what it was asked. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { splitWords } from '../../../src/systems/commands/words.ts';
import { kubernetesCommands } from '../../../src/systems/kubernetes/commands.ts';
import { prepareKubectl } from '../../../src/systems/kubernetes/kubectl-words.ts';
import { kubernetesKind } from '../../../src/systems/kubernetes/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { freeCommand } from '../../support/free-command.ts';
import { startApiPeer } from './api-peer.ts';
import { clientOf, entryOf } from './scene.ts';

const deployment = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '42', generation: 3 },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'app', image: 'registry/web:1.1' }] } } },
  status: { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 1 },
};

it('kubernetesCommands read the state of a rollout, and scale with the action that has an undo', async () => {
  const peer = await startApiPeer({
    answers: { '/apis/apps/v1/namespaces/shop/deployments/web': [200, deployment] },
    lists: { '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers': [] },
  });
  const entry = entryOf({ url: peer.url });
  const client = clientOf(entry);
  const ask = (words: string) => freeCommand(kubernetesKind, words, client, entry);
  try {
    assert.equal(await (await ask('kubectl rollout status deploy/web -n shop')).output(), '2/2 updated, 1/2 available');
    const { action, given } = await ask('kubectl scale deployments/web --replicas=4 -n shop');
    assert.equal(given.with, '{"name":"web","namespace":"shop","replicas":4,"resource":"deployments"}');
    const ready = await action.precheck(client, given, contextOf(entry, 10_000));
    assert.ok(ready.state === 'ready');
    await action.apply(client, given, ready.before, contextOf(entry, 10_000));
    assert.deepEqual(peer.asked.find(({ method }) => method === 'PATCH')?.body, {
      spec: { replicas: 4 },
      metadata: { resourceVersion: '42' },
    });
    assert.ok(!('impossible' in action.undo));
  } finally {
    await client.close();
    await peer.stop();
  }
});

it('prepareKubectl() brings what is written in several ways into one, and leaves that as it is', () => {
  const read = (given: string) => {
    const split = splitWords(given);
    assert.ok('words' in split);
    return prepareKubectl(split.words);
  };
  const once = read('-n=shop set image deploy/web app=registry/web:2');

  assert.equal(once.map(({ text }) => text).join(' '), 'set image deploy/web app=registry/web:2 -n shop');
  assert.deepEqual(prepareKubectl(once), once);
  assert.equal(read('get pods -n').length, 3, 'a namespace that is not named is left for the forms to refuse');
  assert.ok('refusal' in kubernetesCommands.read('get pods -n shop -n kube-system'));
});
