/** The plugins as the API shows them. */

import type { PluginView } from '../../domain/plugin-view.ts';
import type { Manifest } from '../../plugins/manifest.ts';
import type { Plugins } from '../../plugins/open-plugins.ts';

export function viewPlugins(plugins: Pick<Plugins, 'kept' | 'reports'>): readonly PluginView[] {
  return plugins.reports().map(({ name, version, state, since, reason, stops, market, isRevoked }) => {
    const kept = plugins.kept.find((each) => each.name === name);
    const manifest = kept?.found.manifest;
    return {
      ...{ name, version, state, since, reason, stops, market, isRevoked },
      capabilities: manifest === undefined ? [] : capabilitiesOf(manifest),
      permissions: manifest?.permissions ?? null,
      limits: manifest?.limits ?? null,
      usedMb: rounded(kept?.usedMb() ?? null),
    };
  });
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

export function capabilitiesOf({ capabilities }: Pick<Manifest, 'capabilities'>): readonly string[] {
  const { systems, notifier, chat, alertSources, analysers, runbooks } = capabilities;
  return [
    ...systems.map((kind) => `system ${kind}`),
    ...(chat ? ['chat'] : []),
    ...(notifier ? ['notifier'] : []),
    ...alertSources.map((source) => `alert source ${source}`),
    ...analysers.map((analyser) => `analyser ${analyser}`),
    ...(runbooks === undefined ? [] : ['runbooks']),
  ];
}
