/** One model behind one OpenAI-compatible endpoint: a question in, an answer or a named failure out. Learns what its server can't do. */

import OpenAI from 'openai';
import { Stream } from 'openai/core/streaming';
import { z } from 'zod';
import type { CallOutcome } from './contract.ts';
import type { ModelReply } from './read-reply.ts';
import { readStream } from './read-stream.ts';
import { renderMessages, renderTools } from './render-messages.ts';
import type { ToolDefinition } from './tools.ts';
import type { TranscriptItem } from './transcript.ts';

export interface EndpointProfile {
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly timeoutMs: number;
  readonly temperature?: number | undefined;
}

export interface Question {
  readonly items: readonly TranscriptItem[];
  readonly tools: readonly ToolDefinition[];
  readonly outputTokensMax: number;
  /** Asks for the answer in pieces, where the server can give it so, and is told after each what there is. */
  readonly onPartial?: ((reply: ModelReply) => void) | undefined;
}

export type EndpointAnswer =
  | { readonly kind: 'reply'; readonly reply: ModelReply; readonly tokens: number }
  | {
      readonly kind: 'failed';
      readonly outcome: Exclude<CallOutcome, 'ok' | 'over-budget' | 'resting'>;
      readonly retryAfterMs: number | null;
      readonly tokens: number;
    };

export interface ModelEndpoint {
  ask(question: Question): Promise<EndpointAnswer>;
}

/** What is read of an answer at most. */
const answerBytesMax = 2_000_000;

const answerSchema = z.object({
  choices: z.array(
    z.object({
      message: z.object({
        content: z.union([z.string(), z.array(z.object({ text: z.string().optional() })), z.null()]).optional(),
        tool_calls: z
          .array(
            z.object({
              id: z.string().nullish(),
              function: z.object({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish() }),
            }),
          )
          .nullish(),
      }),
    }),
  ),
  usage: z
    .object({ total_tokens: z.number().int().min(0).max(50_000_000) })
    .nullish()
    .catch(null),
});

interface Habits {
  takesTools: boolean;
  takesTemperature: boolean;
  takesStreaming: boolean;
  /** Whether it can be asked to tell the tokens at a stream's end. */
  takesStreamOptions: boolean;
  tokenLimit: 'max_tokens' | 'max_completion_tokens';
}

/** The key is held by the SDK alone and appears in no message of ours. */
export function createModelEndpoint(profile: EndpointProfile, apiKey: string | null, fetchNow: typeof fetch = fetch): ModelEndpoint {
  const client = new OpenAI({
    baseURL: profile.baseUrl,
    apiKey: apiKey ?? 'none',
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    timeout: profile.timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
    // A redirect would carry the prompt to a place that nobody configured.
    fetchOptions: { redirect: 'error' },
    fetch: boundedFetch(fetchNow),
  });
  const habits: Habits = {
    takesTools: true,
    takesTemperature: true,
    takesStreaming: true,
    takesStreamOptions: true,
    tokenLimit: 'max_tokens',
  };

  async function attempt(question: Question, adaptationsLeft: number): Promise<EndpointAnswer> {
    const onPartial = habits.takesStreaming ? question.onPartial : undefined;
    const fields = fieldsOf(profile, question, habits);
    try {
      if (onPartial === undefined) return readAnswer(await client.chat.completions.create(fields));
      const answer = readAnswer(await streamed(client, profile, fields, habits, onPartial));
      // A stream that says nothing is no stream that we can read: the next attempt asks for one piece.
      if (answer.kind === 'failed') habits.takesStreaming = false;
      return answer;
    } catch (error) {
      if (adaptationsLeft > 0 && adapt(habits, error)) return attempt(question, adaptationsLeft - 1);
      return failureOf(error);
    }
  }

  return { ask: (question) => attempt(question, 5) };
}

function fieldsOf(profile: EndpointProfile, question: Question, habits: Habits) {
  return {
    model: profile.model,
    messages: renderMessages(question.items, habits.takesTools),
    ...(habits.takesTools ? { tools: renderTools(question.tools) } : {}),
    [habits.tokenLimit]: question.outputTokensMax,
    ...(profile.temperature !== undefined && habits.takesTemperature ? { temperature: profile.temperature } : {}),
  };
}

