/** The first words to the model: the incident, what may be looked at, what was found. Facts are compact, raw text comes on request. */

import type { Evidence } from '../domain/evidence.ts';
import type { AnalystCase, CaseAction, CaseSystem } from './contract.ts';
import { describeCall } from './describe-schema.ts';
import { fence } from './fence.ts';

/** Bytes of the brief and of its parts; evidence takes what the others leave. With rules and tools the prompt stays within 12 KB. */
const bytesMax = { brief: 7_400, incident: 1_400, systems: 600, probes: 2_300, actions: 900, findings: 800, evidenceMin: 1_400 } as const;

export function writeBrief(given: AnalystCase, mark: string): string {
  const { incident } = given;
  const parts = [
    `INCIDENT ${incident.code} · ${incident.severity} · since ${incident.startedAt} · write for people in ${incident.locale}`,
    fence(cutBytes(describeIncident(given), bytesMax.incident), mark),
    `SYSTEMS (id kind runsOn dependsOn)\n${cutBytes(given.systems.map((each) => describeSystem(each, given)).join('\n'), bytesMax.systems)}`,
    `PROBES by kind: name(parameters) what\n${describeProbes(given, bytesMax.probes)}`,
    `ACTIONS by kind, for proposals: name(arguments) [risk]\n${describeActions(given, bytesMax.actions) || 'none'}`,
    `FINDINGS of the signatures\n${fence(cutBytes(describeFindings(given), bytesMax.findings) || 'none', mark)}`,
  ];
  const left = Math.max(bytesMax.evidenceMin, bytesMax.brief - Buffer.byteLength(parts.join('\n\n')));
  const evidence = `EVIDENCE so far (id system/probe: headline; facts)\n${fence(describeEvidence(given, left), mark)}`;
  return [...parts, evidence].join('\n\n');
}

