/** Answers a follow-up in the thread from stored evidence: a few calls at most, nothing looked at, nothing changed. */

import { createHash } from 'node:crypto';
import { sameText } from '../domain/text.ts';
import type { ModelCall } from '../store/model-contract.ts';
import { writeBrief } from './brief.ts';
import type { AnalystCase, ModelAnswer } from './contract.ts';
import type { Desk } from './desk.ts';
import { fence } from './fence.ts';
import { groundAnswer } from './ground-answer.ts';
import { keepReply } from './keep-reply.ts';
import { createMask, type Mask } from './mask.ts';
import { maskCase } from './mask-case.ts';
import { previewAnswer } from './preview-answer.ts';
import { argumentsOf, callsOf, type ModelReply } from './read-reply.ts';
import { readAnswer } from './read-report.ts';
import { resultsOf, unmasked } from './tool-results.ts';
import { answerTools } from './tools.ts';
import { compact, maskTableOf, responseOf, sizeOf, type TranscriptItem, transcriptOf } from './transcript.ts';

/** Answers are kept in a run that no investigation has. */
const answerRun = 0;
const limits = { calls: 3, outputTokens: 1_024, transcriptBytes: 30_000 } as const;

interface Asked {
  readonly question: string;
  readonly key: string;
  readonly tokensLeft: number;
  /** Told what may be shown so far, each time as a whole, while the model writes. */
  readonly onText?: ((text: string) => void) | undefined;
}

/** Once there is something to tell: how often is looked for more, and told at most. */
const pace = { lookMs: 150, tellMs: 1_000 } as const;

export async function answerQuestion(desk: Desk, given: AnalystCase, asked: Asked): Promise<ModelAnswer | null> {
  const firstTurn = turnOf(asked.key);
  const all = await desk.deps.store.ofRun(given.incident.id, answerRun);
  const rows = all
    .filter((row) => row.turn >= firstTurn && row.turn < firstTurn + limits.calls)
    .sort((one, other) => one.turn - other.turn);
  const mask = createMask(desk.deps.masking, maskTableOf(all));
  let tokensLeft = asked.tokensLeft;
  for (let index = 0; index < limits.calls; index += 1) {
    const row = rows[index] ?? (await ask(desk, given, { ...asked, tokensLeft }, rows, mask, firstTurn + index));
    if (row === null) return null;
    if (rows[index] === undefined) rows.push(row);
    tokensLeft -= row.tokens;
    const answer = answerIn(responseOf(row), mask);
    if (answer !== null) return toModelAnswer(answer, given, row.profile);
  }
  return null;
}

/** The same key has the same turns, so that a repeated delivery finds what was stored; four to each key. */
function turnOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) & 0x7ffffffc;
}

async function ask(
  desk: Desk,
  given: AnalystCase,
  asked: Asked,
  rows: readonly ModelCall[],
  mask: Mask,
  turn: number,
): Promise<ModelCall | null> {
  const items = await newItems(desk, given, asked, rows, mask);
  const transcript = compact([...transcriptOf(rows, mask), ...items], limits.transcriptBytes, mask);
  const outputTokensMax = Math.min(limits.outputTokens, asked.tokensLeft - Math.ceil(sizeOf(transcript) / 3));
  if (outputTokensMax < 128) return null;
  const onPartial = asked.onText === undefined ? undefined : watch(desk, given, mask, asked.onText);
  const question = { items: transcript, tools: answerTools, outputTokensMax, onPartial };
  const completion = await desk.gateway.complete(question, desk.deps.store, (reply) => callsOf(reply).length > 0);
  if (completion.kind === 'unavailable') return null;
  const row: ModelCall = {
    incidentId: given.incident.id,
    run: answerRun,
    turn,
    profile: completion.profile,
    request: { items, mask: mask.table(), bytes: sizeOf(transcript) },
    response: keepReply(completion.reply, mask),
    tokens: completion.answerTokens,
  };
  await desk.deps.store.save(row);
  return (await desk.deps.store.get(given.incident.id, answerRun, turn)) ?? row;
}

async function newItems(
  desk: Desk,
  given: AnalystCase,
  asked: Asked,
  rows: readonly ModelCall[],
  mask: Mask,
): Promise<readonly TranscriptItem[]> {
  const previous = rows.at(-1);
  const mark = desk.mark();
  if (previous !== undefined) return [{ role: 'results', results: await resultsOf(responseOf(previous).calls, given, mask, mark) }];
  const question = `QUESTION, to be answered in ${given.incident.locale}\n${fence(mask.mask(asked.question).slice(0, 2_000), mark)}`;
  return [
    { role: 'system', text: mask.keep(desk.deps.prompts.answer) },
    { role: 'user', text: mask.keep(`${writeBrief(maskCase(given, mask), mark)}\n\n${question}`) },
  ];
}

function answerIn(reply: ModelReply, mask: Mask): ReturnType<typeof readAnswer> {
  for (const call of reply.calls) {
    const answer = call.name === 'answer' ? readAnswer(unmasked(argumentsOf(call), mask)) : null;
    if (answer !== null) return answer;
  }
  return null;
}

function toModelAnswer(answer: NonNullable<ReturnType<typeof readAnswer>>, given: AnalystCase, profile: string): ModelAnswer | null {
  const grounded = groundAnswer(answer, given);
  return grounded === null ? null : { text: sameText(grounded.text), evidenceIds: grounded.evidenceIds, profile };
}

/** With a mask of its own: what is half written must not give out placeholders that the stored turn doesn't know. */
function watch(desk: Desk, given: AnalystCase, mask: Mask, onText: (text: string) => void): (reply: ModelReply) => void {
  const own = createMask(desk.deps.masking, mask.table());
  let told = '';
  let dueMs = 0;
  return (reply) => {
    const now = desk.deps.clock.now();
    if (now < dueMs) return;
    const text = previewAnswer(reply, given, own);
    const isNew = text !== null && text !== told;
    if (text !== null) dueMs = now + (isNew ? pace.tellMs : pace.lookMs);
    if (!isNew) return;
    told = text;
    onText(text);
  };
}
