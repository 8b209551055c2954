/** The analyst with a model: one call a turn, durable by its stored rows, grounded before anyone reads it. */

import type { ModelCall } from '../store/model-contract.ts';
import { answerQuestion } from './answer-question.ts';
import { writeBrief } from './brief.ts';
import { checkCommand } from './check-command.ts';
import { checkLook, lookKey } from './check-looks.ts';
import type { AnalystCase, AskedLook, LlmAnalyst, ModelReport, ProposedCommand, ThinkResult, ThinkTurn } from './contract.ts';
import type { Desk, LlmAnalystDeps } from './desk.ts';
import { newFenceMark } from './fence.ts';
import { groundReport } from './ground-report.ts';
import { keepReply } from './keep-reply.ts';
import { createMask, type Mask } from './mask.ts';
import { maskCase } from './mask-case.ts';
import { createModelGateway } from './model-gateway.ts';
import { argumentsOf, callsOf, type ModelReply, type ToolCall } from './read-reply.ts';
import { readReport } from './read-report.ts';
import { resultsOf, unmasked } from './tool-results.ts';
import { investigationTools } from './tools.ts';
import { compact, maskTableOf, responseOf, sizeOf, type TranscriptItem, transcriptOf } from './transcript.ts';

/** Bytes of the conversation before old results are shortened, tokens of one answer, and turns in a row that may bring nothing. */
const limits = {
  transcriptBytes: 48_000,
  outputTokens: 2_048,
  outputTokensMin: 256,
  idleTurns: 3,
  looksPerTurn: 6,
  commandsPerRun: 3,
} as const;

export function createLlmAnalyst(deps: LlmAnalystDeps): LlmAnalyst {
  const desk: Desk = { deps, gateway: createModelGateway(deps), mark: deps.newFenceMark ?? newFenceMark };
  return {
    think: (given, turn) => think(desk, given, turn),
    conclude: (given, run) => conclude(desk, given, run),
    answer: (given, question, key, tokensLeft, onText) => answerQuestion(desk, given, { question, key, tokensLeft, onText }),
  };
}

async function think(desk: Desk, given: AnalystCase, turn: ThinkTurn): Promise<ThinkResult> {
  const rows = await desk.deps.store.ofRun(given.incident.id, turn.run);
  const stored = rows.find((row) => row.turn === turn.turn);
  const earlier = rows.filter((row) => row.turn < turn.turn).sort((one, other) => one.turn - other.turn);
  const mask = createMask(desk.deps.masking, maskTableOf(stored === undefined ? earlier : [...earlier, stored]));
  if (stored !== undefined) return outcomeOf(responseOf(stored), given, mask, stored.tokens);
  if (await isStuck(earlier, given, mask)) return { kind: 'unavailable', reason: 'the model made no progress', tokens: 0 };

  const isLast = turn.turn >= given.incident.budget.llmCallsMax;
  const items = await newItems(desk, given, earlier, mask, isLast);
  const transcript = compact([...transcriptOf(earlier, mask), ...items], transcriptBytes(turn.tokensLeft), mask);
  const outputTokensMax = Math.min(limits.outputTokens, turn.tokensLeft - Math.ceil(sizeOf(transcript) / 3));
  if (outputTokensMax < limits.outputTokensMin) return { kind: 'unavailable', reason: 'the budget of tokens is used up', tokens: 0 };
  const tools = investigationTools(maskCase({ ...given, evidence: [], alerts: [], hypotheses: [] }, mask), isLast);
  const question = { items: transcript, tools, outputTokensMax };
  const completion = await desk.gateway.complete(question, desk.deps.store, (reply) => callsOf(reply).length > 0);
  if (completion.kind === 'unavailable') return completion;

  const reply = keepReply(completion.reply, mask);
  await desk.deps.store.save({
    incidentId: given.incident.id,
    run: turn.run,
    turn: turn.turn,
    profile: completion.profile,
    request: { items, mask: mask.table(), bytes: sizeOf(transcript) },
    response: reply,
    tokens: completion.answerTokens,
  });
  // Another attempt may have been first: what is stored is what counts.
  const kept = await desk.deps.store.get(given.incident.id, turn.run, turn.turn);
  return outcomeOf(kept === null ? reply : responseOf(kept), given, mask, completion.tokens);
}