/** All of it within the time of one answer. A server that doesn't know streams and answers in one piece is fine too. */
async function streamed(
  client: OpenAI,
  profile: EndpointProfile,
  fields: ReturnType<typeof fieldsOf>,
  habits: Habits,
  onPartial: (reply: ModelReply) => void,
): Promise<unknown> {
  const signal = AbortSignal.timeout(profile.timeoutMs);
  const more = habits.takesStreamOptions ? { stream_options: { include_usage: true } } : {};
  try {
    const response = await client.chat.completions.create({ ...fields, ...more, stream: true }, { signal }).asResponse();
    if (!isEventStream(response)) return await response.json();
    const answer = await readStream(Stream.fromSSEResponse<unknown>(response, new AbortController()), onPartial);
    // The SDK takes a stream that was cut off for one that has ended.
    signal.throwIfAborted();
    return answer;
  } catch (error) {
    throw signal.aborted ? new OpenAI.APIConnectionTimeoutError() : error;
  }
}

function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}

/** Reads the whole body within the limits of time and size, so that a server can't trickle or flood. */
function boundedFetch(fetchNow: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await fetchNow(input, init);
    if (isEventStream(response)) return boundedStream(response);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > answerBytesMax) throw new RangeError('The answer is larger than what is read of one');
      chunks.push(chunk);
    }
    const { status, statusText, headers } = response;
    const hasBody = status !== 204 && status !== 205 && status !== 304;
    return new Response(hasBody ? Buffer.concat(chunks) : null, { status, statusText, headers: contentHeaders(headers) });
  };
}

/** What is read while it comes: its time is limited by the signal that it was asked with. */
function boundedStream(response: Response): Response {
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > answerBytesMax) controller.error(new RangeError('The answer is larger than what is read of one'));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body?.pipeThrough(count) ?? null, { status, statusText, headers: contentHeaders(headers) });
}

/** The body is decoded by now; its old length and encoding would be wrong. */
function contentHeaders(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-encoding');
  kept.delete('content-length');
  return kept;
}

function readAnswer(answer: unknown): EndpointAnswer {
  const parsed = answerSchema.safeParse(answer);
  const message = parsed.data?.choices[0]?.message;
  const tokens = parsed.data?.usage?.total_tokens ?? 0;
  if (message === undefined) return { kind: 'failed', outcome: 'garbage', retryAfterMs: null, tokens };
  const { content } = message;
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
  const calls = (message.tool_calls ?? []).map((call, index) => {
    const given = call.function.arguments ?? '';
    return {
      id: call.id || `call-${index}`,
      name: call.function.name,
      arguments: typeof given === 'string' ? given : JSON.stringify(given),
    };
  });
  if (text.trim() === '' && calls.length === 0) return { kind: 'failed', outcome: 'empty', retryAfterMs: null, tokens };
  return { kind: 'reply', reply: { text: text.slice(0, 60_000), calls: calls.slice(0, 16) }, tokens };
}

/** A server that refuses a field is asked again without it, and from then on. */
function adapt(habits: Habits, error: unknown): boolean {
  if (!(error instanceof OpenAI.APIError) || ![400, 404, 422, 501].includes(error.status ?? 0)) return false;
  const said = `${error.message} ${JSON.stringify(error.error ?? '')}`.toLowerCase();
  if (habits.tokenLimit === 'max_tokens' && said.includes('max_completion_tokens')) {
    habits.tokenLimit = 'max_completion_tokens';
    return true;
  }
  if (habits.takesStreamOptions && said.includes('stream_options')) {
    habits.takesStreamOptions = false;
    return true;
  }
  if (habits.takesStreaming && said.includes('stream')) {
    habits.takesStreaming = false;
    return true;
  }
  if (habits.takesTemperature && said.includes('temperature')) {
    habits.takesTemperature = false;
    return true;
  }
  if (habits.takesTools && /\btools?\b|function/.test(said)) {
    habits.takesTools = false;
    return true;
  }
  return false;
}

/** Only the class of the failure goes on: a server's own words may hold the key. */
function failureOf(error: unknown): EndpointAnswer {
  const failed = (outcome: Extract<EndpointAnswer, { kind: 'failed' }>['outcome'], retryAfterMs: number | null = null): EndpointAnswer => ({
    kind: 'failed',
    outcome,
    retryAfterMs,
    tokens: 0,
  });
  if (error instanceof OpenAI.APIConnectionTimeoutError) return failed('timeout');
  if (error instanceof SyntaxError) return failed('garbage');
  if (!(error instanceof OpenAI.APIError)) return failed('error');
  if (error.status === 429) return failed('rate-limited', retryAfterOf(error.headers));
  if (error.status === 401 || error.status === 403 || error.status === 402) return failed('refused');
  return failed('error', error.status === 503 ? retryAfterOf(error.headers) : null);
}

function retryAfterOf(headers: Headers | undefined): number | null {
  const text = headers?.get('retry-after-ms') ?? null;
  const seconds = text === null ? Number(headers?.get('retry-after') ?? Number.NaN) : Number(text) / 1_000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : null;
}
