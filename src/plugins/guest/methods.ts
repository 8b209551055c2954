/** What Zhiban may ask of a plugin, one function for each method of the protocol. */

import { z } from 'zod';
import type { AdapterMemory } from '../../adapters/contract.ts';
import type { Announcement } from '../../domain/announcement.ts';
import type { Clock } from '../../domain/clock.ts';
import { SystemError } from '../../domain/errors.ts';
import type { ActionArguments } from '../../domain/plan.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { Action, Before, LookContext, Probe, SystemClient, SystemEntry } from '../../systems/contract.ts';
import type { AnalyserInput, Plugin, PluginParts, PluginSystemKind } from '../contract.ts';
import type { Method } from '../protocol.ts';
import { type Borrow, contextAround } from './around.ts';
import { chatMethods } from './chat-methods.ts';
import { commandMethods } from './command-methods.ts';
import { describeParts } from './describe-parts.ts';
import { GoneError } from './gone-error.ts';
import type { Guard } from './guard.ts';
import { storeMethods } from './store-methods.ts';

export type Given = Readonly<Record<string, unknown>>;
export type Methods = Readonly<Record<Method, (given: Given, signal: AbortSignal, borrow: Borrow) => Promise<unknown> | unknown>>;

interface Deps {
  readonly main: string;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly memory: AdapterMemory;
}

export interface OpenSystem {
  readonly kind: PluginSystemKind;
  readonly entry: SystemEntry;
  readonly client: SystemClient;
}

export function createMethods(deps: Deps): Methods {
  let plugin: Plugin | null = null;
  let parts: PluginParts | null = null;
  const systems = new Map<string, OpenSystem>();
  const ready = (): PluginParts => {
    if (parts === null) throw new GoneError('The plugin is not configured');
    return parts;
  };
  return {
    async load() {
      plugin = pluginOf(await import(deps.main));
      return { config: plugin.config === undefined ? null : z.toJSONSchema(plugin.config, { io: 'input', unrepresentable: 'any' }) };
    },
    async configure({ config, secrets }) {
      if (plugin === null) throw new GoneError('The plugin is not loaded');
      const schema: z.ZodType = plugin.config ?? z.strictObject({});
      const parsed = schema.safeParse(config);
      if (!parsed.success)
        return { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })) };
      parts = await plugin.load(parsed.data, { clock: deps.clock, resolveSecret: secretsOf(secrets), memory: deps.memory });
      return { description: describeParts(parts) };
    },
    ping: () => null,
    health: async () => void (await ready().health?.()),
    async unload() {
      await Promise.allSettled([...[...systems.values()].map(({ client }) => client.close()), parts?.chat?.stop()]);
      await parts?.unload?.();
    },
    ...systemMethods(deps, systems, ready),
    ...otherMethods(ready),
    ...chatMethods(ready, deps.clock),
  };
}

function systemMethods(deps: Deps, systems: Map<string, OpenSystem>, ready: () => PluginParts) {
  const opened = ({ handle }: Given): OpenSystem => {
    const found = systems.get(String(handle));
    if (found === undefined) throw new GoneError(`There is no open system '${String(handle)}'`);
    return found;
  };
  const contextOf: ContextOf = ({ aboutMs, around }, { entry }, signal, borrow) => ({
    ...{ clock: deps.clock, signal, aboutMs: Number(aboutMs), entry },
    ...contextAround(around, borrow),
  });
  return {
    'system.open'({ handle, kind: name, entry: given, secrets, hosts }) {
      const kind = kindOf(ready(), name);
      const parsed = kind.entry.safeParse(given);
      if (!parsed.success) throw new SystemError(`The entry is refused: ${z.prettifyError(parsed.error)}`, { retry: 'never' });
      deps.guard.allow(hosts as readonly string[]);
      const entry: SystemEntry = parsed.data;
      const client: SystemClient = kind.connect(entry, { clock: deps.clock, resolveSecret: secretsOf(secrets) });
      systems.set(String(handle), { kind, entry, client });
      const probes: readonly Probe<SystemClient>[] = kind.probes;
      return { notFor: probes.filter((probe) => probe.isFor?.(entry) === false).map(({ name }) => name) };
    },
    async 'system.close'({ handle }) {
      const found = systems.get(String(handle));
      systems.delete(String(handle));
      await found?.client.close();
    },
    'system.warm': async (given) => void (await opened(given).client.warm?.()),
    async 'system.check'(given, signal, borrow) {
      const system = opened(given);
      return (await system.kind.check?.(system.client, contextOf(given, system, signal, borrow))) ?? [];
    },
    'probe.look'(given, signal, borrow) {
      const system = opened(given);
      const probe: Probe<SystemClient> | undefined = system.kind.probes.find(({ name }) => name === given.probe);
      if (probe === undefined) throw new GoneError(`There is no probe '${String(given.probe)}'`);
      return probe.look(system.client, probe.parameters.parse(given.parameters), contextOf(given, system, signal, borrow));
    },
    ...storeMethods(opened),
    'action.describe'(given) {
      const action = actionOf(kindOf(ready(), given.kind), given);
      const parsed = action.arguments.parse(given.arguments) as ActionArguments;
      const undo = 'impossible' in action.undo ? action.undo.impossible : action.undo.summary(parsed);
      return { summary: action.summary(parsed), effect: action.effect(parsed), verification: action.verification(parsed), undo };
    },
    ...actionMethods(opened, contextOf),
    ...commandMethods((given) => kindOf(ready(), given.kind), opened, contextOf),
  } satisfies Partial<Methods>;
}

