/** What every signature keeps: facts that its probes bring, remedies that exist, texts in both languages. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { factsOf } from '../../analysis/rca/condition.ts';
import type { Facts, FactValue, Look } from '../../domain/evidence.ts';
import type { Condition, Remedy, Signature } from '../../domain/signature.ts';
import type { Action, SystemClient, SystemEntry, SystemKind } from '../../systems/contract.ts';
import type { SystemSuite } from './system.ts';
import { assertText, isDeclared, placeholdersOf } from './system-checks.ts';

/** Placeholders that are filled for every signature. */
const commonPlaceholders: readonly string[] = ['system'];

export function checkSignatures<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  suite: SystemSuite,
  run: () => { readonly looks: ReadonlyMap<string, Look>; readonly skip: string | null },
): void {
  it('every signature is whole: names, texts, patterns', () => {
    assert.equal(new Set(kind.signatures.map((each) => each.id)).size, kind.signatures.length, 'two signatures share an id');
    for (const signature of kind.signatures) checkWords(kind, signature);
  });
  it('every fact of a signature is brought by a probe that it names', (test) => {
    const { looks, skip } = run();
    if (skip !== null) test.diagnostic(`checked against declared facts only: ${skip}`);
    for (const signature of kind.signatures) {
      const brought = signature.probes.flatMap((name) => {
        const probe = kind.probes.find((each) => each.name === name);
        assert.ok(probe !== undefined, `signature ${signature.id} names the unknown probe '${name}'`);
        if (probe.facts === undefined && skip !== null) return ['*'];
        return probe.facts ?? Object.keys(looks.get(name)?.facts ?? {});
      });
      const unknown = factsNamedBy(signature).filter((fact) => !isDeclared(fact, [...brought, ...(suite.rareFacts ?? [])]));
      assert.deepEqual(unknown, [], `signature ${signature.id} speaks of facts that none of its probes brings`);
      checkNeighbourFacts(signature, suite);
    }
  });
  it('every remedy names an action that accepts its arguments', () => {
    const facts: Facts = Object.assign({}, ...[...run().looks.values()].map((look) => look.facts), suite.sampleFacts ?? {});
    for (const signature of kind.signatures)
      for (const remedy of signature.remedies)
        for (const action of actionsFor(kind, suite, remedy)) checkRemedy(signature, remedy, action, facts);
  });
}

function checkWords<Client extends SystemClient, Entry extends SystemEntry>(kind: SystemKind<Client, Entry>, signature: Signature): void {
  const { id } = signature;
  assert.equal(signature.kind, kind.kind, `signature ${id} is of another kind`);
  assert.match(id, new RegExp(`^${kind.kind}\\.[a-z0-9-]+$`));
  assertText(signature.title, `title of ${id}`);
  assertText(signature.explanation, `explanation of ${id}`);
  assertText(signature.advice, `advice of ${id}`);
  assert.match(signature.explanation['zh-CN'], /\p{Script=Han}/u, `explanation of ${id} is not Chinese`);
  assert.ok(signature.source.length > 0, `${id} has no source`);
  assert.ok(signature.probes.length > 0, `${id} names no probe`);
  for (const pattern of [
    ...patternsOf(signature.confirm),
    ...[signature.hints, signature.restates, signature.quoted].filter((each) => each !== undefined),
  ])
    assert.doesNotThrow(() => new RegExp(pattern, 'i'), `${id} has a malformed pattern`);
}

function patternsOf(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(patternsOf);
  if ('any' in condition) return condition.any.flatMap(patternsOf);
  if ('not' in condition) return patternsOf(condition.not);
  if ('on' in condition) return patternsOf(condition.where);
  return condition[1] === 'matches' ? [String(condition[2])] : [];
}

function conditionsOf(signature: Signature): readonly Condition[] {
  const { confirm, likely, refute, remedies } = signature;
  return [confirm, likely, refute, ...remedies.map((remedy) => remedy.when)].filter((each) => each !== undefined);
}

function factsNamedBy(signature: Signature): readonly string[] {
  const texts = [signature.title, signature.explanation, signature.advice].map((text) => text.en);
  const values = signature.remedies.flatMap((remedy) => Object.values(remedy.arguments)).filter((value) => typeof value === 'string');
  const placeholders = [...texts, ...values].flatMap(placeholdersOf).filter((name) => !commonPlaceholders.includes(name));
  return [...new Set([...conditionsOf(signature).flatMap(factsOf), ...placeholders])];
}

function checkNeighbourFacts(signature: Signature, suite: SystemSuite): void {
  if (suite.hostKinds === undefined) return;
  const declared = suite.hostKinds.flatMap((kind) => kind.probes.flatMap((probe) => probe.facts ?? ['*']));
  const named = conditionsOf(signature).flatMap(hostFactsOf);
  const unknown = named.filter((fact) => !isDeclared(fact, declared));
  assert.deepEqual(unknown, [], `signature ${signature.id} speaks of facts that no host brings`);
}

function hostFactsOf(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(hostFactsOf);
  if ('any' in condition) return condition.any.flatMap(hostFactsOf);
  if ('not' in condition) return hostFactsOf(condition.not);
  if ('on' in condition) return condition.on === 'runsOn' ? factsOf(condition.where) : [];
  return [];
}

function actionsFor<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  suite: SystemSuite,
  remedy: Remedy,
): readonly Pick<Action<never>, 'name' | 'arguments'>[] {
  if (remedy.on !== 'runsOn') {
    const found = kind.actions.find((action) => action.name === remedy.action);
    assert.ok(found !== undefined, `a remedy names the unknown action '${remedy.action}'`);
    return [found];
  }
  return (suite.hostKinds ?? []).map((host) => {
    const found = host.actions.find((action) => action.name === remedy.action);
    assert.ok(found !== undefined, `a remedy names the action '${remedy.action}' that ${host.kind} does not have`);
    return found;
  });
}

/** The type of a missing fact is not known here: the remedy passes when some type of it is accepted. */
function checkRemedy(signature: Signature, remedy: Remedy, action: Pick<Action<never>, 'name' | 'arguments'>, facts: Facts): void {
  const candidates = Object.entries(remedy.arguments).map(([name, value]) =>
    candidatesOf(value, facts).map((each) => [name, each] as const),
  );
  const combined = candidates.reduce<readonly (readonly (readonly [string, FactValue])[])[]>(
    (rows, choices) => rows.flatMap((row) => choices.map((choice) => [...row, choice])),
    [[]],
  );
  const isAccepted = combined.slice(0, 4_096).some((row) => action.arguments.safeParse(Object.fromEntries(row)).success);
  assert.ok(isAccepted, `the remedy of ${signature.id} gives arguments that action ${action.name} refuses`);
}

function candidatesOf(value: FactValue, facts: Facts): readonly FactValue[] {
  if (typeof value !== 'string') return [value];
  const whole = /^\{([\w.@-]+)\}$/.exec(value)?.[1];
  if (whole === undefined) return [value.replaceAll(/\{[\w.@-]+\}/g, '1'), value.replaceAll(/\{[\w.@-]+\}/g, 'sample')];
  const known = facts[whole];
  return [...(known === undefined || known === null ? [] : [known]), 100, 'sample', '/var/tmp/sample', true];
}
