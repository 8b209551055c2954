/** A completion that comes in pieces, put together to the answer that it would have been in one piece. */

import { z } from 'zod';
import type { ModelReply } from './read-reply.ts';

/** Calls that are put together at most, and what is kept of one. */
const limits = { calls: 16, characters: 200_000 } as const;

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish().catch(null),
            tool_calls: z
              .array(
                z.object({
                  index: z.number().int().min(0).nullish(),
                  id: z.string().nullish(),
                  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
                }),
              )
              .nullish()
              .catch(null),
          })
          .nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ total_tokens: z.number() }).nullish().catch(null),
});

type Chunk = z.infer<typeof chunkSchema>;
type CallPiece = NonNullable<NonNullable<NonNullable<Chunk['choices']>[number]['delta']>['tool_calls']>[number];

interface Draft {
  text: string;
  readonly calls: { id: string; name: string; arguments: string }[];
  tokens: number | null;
}

/** Tells `onPartial` after each piece what there is so far. Gives the form of an answer in one piece, still to be checked as one. */
export async function readStream(chunks: AsyncIterable<unknown>, onPartial: (reply: ModelReply) => void): Promise<unknown> {
  const draft: Draft = { text: '', calls: [], tokens: null };
  let hasBegun = false;
  for await (const raw of chunks) {
    const chunk = chunkSchema.safeParse(raw);
    if (!chunk.success) continue;
    draft.tokens = chunk.data.usage?.total_tokens ?? draft.tokens;
    const delta = chunk.data.choices?.[0]?.delta;
    if (delta === undefined || delta === null) continue;
    hasBegun = true;
    draft.text = (draft.text + (delta.content ?? '')).slice(0, limits.characters);
    for (const piece of delta.tool_calls ?? []) addPiece(draft, piece);
    onPartial({ text: draft.text, calls: draft.calls });
  }
  const calls = draft.calls.map((call) => ({ id: call.id, function: { name: call.name, arguments: call.arguments } }));
  return {
    choices: hasBegun ? [{ message: { content: draft.text, tool_calls: calls } }] : [],
    usage: draft.tokens === null ? null : { total_tokens: draft.tokens },
  };
}

/** Servers that give no index begin a call with its name and go on with the last one. */
function addPiece(draft: Draft, piece: CallPiece): void {
  const name = piece.function?.name ?? '';
  const last = Math.max(0, draft.calls.length - 1);
  const index = piece.index ?? (name === '' ? last : draft.calls.length);
  if (index >= limits.calls) return;
  while (draft.calls.length <= index) draft.calls.push({ id: '', name: '', arguments: '' });
  const call = draft.calls[index];
  if (call === undefined) return;
  call.id = piece.id || call.id;
  call.name = call.name === '' ? name : call.name;
  call.arguments = (call.arguments + (piece.function?.arguments ?? '')).slice(0, limits.characters);
}
