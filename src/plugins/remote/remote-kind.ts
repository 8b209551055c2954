/** A kind of system that lives in a plugin's process, as the rest of Zhiban sees it: the same contract as that of a built-in one. */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { Look } from '../../domain/evidence.ts';
import { type LocalText, sameText } from '../../domain/text.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import type { Action, LookContext, Probe, SystemCheck, SystemEntry } from '../../systems/contract.ts';
import { entryShape } from '../../systems/entry.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import { PluginError } from '../process/plugin-error.ts';
import { checksSchema, type KindDescription, lookSchema } from '../protocol.ts';
import { aroundOf, createLend } from './lend.ts';
import { remoteActions } from './remote-action.ts';
import { type RemoteClient, remoteClient } from './remote-client.ts';
import { remoteCommands } from './remote-commands.ts';
import { remoteStores } from './remote-stores.ts';

/** Follows the plugin: what it offers after a start anew is what the kind has. Before the first good start there is one probe that says why. */
export function createRemoteKind(
  plugin: KeptPlugin,
  kind: string,
  /** What every kind of Zhiban has besides its own. */
  complete: (kind: AnySystemKind) => AnySystemKind = (own) => own,
): AnySystemKind {
  let seen: KindDescription | null = null;
  let made = complete(placeholder(plugin, kind));
  /** By the entry's id, as its plugin has told last. */
  const notFor = new Map<string, readonly string[]>();
  const current = (): AnySystemKind => {
    const description = plugin.description()?.systems.find((each) => each.kind === kind) ?? null;
    if (description !== null && description !== seen) {
      seen = description;
      made = complete(kindOf(plugin, description, notFor));
    }
    return made;
  };
  return {
    kind,
    get title() {
      return current().title;
    },
    get entry() {
      return current().entry;
    },
    get probes() {
      return current().probes;
    },
    get signatures() {
      return current().signatures;
    },
    get actions() {
      return current().actions;
    },
    get logStore() {
      return current().logStore;
    },
    get logFiles() {
      return current().logFiles;
    },
    get metricStore() {
      return current().metricStore;
    },
    get commands() {
      return current().commands;
    },
    connect(entry, context) {
      const isForSome = current().probes.some(({ isFor }) => isFor !== undefined);
      const onOpened = (names: readonly string[]): void => void notFor.set(entry.id, names);
      notFor.delete(entry.id);
      const client = remoteClient(plugin, entry, () => seen?.entry ?? null, context.resolveSecret, onOpened);
      if (isForSome) client.introduce();
      return client;
    },
    check: (client, context) => check(plugin, client as RemoteClient, context, seen),
  };
}

type NotFor = ReadonlyMap<string, readonly string[]>;

function kindOf(plugin: KeptPlugin, description: KindDescription, notFor: NotFor): AnySystemKind {
  const actions = remoteActions(plugin, description);
  return {
    ...remoteStores(description),
    commands: remoteCommands(plugin, description, actions) as AnySystemKind['commands'],
    kind: description.kind,
    title: description.title,
    entry: z.fromJSONSchema(description.entry) as z.ZodType<SystemEntry>,
    connect: () => ({ close: async () => undefined }),
    probes: description.probes.map((probe) => remoteProbe(plugin, probe, notFor)) as AnySystemKind['probes'],
    signatures: description.signatures,
    actions: actions as readonly Action<never>[] as AnySystemKind['actions'],
  };
}

