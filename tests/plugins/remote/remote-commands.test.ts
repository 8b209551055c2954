/** Free commands and numbers over time of a kind in a plugin's process, as Zhiban uses those of built-in kinds. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openPlugins, type Plugins } from '../../../src/plugins/open-plugins.ts';
import { contextOf } from '../../../src/plugins/suite/system.ts';
import type { AnySystemKind } from '../../../src/systems/any-kind.ts';
import { commandArguments } from '../../../src/systems/commands/actions/command-action.ts';
import type { SystemClient, SystemEntry } from '../../../src/systems/contract.ts';
import { describeAction } from '../../../src/systems/describe-action.ts';
import { findAction } from '../../../src/systems/find-action.ts';
import { freeCommand } from '../../support/free-command.ts';
import { systemClock } from '../../support/system-clock.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'tank');
const entry: SystemEntry = { id: 't', kind: 'tank', dependsOn: [], labels: {}, actionsEnabled: true };
const context = contextOf(entry, 10_000);

describe('the commands and numbers of a plugin’s kind', { timeout: 120_000 }, () => {
  let plugins: Plugins;
  let kind: AnySystemKind;
  let client: SystemClient;
  before(async () => {
    const resolveSecret = (): never => assert.fail('no secret is asked for');
    plugins = await openPlugins({
      ...{ entries: [{ path: folder, enabled: true, config: {} }], places: { baseDirectory: '/', home: '/' }, variables: {} },
      ...{ resolveSecret, clock: systemClock, version: '0.1.0', takenKinds: [], backoffMs: [] },
      log: { info: () => undefined, error: () => undefined },
    });
    [kind = assert.fail()] = plugins.kinds;
    client = kind.connect(entry, { clock: systemClock, resolveSecret });
  });
  after(async () => {
    await client.close();
    await plugins.stop();
  });

  const refusalOf = async (words: string) => {
    const reading = (await kind.commands?.read(words)) ?? assert.fail();
    return 'refusal' in reading ? reading.refusal : assert.fail(`${words} is taken`);
  };
  const take = (words: string) => freeCommand(kind, words, client, entry);

  it('tells the forms of its grammar, and refuses what is not among them with what is near', async () => {
    assert.deepEqual(kind.commands?.forms, ['level', 'flood', 'leak', 'fill <level>', 'stray <level>', 'top up']);
    assert.deepEqual(await refusalOf('empty'), {
      ...{ what: 'EMPTY', why: { en: 'it throws water away', 'zh-CN': 'it throws water away' }, near: [] },
    });
    assert.deepEqual((await refusalOf('fill it')).near, ['fill <level>']);
    assert.match((await refusalOf('fill 500')).why.en, /not accepted: level/);
  });

  it('runs one that reads, bounded, and tells its failure', async () => {
    assert.equal(await (await take('LEVEL')).output(), '10 %');
    assert.equal((await (await take('flood')).output()).length, 1_000_000);
    await assert.rejects((await take('leak')).output(), { message: 'the valve is stuck' });
  });

  it('carries out one that changes by the action, with its words, and takes it back', async () => {
    const { action, given } = await take('fill 60');

    const words = await describeAction(action, given);
    const precheck = await action.precheck(client, given, context);
    assert.ok(precheck.state === 'ready');
    await action.apply(client, given, precheck.before, context);
    const verified = await action.verify(client, given, precheck.before, context);
    const level = await (await take('level')).output();
    assert.ok(!('impossible' in action.undo));
    const present = await action.undo.present?.(client, given, precheck.before, context);
    await action.undo.apply(client, given, precheck.before, context);

    assert.equal(words.summary.en, 'run fill 60');
    assert.equal(words.effect.en, 'fill to 60: the pump runs');
    assert.ok(verified.isMet);
    assert.deepEqual(present, { level: 60 });
    assert.equal(level, '60 %');
    assert.equal(await (await take('level')).output(), '10 %');
    assert.equal(action.risk, 'medium');
  });

  it('asks the system whom it means, and hears why it can’t be done', async () => {
    const bound = await take('top up');
    await bound.action.apply(client, bound.given, { level: 10 }, context);

    const reading = await kind.commands?.read('top up');
    assert.ok(reading !== undefined && 'command' in reading && reading.command.kind === 'changes');
    const again = await reading.command.bind(client, context);

    assert.deepEqual(bound.given, commandArguments('top up', { level: 100 }));
    assert.deepEqual(again, { refused: { en: 'it is full', 'zh-CN': 'it is full' } });
  });

  it('takes only the exact words that were approved', async () => {
    assert.equal(await findAction(kind, 'run-command', { command: 'LEVEL' }), null);
    assert.equal((await findAction(kind, 'run-command', { command: 'level' }))?.name, 'run-command');
  });

  it('refuses a command whose action the plugin does not offer', async () => {
    await assert.rejects(async () => await kind.commands?.read('stray 5'), /'stray', which is not among the actions of 'tank'/);
  });

  it('brings numbers over time, no more than may travel, and tells why there are none', async () => {
    const request = { query: 'level', fromMs: 0, toMs: 3_600_000, stepSeconds: 60, seriesMax: 3 };
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(60_000) };

    const answer = await kind.metricStore?.range(client, request, limit);
    const failing = kind.metricStore?.range(client, { ...request, query: 'broken' }, limit);

    assert.equal(answer?.series.length, 3);
    assert.equal(answer?.series[0]?.times.length, 61);
    assert.deepEqual(answer?.series[2]?.labels, { at: '2' });
    assert.equal(answer?.leftOut, 597);
    await assert.rejects(async () => failing, { message: 'the meter is broken' });
  });

  it('tells that the plugin is away', async () => {
    await plugins.stop();

    await assert.rejects(async () => await kind.commands?.read('level'), { name: 'SystemError' });
  });
});
