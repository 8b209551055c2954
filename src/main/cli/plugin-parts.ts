/** What a plugin brings and what it may do, in words: for whoever decides whether it is let in. */

import type { Declaration } from '../../plugins/manifest.ts';
import { type CliContext, say } from './context.ts';

export function partsText(context: CliContext, { capabilities }: Pick<Declaration, 'capabilities'>): string {
  const { systems, notifier, chat, alertSources, analysers, runbooks } = capabilities;
  const parts = [
    ...(systems.length > 0 ? [say(context, 'plugin.systems', { names: systems.join(', ') })] : []),
    ...(chat ? [say(context, 'plugin.chat')] : []),
    ...(notifier ? [say(context, 'plugin.notifier')] : []),
    ...(alertSources.length > 0 ? [say(context, 'plugin.alertSources', { names: alertSources.join(', ') })] : []),
    ...(analysers.length > 0 ? [say(context, 'plugin.analysers', { names: analysers.join(', ') })] : []),
    ...(runbooks === undefined ? [] : [say(context, 'plugin.runbooks')]),
  ];
  return parts.join(context.terminal.locale === 'en' ? '; ' : '；') || say(context, 'plugin.nothing');
}

export function permissionLines(context: CliContext, manifest: Declaration): readonly string[] {
  const { read, write, hosts, env } = manifest.permissions;
  const list = (given: readonly string[]): string => given.join(', ') || say(context, 'plugin.nothing');
  const named = hosts.map((host) => {
    if (host === 'systems') return say(context, 'plugin.hostsOfSystems');
    return host === 'config' ? say(context, 'plugin.hostsOfConfig') : host;
  });
  return [
    say(context, 'plugin.brings', { parts: partsText(context, manifest) }),
    say(context, 'plugin.mayRead', { what: list(read) }),
    say(context, 'plugin.mayWrite', { what: list(write) }),
    say(context, 'plugin.mayReach', { what: list(named) }),
    say(context, 'plugin.mayKnow', { what: list(env) }),
    say(context, 'plugin.mayUse', { memory: manifest.limits.memoryMb, seconds: manifest.limits.callMs / 1_000 }),
  ];
}
