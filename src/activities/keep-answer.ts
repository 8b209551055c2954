/** What a command printed becomes evidence of the incident, masked and bounded, and is said in its threads. */

import { createHash } from 'node:crypto';
import { evidenceLimits } from '../domain/evidence.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { LocalText } from '../domain/text.ts';
import type { PlanStepRecord } from '../store/plan-contract.ts';
import { message } from '../text/messages.ts';
import type { StepScope } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';

/** What is said in a thread: a screen of a phone. */
const saidLinesMax = 25;
const saidLengthMax = 1_800;

/** The same step is the same record: an attempt after a crash that ran it again keeps what came first. */
export async function keepAnswer(
  deps: ActivityDeps,
  scope: StepScope,
  step: Pick<PlanStepRecord, 'systemId' | 'action' | 'arguments'>,
  given: { readonly output: string; readonly startedMs: number },
): Promise<LocalText> {
  const command = maskSecrets(String(step.arguments.command ?? ''));
  const masked = maskSecrets(given.output);
  const kept = Buffer.from(masked, 'utf8')
    .subarray(0, evidenceLimits.textBytes)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  const id = `ev_${createHash('sha256')
    .update(`${scope.incidentId}|${scope.planId}|${String(scope.step)}`)
    .digest('hex')
    .slice(0, 16)}`;
  const lines = kept === '' ? 0 : kept.split('\n').length;
  const note = message('command.ran', { lines });
  const store = storeOf(deps, scope);
  if ((await store.evidence.get(id)) !== null) return note;
  await store.transaction(async (inside) => {
    await inside.evidence.add({
      ...{ id, incidentId: scope.incidentId, systemId: step.systemId, probe: step.action, parameters: { command }, round: 1 },
      ...{ status: 'ok', headline: note, facts: {}, query: command, text: kept, isTruncated: kept.length < masked.length },
      ...{ startedAt: new Date(given.startedMs).toISOString(), durationMs: deps.clock.now() - given.startedMs },
    });
    await inside.timeline.add({
      ...{ incidentId: scope.incidentId, at: new Date(deps.clock.now()).toISOString(), kind: 'look', actor: 'zhiban' },
      ...{ text: message('command.output', { system: step.systemId, command }), evidenceIds: [id], key: `look-${id}` },
    });
    await inside.outbox.say({
      ...{ incidentId: scope.incidentId, slot: `answer-${id}`, priority: 'state' },
      text: withOutput(message('command.output', { system: step.systemId, command }), kept),
    });
  });
  return note;
}

function withOutput(words: LocalText, output: string): LocalText {
  const shown = output.split('\n').slice(0, saidLinesMax).join('\n').slice(0, saidLengthMax).trimEnd();
  const more = shown.length < output.trimEnd().length ? message('command.more') : null;
  const block = `\n\`\`\`\n${shown.replaceAll('```', "'''")}\n\`\`\``;
  const inOne = (locale: keyof LocalText): string =>
    `${words[locale]}${shown === '' ? '' : block}${more === null ? '' : `\n${more[locale]}`}`;
  return { 'zh-CN': inOne('zh-CN'), en: inOne('en') };
}
