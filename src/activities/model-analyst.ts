/** The analyst with a model as the activities use it: builds the case from the store, checks nothing itself, decides nothing itself. */

import { factTables } from '../analysis/rca/rank.ts';
import { distances } from '../analysis/rca/topology.ts';
import type { AnalystCase, CaseRemedy, GroundedProposal, GroundedReport, LlmAnalyst, ProposedCommand } from '../analyst/contract.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { LocalText } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import { probesFor } from '../systems/probes-for.ts';
import { topologyOf } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import { lookOrder } from './choose-looks.ts';
import type { IncidentScope, InvestigationScope, LookOrder } from './contract.ts';
import { type ActivityDeps, type ModelAnalyst, storeOf } from './deps.ts';
import { factScopeOf, filledRemedies } from './filled-remedies.ts';
import { readIncidentWords, readSteerNotes } from './incident-words.ts';
import { currentEvidence } from './rank-hypotheses.ts';
import { requireIncident } from './require.ts';

export type ModelAnalystDeps = Pick<ActivityDeps, 'store' | 'pool' | 'clock'> & { readonly analystFor: (store: TenantStore) => LlmAnalyst };

/** Tokens that one follow-up may cost. */
const answerTokensMax = 20_000;
/** Systems that the model is told of; nearer ones first. */
const systemsMax = 12;

export function createModelAnalyst(deps: ModelAnalystDeps): ModelAnalyst {
  return {
    async think(scope, turn, tokensLeft) {
      const { store, given } = await caseOf(deps, scope);
      const result = await deps.analystFor(store).think(given, { run: scope.run, turn, tokensLeft });
      await store.incidents.addSpent(scope.incidentId, { llmCalls: 1, tokens: result.tokens });
      if (result.kind === 'unavailable') {
        const text = message('model.unavailable', { reason: result.reason });
        const at = new Date(deps.clock.now()).toISOString();
        await store.timeline.add({ incidentId: scope.incidentId, at, kind: 'note', text, actor: 'zhiban', key: `no-model-${scope.run}` });
        return { isDone: true, looks: [], tokens: result.tokens, unavailable: result.reason };
      }
      if (result.kind === 'report') return { isDone: true, looks: [], tokens: result.tokens, unavailable: null };
      const looks = result.looks.flatMap((look): readonly LookOrder[] => {
        const system = deps.pool.get(look.systemId);
        const probe = system?.kind.probes.find((each) => each.name === look.probe);
        return system === null || probe === undefined ? [] : [lookOrder(system, probe, look.parameters, turn + 100, 'llm')];
      });
      return { isDone: false, looks, tokens: result.tokens, unavailable: null };
    },
    async conclude(scope) {
      const { store, given } = await caseOf(deps, scope);
      const report = await deps.analystFor(store).conclude(given, scope.run);
      if (report === null) return null;
      const causes = report.causes.map((cause, index) => ({ ...cause, advice: adviceOf(report, cause.systemId, index === 0) }));
      return { profile: report.profile, summary: report.summary, causes };
    },
    async answer(scope, question, key, onText) {
      const { store, given } = await caseOf(deps, { ...scope, run: 0, startedAtMs: 0 });
      return deps.analystFor(store).answer(given, question, key, answerTokensMax, onText);
    },
  };
}

/** What a model alone suggests is advice: it is read by a person and never put into a plan. */
function adviceOf({ proposals, commands, causes }: GroundedReport, systemId: string, isFirst: boolean): LocalText | null {
  const suggested = proposals.find((each) => each.systemId === systemId && each.standing === 'suggested');
  // Of a system that no cause names they stand with the first one.
  const own = commands.filter(
    (each) => each.systemId === systemId || (isFirst && !causes.some((cause) => cause.systemId === each.systemId)),
  );
  const parts = [...(suggested === undefined ? [] : [actionAdvice(suggested)]), ...own.map(commandAdvice)];
  return parts.length === 0 ? null : { 'zh-CN': parts.map((each) => each['zh-CN']).join('\n'), en: parts.map(({ en }) => en).join('\n') };
}

function actionAdvice(suggested: GroundedProposal): LocalText {
  const command = `${suggested.action} ${JSON.stringify(suggested.arguments)}`;
  return {
    'zh-CN': `模型建议（仅供参考，不会自动执行）：${command}。${suggested.why['zh-CN']}`,
    en: `The model suggests (advice only, nothing is run): ${command}. ${suggested.why.en}`,
  };
}

/** As it is to be said to Zhiban by a person, who thereby asks for it: then it becomes a plan that waits for its approval. */
function commandAdvice({ systemId, text, change, why }: ProposedCommand): LocalText {
  const undo = change?.hasUndo === true ? { 'zh-CN': '可撤销', en: 'can be undone' } : { 'zh-CN': '不可撤销', en: 'no undo' };
  return {
    'zh-CN': `模型建议的命令（已按白名单检查，未执行；需要时对我说，审批后才会执行）：在 ${systemId} 上执行：${text}（${change === null ? '只读' : `修改，风险 ${change.risk}，${undo['zh-CN']}`}）。${why['zh-CN']}`,
    en: `The model suggests a command (checked against what is allowed, not run; say it to me and it waits for approval): run on ${systemId}: ${text} (${change === null ? 'only reads' : `changes, risk ${change.risk}, ${undo.en}`}). ${why.en}`,
  };
}

async function caseOf(
  deps: ModelAnalystDeps,
  scope: InvestigationScope | (IncidentScope & { readonly run: number; readonly startedAtMs: number }),
) {
  const store = storeOf(deps, scope);
  const incident = await requireIncident(store, scope.incidentId);
  const [words, notes, all] = await Promise.all([
    readIncidentWords(store, incident),
    readSteerNotes(store, incident.id),
    store.evidence.ofIncident(incident.id),
  ]);
  const evidence = currentEvidence(all, scope);
  const given: AnalystCase = {
    incident,
    alerts: words.alerts.slice(0, 20),
    systems: systemsOf(deps, incident),
    evidence,
    hypotheses: incident.hypotheses,
    remedies: remediesOf(deps, incident, evidence),
    notes,
  };
  return { store, given };
}

function systemsOf(deps: ModelAnalystDeps, incident: Incident): AnalystCase['systems'] {
  const distanceOf = distances(topologyOf(deps.pool), incident.systemIds);
  return deps.pool
    .list()
    .filter(({ entry, kind }) => distanceOf(entry.id) !== Number.POSITIVE_INFINITY || kind.kind === 'prometheus')
    .sort((one, other) => distanceOf(one.entry.id) - distanceOf(other.entry.id))
    .slice(0, systemsMax)
    .map((system) => ({
      ...system.entry,
      probes: probesFor(system),
      actions: system.entry.actionsEnabled ? system.kind.actions : [],
      commands: system.kind.commands,
    }));
}

function remediesOf(deps: ModelAnalystDeps, incident: Incident, evidence: readonly Evidence[]): readonly CaseRemedy[] {
  const tables = factTables(evidence);
  return incident.hypotheses.flatMap((hypothesis) => {
    if (hypothesis.state !== 'confirmed' && hypothesis.state !== 'strengthened') return [];
    const system = deps.pool.get(hypothesis.systemId);
    const signature = system?.kind.signatures.find((each) => each.id === hypothesis.signatureId);
    if (system === null || signature === undefined) return [];
    return filledRemedies(deps.pool, signature, factScopeOf(tables, system), system).map(({ target, action, given }) => ({
      systemId: target.entry.id,
      action,
      arguments: given,
    }));
  });
}
