/** Whether a plugin offers what its manifest says, no less and no more. */

import { ZhibanError } from '../../domain/errors.ts';
import type { Manifest } from '../manifest.ts';
import type { Description } from '../protocol.ts';

/** Throws ZhibanError `invalid` that names what is missing, undeclared or taken. */
export function checkDescription(offered: Description, manifest: Manifest, takenKinds: readonly string[]): void {
  const { capabilities } = manifest;
  const kinds = offered.systems.map(({ kind }) => kind);
  compare('systems', kinds, capabilities.systems);
  compare('alertSources', offered.alertSources, capabilities.alertSources);
  compare(
    'analysers',
    offered.analysers.map(({ name }) => name),
    capabilities.analysers,
  );
  for (const part of ['notifier', 'chat'] as const) {
    if ((offered[part] !== null) === capabilities[part]) continue;
    throw refused(`capabilities.${part}: it is ${offered[part] === null ? 'declared and not offered' : 'not declared'}`);
  }
  for (const kind of kinds) if (takenKinds.includes(kind)) throw refused(`capabilities.systems: there is a kind '${kind}' already`);
  for (const { kind, signatures, probes, actions } of offered.systems) {
    const foreign = signatures.find((each) => each.kind !== kind || !each.id.startsWith(`${kind}.`));
    if (foreign !== undefined) throw refused(`The signature '${foreign.id}' does not belong to the kind '${kind}'`);
    requireUnique(kind, 'probes', probes);
    requireUnique(kind, 'actions', actions);
  }
}

function compare(key: string, offered: readonly string[], declared: readonly string[]): void {
  const undeclared = offered.find((name) => !declared.includes(name));
  if (undeclared !== undefined) throw refused(`capabilities.${key}: '${undeclared}' is offered and not declared`);
  const missing = declared.find((name) => !offered.includes(name));
  if (missing !== undefined) throw refused(`capabilities.${key}: '${missing}' is declared and not offered`);
  if (new Set(offered).size !== offered.length) throw refused(`capabilities.${key}: one is offered twice`);
}

function requireUnique(kind: string, what: string, given: readonly { readonly name: string }[]): void {
  const twice = given.find(({ name }, index) => given.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw refused(`The kind '${kind}' has two ${what} of the name '${twice.name}'`);
}

function refused(message: string): ZhibanError {
  return new ZhibanError('invalid', message);
}
