/** The client of a system whose connection is in a plugin's process: opened there on first use, and again when the process is another one. */

import type { z } from 'zod';
import { z as schema } from 'zod';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { SystemClient, SystemEntry } from '../../systems/contract.ts';
import { addressesIn } from '../process/addresses-in.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import { PluginError } from '../process/plugin-error.ts';
import type { CallOptions } from '../process/plugin-process.ts';
import { secretsIn } from '../process/secrets-in.ts';
import { type Method, openedSchema } from '../protocol.ts';

export interface RemoteClient extends SystemClient {
  /** Makes it known in the plugin's process ahead of need, without connecting; what goes wrong is told by the first look. */
  introduce(): void;
  /** Throws PluginError, or ZhibanError `invalid` when a secret of the entry can't be read. */
  ask<T>(method: Method, params: Readonly<Record<string, unknown>>, answer: z.ZodType<T>, options: CallOptions): Promise<T>;
}

const openWithinMs = 10_000;
const warmWithinMs = 10_000;

export function remoteClient(
  plugin: KeptPlugin,
  entry: SystemEntry,
  entrySchema: () => unknown,
  resolveSecret: ResolveSecret,
  onOpened: (notFor: readonly string[]) => void,
): RemoteClient {
  const handle = crypto.randomUUID();
  let opened: { readonly life: number; readonly done: Promise<unknown> } | null = null;

  function open(): Promise<unknown> {
    const life = plugin.life();
    if (opened?.life === life) return opened.done;
    const secrets = secretsIn(entrySchema(), entry, resolveSecret);
    plugin.guardSecrets(secrets);
    const hosts = plugin.found.manifest.permissions.hosts.includes('systems') ? addressesIn(entry) : [];
    const done = plugin
      .ask('system.open', { handle, kind: entry.kind, entry, secrets, hosts }, openedSchema, { withinMs: openWithinMs })
      .then(({ notFor }) => onOpened(notFor));
    opened = { life, done };
    // Whoever comes after a failure tries again.
    done.catch(() => {
      opened = null;
    });
    return done;
  }

  return {
    introduce() {
      if (plugin.state().state !== 'up') return;
      try {
        open().catch(() => undefined);
      } catch {
        // A secret that can't be read: the look says so.
      }
    },
    async ask(method, params, answer, options) {
      await open();
      return plugin.ask(method, { ...params, handle }, answer, options);
    },
    async warm() {
      if (plugin.state().state !== 'up') return;
      try {
        await open();
        await plugin.ask('system.warm', { handle }, schema.unknown(), { withinMs: warmWithinMs });
      } catch (error) {
        if (!(error instanceof PluginError)) return;
      }
    },
    async close() {
      const isOpen = opened?.life === plugin.life() && plugin.state().state === 'up';
      opened = null;
      if (isOpen) await plugin.ask('system.close', { handle }, schema.unknown(), { withinMs: 2_000 }).catch(() => undefined);
    },
  };
}
