/** Checks what a model asked to look at against the catalogue, and finds the evidence that a look has brought. */

import type { Evidence } from '../domain/evidence.ts';
import { canonicalJson } from '../domain/plan-digest.ts';
import type { AnalystCase, AskedLook, CaseProbe } from './contract.ts';
import { plainText } from './plain-text.ts';
import { isObject } from './read-reply.ts';

export type CheckedLook =
  | { readonly kind: 'look'; readonly look: AskedLook; readonly known: Evidence | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** `known` is the evidence of the same look, when it was taken already. The reason of a refusal goes back to the model. */
export function checkLook(given: AnalystCase, asked: Readonly<Record<string, unknown>> | null): CheckedLook {
  if (asked === null) return refused('the arguments are not a JSON object');
  const system = given.systems.find((each) => each.id === asked.systemId);
  if (system === undefined) return refused(`no such system; systems: ${given.systems.map((each) => each.id).join(', ')}`);
  const probe = system.probes.find((each) => each.name === asked.probe);
  if (probe === undefined) return refused(`${system.kind} has no such probe; probes: ${system.probes.map((each) => each.name).join(', ')}`);
  const parameters = isObject(asked.parameters) ? asked.parameters : {};
  const parsed = probe.parameters.safeParse(parameters);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return refused(`${probe.name} does not take these parameters: ${issues.join('; ')}`);
  }
  const why = typeof asked.why === 'string' ? plainText(asked.why, 200) : '';
  const look: AskedLook = { systemId: system.id, probe: probe.name, parameters, why };
  return { kind: 'look', look, known: evidenceOf(given, look, probe) };
}

function refused(reason: string): CheckedLook {
  return { kind: 'refused', reason };
}

/** The newest record of the same system, probe and parameters, defaults filled in. */
function evidenceOf(given: AnalystCase, look: AskedLook, probe: CaseProbe): Evidence | null {
  const wanted = normalized(probe, look.parameters);
  const same = given.evidence.filter(
    (item) => item.systemId === look.systemId && item.probe === look.probe && normalized(probe, item.parameters) === wanted,
  );
  return same.at(-1) ?? null;
}

function normalized(probe: CaseProbe, parameters: Readonly<Record<string, unknown>>): string {
  const parsed = probe.parameters.safeParse(parameters);
  return canonicalJson(parsed.success ? parsed.data : parameters);
}

/** One string for the same wish, to drop repeats within an answer. */
export function lookKey(look: AskedLook): string {
  return canonicalJson([look.systemId, look.probe, look.parameters]);
}