function describeIncident({ incident, alerts, notes }: AnalystCase): string {
  const firing = alerts.filter((alert) => alert.status === 'firing').length;
  const lines = [`title: ${incident.title.slice(0, 300)}`];
  if (incident.question !== null) lines.push(`question: ${incident.question.slice(0, 600)}`);
  if (notes.facts.length > 0) lines.push(`people say: ${notes.facts.join('; ').slice(0, 400)}`);
  if (notes.ruledOut.length > 0) lines.push(`people ruled out: ${notes.ruledOut.join('; ').slice(0, 300)}`);
  if (alerts.length > 0) lines.push(`alerts: ${firing} of ${alerts.length} firing`);
  for (const alert of alerts.slice(0, 5)) {
    const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${value.slice(0, 80)}`);
    const words = [alert.annotations.summary, alert.annotations.description].filter(Boolean).join(' / ');
    lines.push(`- ${alert.status} ${alert.startsAt} ${labels.join(' ').slice(0, 300)} | ${words.slice(0, 240)}`);
  }
  return lines.join('\n');
}

function describeSystem(system: CaseSystem, { incident }: AnalystCase): string {
  const named = incident.systemIds.includes(system.id) ? ' (named)' : '';
  return `${system.id} ${system.kind} ${system.runsOn ?? '-'} ${system.dependsOn.join(',') || '-'}${named}`;
}

/** Words for each probe while there is room, then only its parameters, then only its name: a refusal tells the model the rest. */
function describeProbes(given: AnalystCase, bytes: number): string {
  const looked = new Set(given.evidence.map((item) => `${item.systemId}/${item.probe}`));
  const write = (wordsMax: number, hasParameters: boolean): string =>
    kindGroups(given.systems)
      .map(({ kinds, systems, sample }) => {
        const lines = sample.probes.map((probe) => {
          const call = hasParameters ? describeCall(probe.name, probe.parameters) : probe.name;
          const isDone = systems.every((each) => looked.has(`${each.id}/${probe.name}`));
          const words = isDone ? ' [taken]' : wordsMax > 0 ? ` ${probe.summary.en.slice(0, wordsMax)}` : '';
          return `${call}${probe.cost === 'heavy' ? ' [heavy]' : ''}${words}`;
        });
        return wordsMax > 0 ? `${kinds}:\n- ${lines.join('\n- ')}` : `${kinds}: ${lines.join('; ')}`;
      })
      .join('\n');
  return firstFitting([() => write(60, true), () => write(28, true), () => write(0, true), () => write(0, false)], bytes);
}

function describeActions(given: AnalystCase, bytes: number): string {
  const groups = kindGroups(given.systems.filter((system) => system.actionsEnabled && system.actions.length > 0));
  const write = (describe: (action: CaseAction) => string): string =>
    groups
      .map(({ kinds, sample }) => `${kinds}: ${sample.actions.map((each) => `${describe(each)} [${each.risk}]`).join('; ')}`)
      .join('\n');
  const inShort = (action: CaseAction): string => describeCall(action.name, action.arguments).replace(/:[^,)]*/g, '');
  return firstFitting(
    [() => write((each) => describeCall(each.name, each.arguments)), () => write(inShort), () => write((each) => each.name)],
    bytes,
  );
}

/** The most detailed form that fits; the last is cut if it must be. */
function firstFitting(forms: readonly (() => string)[], bytes: number): string {
  let text = '';
  for (const form of forms) {
    text = form();
    if (Buffer.byteLength(text) <= bytes) return text;
  }
  return cutBytes(text, bytes);
}

interface KindGroup {
  /** `host, ssh` when both have the same catalogue. */
  readonly kinds: string;
  readonly systems: readonly CaseSystem[];
  readonly sample: CaseSystem;
}

function kindGroups(systems: readonly CaseSystem[]): readonly KindGroup[] {
  const groups = new Map<string, CaseSystem[]>();
  for (const system of systems) {
    const catalogue = [...system.probes, ...system.actions].map((each) => each.name).join(' ');
    groups.set(catalogue, [...(groups.get(catalogue) ?? []), system]);
  }
  return [...groups.values()].flatMap((members) => {
    const [sample] = members;
    return sample === undefined ? [] : [{ kinds: [...new Set(members.map((each) => each.kind))].join(', '), systems: members, sample }];
  });
}

/** What findings cite first, then what failed, then the nearest systems; each record keeps its id, and as many facts as fit. */
function describeEvidence(given: AnalystCase, bytes: number): string {
  if (given.evidence.length === 0) return 'none';
  const cited = new Set(given.hypotheses.flatMap((each) => [...each.evidenceFor, ...each.evidenceAgainst]));
  const rankOf = (item: Evidence): number => {
    if (cited.has(item.id)) return -2;
    return item.status === 'ok' ? given.systems.findIndex((system) => system.id === item.systemId) : -1;
  };
  const kept = [...given.evidence].sort((one, other) => rankOf(one) - rankOf(other)).slice(0, 40);
  const lines: string[] = [];
  let left = bytes;
  for (const [index, item] of kept.entries()) {
    // What one leaves over is for those after it.
    const line = describeLook(item, Math.max(72, Math.floor(left / (kept.length - index)) - 1));
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return lines.join('\n');
}

/** One record in one line, bounded. */
export function describeLook(item: Evidence, bytes: number): string {
  const status = item.status === 'ok' ? '' : ` [${item.status}: ${(item.reason ?? '').slice(0, 120)}]`;
  const head = `${item.id} ${item.systemId}/${item.probe}:${status} ${item.headline.en.slice(0, 160)}`;
  const facts = Object.entries(item.facts).filter(([, value]) => value !== null && value !== false && value !== 0 && value !== '');
  let line = cutBytes(head, bytes);
  if (line !== head) return line.replace(/\n/g, ' ');
  for (const [name, value] of facts) {
    const next = `${line};${line === head ? ' ' : ''}${name}=${typeof value === 'string' ? value.slice(0, 120) : value}`;
    if (Buffer.byteLength(next) > bytes) break;
    line = next;
  }
  return line.replace(/\n/g, ' ');
}

function describeFindings({ hypotheses, remedies }: AnalystCase): string {
  const lines = hypotheses
    .filter((each) => each.state !== 'suspected' || each.evidenceFor.length > 0)
    .slice(0, 8)
    .map((each) => {
      const cited = each.state === 'refuted' ? each.evidenceAgainst : each.evidenceFor;
      return `${each.state} ${each.confidence.toFixed(2)} ${each.systemId} ${each.signatureId ?? ''} ${each.title.en} (${cited.slice(0, 3).join(' ')})`;
    });
  const fixes = remedies.slice(0, 4).map((each) => `remedy ${each.systemId} ${each.action} ${JSON.stringify(each.arguments)}`);
  return [...lines, ...fixes].join('\n');
}

/** Whole characters within the bytes, with a mark where it was cut. */
export function cutBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const cut = Buffer.from(text)
    .subarray(0, Math.max(0, bytes - 4))
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  return `${cut} …`;
}
