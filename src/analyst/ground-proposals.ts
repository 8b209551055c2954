/**
 * What a model may propose: an action of the catalogue, on a system of the incident, with arguments that the schema takes and the
 * facts show. Only what a signature supports by itself is `matched`; the risk is the action's own.
 */

import { z } from 'zod';
import type { Evidence } from '../domain/evidence.ts';
import type { ActionArguments } from '../domain/plan.ts';
import { canonicalJson } from '../domain/plan-digest.ts';
import { sameText } from '../domain/text.ts';
import { citedEvidence, isRelated } from './cite-evidence.ts';
import type { AnalystCase, CaseAction, GroundedCause, GroundedProposal, ModelReport } from './contract.ts';
import { plainText } from './plain-text.ts';
import { speaksToModels } from './speaks-to-models.ts';

type Drop = (what: string, why: string) => void;

export function groundProposals(
  report: ModelReport,
  causes: readonly GroundedCause[],
  given: AnalystCase,
  drop: Drop,
): readonly GroundedProposal[] {
  const kept = new Map<string, GroundedProposal>();
  for (const proposal of report.proposals) {
    const grounded = groundProposal(proposal, causes, given);
    if (typeof grounded === 'string') drop(`${proposal.systemId}: ${proposal.action}`, grounded);
    else kept.set(keyOf(grounded), grounded);
  }
  return [...kept.values()];
}

/** The proposal, or why there is none. */
function groundProposal(
  proposal: ModelReport['proposals'][number],
  causes: readonly GroundedCause[],
  given: AnalystCase,
): GroundedProposal | string {
  const system = given.systems.find((each) => each.id === proposal.systemId);
  if (system === undefined) return 'it is about no system of this incident';
  if (!system.actionsEnabled) return 'the system is read-only';
  const action = system.actions.find((each) => each.name === proposal.action);
  if (action === undefined) return 'the catalogue has no such action';
  const parsed = action.arguments.safeParse(proposal.arguments);
  if (!parsed.success) return 'its arguments are not what the action takes';
  const cited = citedEvidence(proposal.evidenceIds, given).filter((item) => isRelated(item.systemId, system, given));
  if (cited.length === 0) return 'it cites no evidence of this system';
  if (!causes.some((cause) => isRelated(cause.systemId, system, given))) return 'no cause that holds is near this system';
  const isMatched = given.remedies.some((remedy) => keyOf(remedy) === keyOf({ ...proposal, arguments: parsed.data }));
  if (!isMatched && isPromptedByData(action.name, proposal.arguments, given)) return 'the data itself asks for it';
  if (!isMatched && !areArgumentsShown(proposal.arguments, action, cited, given)) return 'an argument is not among the facts it cites';
  return {
    systemId: system.id,
    action: action.name,
    arguments: parsed.data,
    risk: action.risk,
    why: sameText(plainText(proposal.why, 400)),
    evidenceIds: cited.map((item) => item.id),
    author: 'llm',
    standing: isMatched ? 'matched' : 'suggested',
  };
}

function keyOf({
  systemId,
  action,
  arguments: values,
}: {
  readonly systemId: string;
  readonly action: string;
  readonly arguments: ActionArguments;
}): string {
  return canonicalJson({ systemId, action, values });
}

/** Logs and labels don't know our actions and don't talk to models. Where they do, someone wrote them for the model to read. */
export function isPromptedByData(action: string, values: Readonly<Record<string, unknown>>, given: AnalystCase): boolean {
  const texts = outsideTexts(given);
  const facts = new Set(given.evidence.flatMap((item) => Object.values(item.facts)));
  const chosen = Object.values(values)
    .filter((value) => typeof value === 'string' && !facts.has(value))
    .map(String);
  const wanted = [action, ...chosen].map(squeezed).filter((word) => word.length > 2);
  return texts.some((text) => wanted.some((word) => squeezed(text).includes(word)) || speaksToModels(text));
}

/** Everything that systems, sources and askers wrote: whoever may ask may not thereby decide. */
function outsideTexts({ incident, alerts, evidence }: AnalystCase): readonly string[] {
  const spoken = evidence.flatMap((item) => [
    item.text,
    item.headline.en,
    item.reason ?? '',
    item.systemId,
    ...Object.entries(item.facts).flatMap(([name, value]) => (typeof value === 'string' ? [name, value] : [name])),
  ]);
  const said = alerts.flatMap((alert) => [...Object.entries(alert.labels).flat(), ...Object.values(alert.annotations)]);
  return [incident.title, incident.question ?? '', ...said, ...spoken];
}

function squeezed(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Free arguments must equal a fact of the cited evidence: raw text is not enough, since anyone can write into a log. */
function areArgumentsShown(
  values: Readonly<Record<string, unknown>>,
  action: CaseAction,
  cited: readonly Evidence[],
  given: AnalystCase,
): boolean {
  const facts = new Set(cited.flatMap((item) => Object.values(item.facts)));
  const choices = choicesOf(action);
  return Object.entries(values).every(([name, value]) => {
    if (typeof value === 'boolean' || value === null) return true;
    if (typeof value !== 'string' && typeof value !== 'number') return false;
    return facts.has(value) || choices.has(`${name}=${value}`) || given.systems.some((system) => system.id === value);
  });
}

/** `name=value` of every argument whose values the schema lists. */
function choicesOf(action: CaseAction): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, property] of Object.entries(propertiesOf(action))) {
    const listed: unknown = typeof property === 'object' && property !== null ? Reflect.get(property, 'enum') : undefined;
    if (Array.isArray(listed)) for (const each of listed) found.add(`${name}=${String(each)}`);
  }
  return found;
}

function propertiesOf(action: CaseAction): object {
  try {
    const properties: unknown = Reflect.get(z.toJSONSchema(action.arguments, { io: 'input', unrepresentable: 'any' }), 'properties');
    return typeof properties === 'object' && properties !== null ? properties : {};
  } catch {
    return {};
  }
}
