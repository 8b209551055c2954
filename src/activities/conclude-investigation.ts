/** Draws the verdict: the offline analyst's always, a model's grounded findings beside it where there are any. */

import { tellCourse } from '../analysis/rca/course.ts';
import { restatedBy } from '../analysis/rca/restated.ts';
import { unattendedTargets } from '../analysis/rca/unattended.ts';
import { concludeOffline } from '../analyst/offline.ts';
import type { Incident } from '../domain/incident.ts';
import type { Cause, Verdict } from '../domain/verdict.ts';
import type { TenantStore } from '../store/contract.ts';
import { nameableSystems } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import type { Activities, InvestigationScope } from './contract.ts';
import { type ActivityDeps, type ModelConclusion, storeOf } from './deps.ts';
import { strangersIn } from './incident-words.ts';
import { currentEvidence, rankIncident } from './rank-hypotheses.ts';
import { requireIncident } from './require.ts';
import { withFindings } from './with-findings.ts';

const causesMax = 3;

export function createConcludeInvestigation(deps: ActivityDeps): Activities['concludeInvestigation'] {
  return async (scope, { isPartial }) => {
    const store = storeOf(deps, scope);
    const incident = await requireIncident(store, scope.incidentId);
    const offline = await offlineVerdict(deps, store, incident, scope, isPartial);
    const concluded = deps.isModelWanted() ? await (deps.model()?.conclude(scope) ?? null) : null;
    const verdict = concluded === null ? offline : withModel(offline, concluded);
    const seconds = Math.round((deps.clock.now() - scope.startedAtMs) / 100) / 10;
    await store.transaction(async (inside) => {
      await inside.incidents.change(incident.id, { verdict });
      await inside.incidents.addSpent(incident.id, { seconds });
      const text = message(`verdict.${verdict.state}`, { summary: verdict.summary });
      const evidenceIds = verdict.causes.flatMap((cause) => cause.evidenceIds);
      await inside.timeline.add({
        incidentId: incident.id,
        at: verdict.at,
        kind: 'verdict',
        text,
        evidenceIds,
        actor: 'zhiban',
        key: `verdict-${scope.run}`,
      });
      await inside.moments.mark({ incidentId: incident.id, moment: 'verdict', key: `verdict-${scope.run}` });
      await inside.outbox.say({ incidentId: incident.id, slot: `verdict-${scope.run}`, priority: 'state', text, evidenceIds });
      if (isPartial)
        await inside.outbox.say({
          incidentId: incident.id,
          slot: `partial-${scope.run}`,
          priority: 'state',
          text: message('verdict.partial'),
        });
    });
    return { state: verdict.state };
  };
}

async function offlineVerdict(
  deps: ActivityDeps,
  store: TenantStore,
  incident: Incident,
  scope: InvestigationScope,
  isPartial: boolean,
): Promise<Verdict> {
  const evidence = currentEvidence(await store.evidence.ofIncident(incident.id), scope);
  const ranked = await rankIncident(deps, store, incident, evidence);
  const signatures = deps.pool.list().flatMap(({ kind }) => kind.signatures);
  const symptomIds = new Set(signatures.filter(({ role }) => role === 'symptom').map(({ id }) => id));
  const { onsets, suspects, said } = ranked;
  const course = tellCourse(onsets);
  const drawn = concludeOffline({
    hypotheses: ranked.hypotheses,
    symptomIds,
    restatedIds: restatedBy(signatures, said.words),
    evidence,
    namedSystemIds: incident.systemIds,
    strangers: strangersIn(deps.pool, incident.systemIds, said),
    unattended: unattendedTargets(said.words, said.labels, nameableSystems(deps.pool), incident.systemIds),
    origin: incident.origin,
    question: incident.question,
    claim: incident.title,
    said: said.words,
    isPartial,
    at: new Date(deps.clock.now()).toISOString(),
  });
  const verdict = { ...drawn, ...(course.length > 0 && { course }), ...(suspects.length > 0 && { suspects }) };
  if (deps.analyse === undefined) return verdict;
  const findings = await deps.analyse({ title: incident.title, systemIds: incident.systemIds, evidence });
  const systemIds = new Set(deps.pool.list().map(({ entry }) => entry.id));
  return withFindings(verdict, findings, { systemIds, evidenceIds: new Set(evidence.map(({ id }) => id)) });
}

/**
 * A confirmed cause of the offline analyst stands first; a model's findings are likely at most, since they rest on reading.
 * Where both speak of one system, the signature stays with the cause: its remedy is what a plan can be made from.
 */
function withModel(offline: Verdict, model: ModelConclusion): Verdict {
  const confirmed = offline.causes.filter((cause) => cause.state === 'confirmed');
  const fresh = model.causes.filter((cause) => !confirmed.some((each) => each.systemId === cause.systemId));
  const read = fresh.map((cause): Cause => {
    const known = offline.causes.find((each) => each.systemId === cause.systemId);
    // A persuaded model must not lift a weak fault over the bar for a plan: the signature's own confidence is the ceiling.
    const confidence = Math.min(cause.confidence, known?.confidence ?? cause.confidence);
    return {
      ...cause,
      state: 'likely',
      confidence,
      signatureId: known?.signatureId ?? null,
      advice: cause.advice ?? known?.advice ?? null,
    };
  });
  const others = offline.causes.filter((cause) => cause.state !== 'confirmed' && !read.some((each) => each.systemId === cause.systemId));
  const causes = [...confirmed, ...read, ...others].slice(0, causesMax);
  const state = confirmed.length > 0 ? 'confirmed' : causes.length > 0 ? 'likely' : offline.state;
  return { ...offline, state, causes, summary: confirmed.length > 0 ? offline.summary : model.summary, analyst: `llm:${model.profile}` };
}