export type ContextOf = (given: Given, system: OpenSystem, signal: AbortSignal, borrow: Borrow) => LookContext;

function actionMethods(opened: (given: Given) => OpenSystem, contextOf: ContextOf) {
  const bind = (given: Given, signal: AbortSignal, borrow: Borrow) => {
    const system = opened(given);
    const action = actionOf(system.kind, given);
    const parsed = action.arguments.parse(given.arguments) as ActionArguments;
    return { action, client: system.client, parsed, before: given.before as Before, context: contextOf(given, system, signal, borrow) };
  };
  return {
    'action.precheck'(given, signal, borrow) {
      const { action, client, parsed, context } = bind(given, signal, borrow);
      return action.precheck(client, parsed, context);
    },
    'action.isApplied'(given, signal, borrow) {
      const { action, client, parsed, before, context } = bind(given, signal, borrow);
      return action.isApplied(client, parsed, before, context);
    },
    'action.apply'(given, signal, borrow) {
      const { action, client, parsed, before, context } = bind(given, signal, borrow);
      return action.apply(client, parsed, before, context);
    },
    'action.verify'(given, signal, borrow) {
      const { action, client, parsed, before, context } = bind(given, signal, borrow);
      return action.verify(client, parsed, before, context);
    },
    'action.undo'(given, signal, borrow) {
      const { action, client, parsed, before, context } = bind(given, signal, borrow);
      if ('impossible' in action.undo) throw new SystemError(action.undo.impossible.en, { retry: 'never' });
      return action.undo.apply(client, parsed, before, context);
    },
    'action.present'(given, signal, borrow) {
      const { action, client, parsed, before, context } = bind(given, signal, borrow);
      if ('impossible' in action.undo || action.undo.present === undefined)
        throw new GoneError(`The undo of '${action.name}' doesn't tell`);
      return action.undo.present(client, parsed, before, context);
    },
  } satisfies Partial<Methods>;
}

function otherMethods(ready: () => PluginParts) {
  return {
    async 'notifier.say'({ destination, to, announcement }) {
      const { more, ...rest } = announcement as Omit<Announcement, 'more'> & { readonly more: string };
      const whole: Announcement = { ...rest, more: (count) => more.replaceAll('{count}', String(count)) };
      await ready().notifier?.say(String(destination), to as readonly string[], whole);
    },
    'notifier.check': async () => (await ready().notifier?.check()) ?? false,
    'source.parse'({ source, body, now }) {
      const found = ready().alertSources?.find(({ name }) => name === source);
      if (found === undefined) throw new GoneError(`There is no alert source '${String(source)}'`);
      return found.parse(body, String(now));
    },
    'analyser.analyse'({ analyser, input }) {
      const found = ready().analysers?.find(({ name }) => name === analyser);
      if (found === undefined) throw new GoneError(`There is no analyser '${String(analyser)}'`);
      return found.analyse(input as AnalyserInput);
    },
  } satisfies Partial<Methods>;
}

function pluginOf(module: unknown): Plugin {
  const plugin: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, 'plugin') : undefined;
  if (typeof plugin === 'object' && plugin !== null && typeof Reflect.get(plugin, 'load') === 'function') return plugin as Plugin;
  throw new Error("The module exports no 'plugin' with a function 'load'");
}

function kindOf({ systems }: PluginParts, name: unknown): PluginSystemKind {
  const kind = systems?.find((each) => each.kind === name);
  if (kind === undefined) throw new GoneError(`The plugin has no kind '${String(name)}'`);
  return kind;
}

function actionOf(kind: PluginSystemKind, given: Given): Action<SystemClient> {
  const action: Action<SystemClient> | undefined = kind.actions.find(({ name }) => name === given.action);
  if (action === undefined) throw new GoneError(`There is no action '${String(given.action)}'`);
  return action;
}

/** Secrets come with the entry or the configuration that refers to them: no other can be asked for. */
function secretsOf(given: unknown): ResolveSecret {
  const secrets = new Map(given as readonly (readonly [string, string])[]);
  return (ref) => {
    const value = secrets.get('env' in ref ? `env ${ref.env}` : `file ${ref.file}`);
    if (value !== undefined) return value;
    throw new SystemError(`The secret of ${'env' in ref ? `env ${ref.env}` : `file ${ref.file}`} is not there`, { retry: 'never' });
  };
}
