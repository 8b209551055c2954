/** Looks at one real system with its probes and asks the analysis what it makes of it, as an investigation would. */

import { filledRemedies } from '../../src/activities/filled-remedies.ts';
import { rankHypotheses } from '../../src/analysis/rca/rank.ts';
import type { Evidence, Facts } from '../../src/domain/evidence.ts';
import type { ActionArguments } from '../../src/domain/plan.ts';
import type { Hypothesis } from '../../src/domain/signature.ts';
import type { SystemClient, SystemEntry, SystemKind } from '../../src/systems/contract.ts';
import { contextOf } from '../contracts/system.ts';
import { systemClock } from './system-clock.ts';

/** Ids without their kind: `memory-full`. */
export interface Diagnosis {
  /** Signatures of role `cause` that are confirmed and not explained by another. */
  readonly causes: readonly string[];
  /** All confirmed ones, symptoms too. */
  readonly confirmed: readonly string[];
  readonly likely: readonly string[];
  readonly refuted: readonly string[];
  readonly hypotheses: readonly Hypothesis[];
  readonly facts: Facts;
  readonly evidence: readonly Evidence[];
  /** What would be done for one of its faults: `set-setting` with its arguments, which the action takes. */
  remediesOf(id: string): readonly { readonly action: string; readonly given: ActionArguments }[];
}

export interface DiagnoseOptions {
  /** The probes to run; by default all. */
  readonly probes?: readonly string[];
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The client of the host that it runs on. */
  readonly host?: SystemClient;
  /** Facts of systems that this one depends on, by their id. */
  readonly neighbours?: Readonly<Record<string, Facts>>;
  /** Facts of the host that it runs on. */
  readonly hostFacts?: Facts;
  /** What the alert or the question says. */
  readonly words?: string;
}

/** Cheap probes side by side, then the others, as the investigation does. */
export async function diagnoseSystem<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  client: Client,
  entry: Entry,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const chosen = kind.probes.filter((probe) => options.probes?.includes(probe.name) ?? true);
  const look = async (probe: (typeof chosen)[number]): Promise<Evidence> => {
    const startedAt = new Date(systemClock.now()).toISOString();
    const parameters = probe.parameters.parse(options.parameters?.[probe.name] ?? {});
    const seen = await probe.look(client, parameters, contextOf(entry, probe.timeoutMs, options.host));
    return evidenceOf(entry.id, probe.name, startedAt, { ...seen, parameters });
  };
  const cheap = await Promise.all(chosen.filter((probe) => probe.cost === 'cheap').map(look));
  const rest: Evidence[] = [];
  for (const probe of chosen.filter((each) => each.cost !== 'cheap')) rest.push(await look(probe));
  const judged = judge(kind, entry.id, [...cheap, ...rest], options);
  const facts = new Map(Object.entries(judged.facts).map(([name, value]) => [name, { value, evidenceId: 'seen' }]));
  return {
    ...judged,
    remediesOf(id) {
      const signature = kind.signatures.find((each) => each.id === `${kind.kind}.${id}`);
      if (signature === undefined) throw new Error(`There is no signature '${id}' of ${kind.kind}`);
      const system = { entry, kind, client } as never;
      return filledRemedies({ get: () => null }, signature, { self: facts, runsOn: [], dependsOn: [] }, system).map(({ action, given }) => {
        const known = kind.actions.find(({ name }) => name === action);
        if (known === undefined) throw new Error(`There is no action '${action}' of ${kind.kind}`);
        return { action, given: known.arguments.parse(given) };
      });
    },
  };
}

function judge<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  systemId: string,
  evidence: readonly Evidence[],
  { neighbours = {}, hostFacts: host, words = '' }: DiagnoseOptions,
): Omit<Diagnosis, 'remediesOf'> {
  const given = host === undefined ? neighbours : { ...neighbours, 'the-host': host };
  const others = Object.entries(given).map(([id, facts]) => {
    const look = { status: 'ok', headline: { 'zh-CN': id, en: id }, facts, query: '', text: '', parameters: {} } as const;
    return evidenceOf(id, 'given', new Date(0).toISOString(), look);
  });
  const { hypotheses } = rankHypotheses({
    topology: {
      systems: [
        { id: systemId, kind: kind.kind, runsOn: host === undefined ? undefined : 'the-host', dependsOn: Object.keys(neighbours) },
        ...Object.keys(given).map((id) => ({ id, kind: 'given', dependsOn: [] })),
      ],
    },
    signatures: kind.signatures,
    evidence: [...evidence, ...others],
    namedSystemIds: [systemId],
    words,
    ruledOut: new Set(),
  });
  const idsOf = (state: string): readonly string[] =>
    hypotheses.filter((each) => each.state === state).map((each) => each.signatureId?.replace(`${kind.kind}.`, '') ?? '');
  const confirmed = idsOf('confirmed');
  const isCause = (id: string): boolean => kind.signatures.find((each) => each.id === `${kind.kind}.${id}`)?.role === 'cause';
  return {
    causes: confirmed.filter(isCause),
    confirmed,
    likely: idsOf('strengthened'),
    refuted: idsOf('refuted'),
    hypotheses,
    facts: Object.assign({}, ...evidence.map((each) => each.facts)),
    evidence,
  };
}

function evidenceOf(
  systemId: string,
  probe: string,
  startedAt: string,
  look: Omit<Evidence, 'id' | 'incidentId' | 'systemId' | 'probe' | 'round' | 'startedAt' | 'durationMs' | 'isTruncated'>,
): Evidence {
  return {
    ...look,
    id: `e-${systemId}-${probe}`,
    incidentId: 'i',
    systemId,
    probe,
    round: 1,
    startedAt,
    durationMs: 0,
    isTruncated: false,
  };
}
