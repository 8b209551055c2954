import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeSignatures } from '../../../src/systems/kubernetes/signatures/causes.ts';
import { kubernetesSignatures } from '../../../src/systems/kubernetes/signatures.ts';

describe('causeSignatures', () => {
  it('are there for what the rules know and no signature of our own tells', () => {
    const ids = causeSignatures.map(({ id }) => id);

    assert.ok(ids.length > 80, String(ids.length));
    assert.ok(ids.includes('kubernetes.readiness-probe-incorrect-port') && !ids.includes('kubernetes.oom-killed'));
    assert.equal(new Set(kubernetesSignatures.map(({ id }) => id)).size, kubernetesSignatures.length);
  });

  it('speak of what the cause is on, and know what they rest on', () => {
    const missing = causeSignatures.filter(({ title, explanation }) => !/\.seen\}/.test(explanation.en) || /\{object\}/.test(title.en));

    assert.deepEqual(missing, []);
  });
});