async function conclude(desk: Desk, given: AnalystCase, run: number) {
  const rows = await desk.deps.store.ofRun(given.incident.id, run);
  const mask = createMask(desk.deps.masking, maskTableOf(rows));
  for (const row of [...rows].sort((one, other) => other.turn - one.turn)) {
    const report = reportIn(responseOf(row), mask);
    if (report !== null) return { ...groundReport(report, given), commands: await commandsIn(rows, given, mask), profile: row.profile };
  }
  return null;
}

/** Checked again: what was taken then may be about evidence or a system that is gone. */
async function commandsIn(rows: readonly ModelCall[], given: AnalystCase, mask: Mask): Promise<readonly ProposedCommand[]> {
  const commands = new Map<string, ProposedCommand>();
  for (const row of [...rows].sort((one, other) => one.turn - other.turn))
    for (const call of responseOf(row).calls) {
      const checked = call.name === 'propose_command' ? await checkCommand(given, unmasked(argumentsOf(call), mask)) : null;
      if (checked?.kind === 'command') commands.set(`${checked.command.systemId} ${checked.command.text}`, checked.command);
    }
  return [...commands.values()].slice(-limits.commandsPerRun);
}

/** Leaves room for the answer within the tokens that are left. */
function transcriptBytes(tokensLeft: number): number {
  return Math.min(limits.transcriptBytes, Math.max(12_000, (tokensLeft - limits.outputTokens) * 3));
}

async function newItems(
  desk: Desk,
  given: AnalystCase,
  earlier: readonly ModelCall[],
  mask: Mask,
  isLast: boolean,
): Promise<readonly TranscriptItem[]> {
  const items: TranscriptItem[] = [];
  const previous = earlier.at(-1);
  if (previous === undefined) {
    items.push({ role: 'system', text: mask.keep(desk.deps.prompts.investigate) });
    items.push({ role: 'user', text: mask.keep(writeBrief(maskCase(given, mask), desk.mark())) });
  } else {
    items.push({ role: 'results', results: await resultsOf(responseOf(previous).calls, given, mask, desk.mark()) });
  }
  if (isLast) items.push({ role: 'user', text: mask.keep('This is the last call: report now with what you have.') });
  return items;
}

function outcomeOf(reply: ModelReply, given: AnalystCase, mask: Mask, tokens: number): ThinkResult {
  const report = reportIn(reply, mask);
  if (report !== null) return { kind: 'report', report, tokens };
  return { kind: 'looks', looks: looksIn(reply, given, mask), tokens };
}

function reportIn(reply: ModelReply, mask: Mask): ModelReport | null {
  for (const call of reply.calls) {
    if (call.name !== 'report') continue;
    const report = readReport(unmasked(argumentsOf(call), mask));
    if (report !== null) return report;
  }
  return null;
}

/** Only what the catalogue has and nobody has looked at yet. */
function looksIn(reply: ModelReply, given: AnalystCase, mask: Mask): readonly AskedLook[] {
  const looks = new Map<string, AskedLook>();
  for (const call of reply.calls) {
    if (call.name !== 'look') continue;
    const checked = checkLook(given, unmasked(argumentsOf(call), mask));
    if (checked.kind === 'look' && checked.known === null) looks.set(lookKey(checked.look), checked.look);
  }
  return [...looks.values()].slice(0, limits.looksPerTurn);
}

/** Several turns in a row without a valid call: another one would cost as much and bring as little. */
async function isStuck(earlier: readonly ModelCall[], given: AnalystCase, mask: Mask): Promise<boolean> {
  const last = earlier.slice(-limits.idleTurns);
  if (last.length < limits.idleTurns) return false;
  const calls = last.flatMap((row) => responseOf(row).calls);
  return !(await Promise.all(calls.map((call) => isProductive(call, given, mask)))).includes(true);
}

async function isProductive(call: ToolCall, given: AnalystCase, mask: Mask): Promise<boolean> {
  const asked = unmasked(argumentsOf(call), mask);
  if (call.name === 'read_evidence') return given.evidence.some((item) => item.id === asked?.evidenceId);
  if (call.name === 'propose_command') return (await checkCommand(given, asked)).kind === 'command';
  return call.name === 'look' && checkLook(given, asked).kind === 'look';
}
