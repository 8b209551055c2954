/** The alert sources of plugins: what is posted to `/hooks/plugin/SOURCE` is parsed in the plugin's process and then goes the way of all alerts. */

import type { IncomingAlert } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { maskSecretsDeep } from '../../domain/mask-secrets.ts';
import type { ForeignSources } from '../../intake/contract.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import { PluginError } from '../process/plugin-error.ts';
import { alertsSchema } from '../protocol.ts';

const withinMs = 10_000;

/** Two plugins may not share the name of a source: the first one has it. */
export function createForeignSources(plugins: readonly KeptPlugin[]): ForeignSources {
  const owners = new Map<string, KeptPlugin>();
  for (const plugin of plugins)
    for (const name of plugin.found.manifest.capabilities.alertSources) if (!owners.has(name)) owners.set(name, plugin);
  return {
    names: [...owners.keys()],
    async parse(name, body, now) {
      const plugin = owners.get(name);
      if (plugin === undefined) throw new ZhibanError('not-found', `There is no alert source '${name}'`);
      return (await ask(plugin, name, body, now)).map((alert) => ownedBy(name, alert));
    },
  };
}

async function ask(plugin: KeptPlugin, source: string, body: unknown, now: string): Promise<readonly IncomingAlert[]> {
  try {
    return await plugin.ask('source.parse', { source, body, now }, alertsSchema, { withinMs });
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    // The sender repeats what the plugin could not take now; what it does not understand won't be better the next time.
    const isAway = error.kind === 'stopped' || error.kind === 'busy' || error.kind === 'gone';
    throw new ZhibanError(isAway ? 'unavailable' : 'invalid', error.message, { cause: error });
  }
}

/** Groups and fingerprints of one source never meet those of another. */
function ownedBy(name: string, alert: IncomingAlert): IncomingAlert {
  const { labels, annotations } = alert;
  return {
    ...alert,
    ...maskSecretsDeep({ labels, annotations }),
    source: `plugin/${name}`,
    groupKey: `plugin/${name}:${alert.groupKey}`,
  };
}