function remoteProbe(plugin: KeptPlugin, probe: KindDescription['probes'][number], notFor: NotFor): Probe<RemoteClient> {
  return {
    ...{ name: probe.name, summary: probe.summary, cost: probe.cost, timeoutMs: probe.timeoutMs },
    ...(probe.hints === undefined ? {} : { hints: probe.hints }),
    ...(probe.facts === undefined ? {} : { facts: probe.facts }),
    // Until the plugin has told, each is for every entry.
    ...(probe.isForSome ? { isFor: ({ id }: SystemEntry) => notFor.get(id)?.includes(probe.name) !== true } : {}),
    parameters: z.fromJSONSchema(probe.parameters) as Probe<RemoteClient>['parameters'],
    async look(client, parameters, context) {
      try {
        const given = { probe: probe.name, parameters, aboutMs: context.aboutMs, around: aroundOf(context) };
        const limit = { withinMs: probe.timeoutMs, signal: context.signal, lend: createLend(context) };
        const look = await client.ask('probe.look', given, lookSchema, limit);
        plugin.noteThrow(false, '');
        return look as Look;
      } catch (error) {
        if (!(error instanceof PluginError)) return failed(probe.name, sameText(error instanceof Error ? error.message : String(error)));
        if (error.kind === 'threw' || error.kind === 'nonsense') plugin.noteThrow(true, `${probe.name}: ${error.message}`);
        return failed(probe.name, sameText(error.message));
      }
    },
  };
}

/** A blind spot with its reason, as every look that could not be taken. */
function failed(probe: string, reason: LocalText): Look {
  return { status: 'failed', reason: reason.en, headline: reason, facts: {}, query: probe, text: '' };
}

function placeholder(plugin: KeptPlugin, kind: string): AnySystemKind {
  const probe: Probe<RemoteClient> = {
    name: 'plugin',
    summary: { en: `What the plugin ${plugin.name} says of itself`, 'zh-CN': `插件 ${plugin.name} 自身的状态` },
    parameters: z.strictObject({}),
    timeoutMs: 1_000,
    cost: 'cheap',
    facts: [],
    async look() {
      const { reason } = plugin.state();
      const en = `the plugin ${plugin.name} is not running${reason === null ? '' : `: ${reason.en}`}`;
      const chinese = `插件 ${plugin.name} 未运行${reason === null ? '' : `：${reason['zh-CN']}`}`;
      return failed('plugin', { en, 'zh-CN': chinese });
    },
  };
  return {
    kind,
    title: sameText(kind),
    // Unknown keys are the plugin's to judge, once it runs.
    entry: z.looseObject({ ...entryShape, kind: z.literal(kind) }),
    connect: () => ({ close: async () => undefined }),
    probes: [probe] as AnySystemKind['probes'],
    signatures: [],
    actions: [],
    // Whether it keeps numbers, only the plugin knows: what is to be watched on it is no mistake of the configuration.
    metricStore: { range: async () => Promise.reject(new SystemError(`The plugin ${plugin.name} is not running`, { retry: 'later' })) },
  };
}

const checkWithinMs = 9_000;

async function check(
  plugin: KeptPlugin,
  client: RemoteClient,
  context: LookContext,
  description: KindDescription | null,
): Promise<readonly SystemCheck[]> {
  const { state, reason } = plugin.state();
  if (state !== 'up') return [{ level: 'fail', text: reason ?? sameText(state) }];
  try {
    if (description?.hasCheck !== true) return await reach(client, context, description);
    return await client.ask('system.check', { aboutMs: context.aboutMs, around: aroundOf(context) }, checksSchema, {
      ...{ withinMs: checkWithinMs, signal: context.signal, lend: createLend(context) },
    });
  } catch (error) {
    return [{ level: 'fail', text: sameText(error instanceof Error ? error.message : String(error)) }];
  }
}

/** As for built-in kinds without a check: whether it can be reached is what matters most. */
async function reach(client: RemoteClient, context: LookContext, description: KindDescription | null): Promise<readonly SystemCheck[]> {
  const probe = description?.probes.find(({ cost }) => cost === 'cheap') ?? description?.probes[0];
  if (probe === undefined) return [];
  const given = { probe: probe.name, parameters: {}, aboutMs: context.aboutMs };
  const look = await client.ask('probe.look', given, lookSchema, { withinMs: checkWithinMs, signal: context.signal });
  return [look.status === 'ok' ? { level: 'ok', text: look.headline } : { level: 'fail', text: sameText(look.reason ?? look.status) }];
}
