/**
 * What every plugin keeps, called by its own test. It runs the plugin as Zhiban does, in a process of its own with the permissions that its
 * manifest declares, so that what is missing there is found here:
 *
 *   await describePlugin(join(import.meta.dirname, '..'), {
 *     systems: { openldap: { live: async () => ({ entry: { id: 'd', kind: 'openldap', url } }), sampleArguments: {} } },
 *   });
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Analyse } from '../../activities/deps.ts';
import type { Voice } from '../../adapters/voice/contract.ts';
import type { Variables } from '../../config/environment.ts';
import { formatProblem } from '../../config/problem.ts';
import { readRunbooks } from '../../config/runbooks.ts';
import type { IncomingAlert } from '../../domain/alert.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import { builtInKinds } from '../../systems/registry.ts';
import type { AnalyserInput } from '../contract.ts';
import { findPlugin } from '../find-plugin.ts';
import { keepPlugin, type PluginEvent } from '../process/keep-plugin.ts';
import { createAnalyse } from '../remote/remote-analysers.ts';
import { createRemoteKind } from '../remote/remote-kind.ts';
import { createForeignSources } from '../remote/remote-source.ts';
import { createRemoteVoice } from '../remote/remote-voice.ts';
import { type ChatSuite, describeChat } from './chat.ts';
import { describeSystem, type SystemSuite, suiteClock } from './system.ts';

export interface PluginSuite {
  /** As written under `plugins[].config`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What the plugin finds of the variables that it declares. */
  readonly variables?: Variables;
  readonly resolveSecret?: ResolveSecret;
  /** One for every kind that the manifest names. */
  readonly systems?: Readonly<Record<string, SystemSuite>>;
  /** Where the manifest says that it brings a chat. */
  readonly chat?: ChatSuite;
}

/** For tests of the plugin's own, beside those of the suite. */
export interface PluginUnderTest {
  /** A kind of the plugin, in its process; throws for one that the manifest doesn't name. */
  kind(name: string): AnySystemKind;
  /** What one posted body becomes, by an alert source of the plugin. Throws ZhibanError for what is no alert. */
  alerts(source: string, body: unknown, now: string): Promise<readonly IncomingAlert[]>;
  /** What its analysers make of the evidence; empty also where one failed. */
  analyse(given: AnalyserInput): ReturnType<Analyse>;
  /** Throws ChatError where it could not be said. */
  notifier(): Voice;
}

/** Returns once the plugin has been started, so that its tests are known; `await` it at the top of the test file. */
export async function describePlugin(directory: string, suite: PluginSuite): Promise<PluginUnderTest> {
  const found = findPlugin({ path: directory }, { baseDirectory: directory, home: directory });
  const events: PluginEvent[] = [];
  const output: string[] = [];
  const refuse: ResolveSecret = () => {
    throw new Error('The suite was given no secrets');
  };
  const plugin = keepPlugin({
    found,
    entry: { config: { ...suite.config } },
    variables: suite.variables ?? {},
    resolveSecret: suite.resolveSecret ?? refuse,
    clock: suiteClock,
    takenKinds: [],
    onEvent: (event) => void events.push(event),
    onOutput: (line) => void output.push(line),
    backoffMs: [],
  });
  await plugin.start();
  after(() => plugin.stop());
  const { name, capabilities } = found.manifest;
  describe(`plugin ${name} keeps the contract`, () => {
    it('starts with the permissions that it declares, and offers what it names', () => {
      const { state, reason } = plugin.state();
      assert.equal(state, 'up', [reason?.en ?? '', ...output].join('\n'));
    });
    it('every kind that it names has a suite', () => {
      for (const kind of capabilities.systems) assert.ok(suite.systems?.[kind] !== undefined, `the test has no suite for the kind ${kind}`);
      assert.equal(suite.chat !== undefined, capabilities.chat, 'the test has a suite for the chat, if the plugin brings one');
    });
    const { runbooks } = capabilities;
    if (runbooks !== undefined)
      it('every runbook can be read, and asks only for looks that there are', async () => {
        const names = { kinds: [...builtInKinds, ...capabilities.systems.map((kind) => createRemoteKind(plugin, kind))], systemIds: null };
        const read = await readRunbooks([{ path: join(found.directory, runbooks), isExpected: true }], names);
        assert.deepEqual(
          read.problems.map(({ file, problem }) => formatProblem(file, problem, 'en')),
          [],
        );
        assert.ok(read.runbooks.length > 0, `there is no runbook in ${runbooks}`);
      });
  });
  if (plugin.state().state === 'up')
    for (const [kind, system] of Object.entries(suite.systems ?? {})) describeSystem(createRemoteKind(plugin, kind), system);
  if (plugin.state().state === 'up' && suite.chat !== undefined) describeChat(found, suite.chat);
  describe(`plugin ${name} stays within its limits`, () => {
    it('was not stopped by anything that the suite asked of it', () => {
      assert.deepEqual(
        events.map(({ reason }) => reason.en),
        [],
        output.join('\n'),
      );
    });
  });
  return {
    kind(given) {
      if (!capabilities.systems.includes(given)) throw new RangeError(`The manifest names no kind '${given}'`);
      return createRemoteKind(plugin, given);
    },
    alerts: (source, body, now) => createForeignSources([plugin]).parse(source, body, now),
    analyse: (given) => createAnalyse([plugin], { warn: (fields) => void output.push(JSON.stringify(fields)) })(given),
    notifier: () => createRemoteVoice(plugin),
  };
}
