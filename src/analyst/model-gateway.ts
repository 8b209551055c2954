/** Asks the profiles in order until one gives an answer that can be used: budgets by the day, one retry each, rest after failures. */

import type { Clock } from '../domain/clock.ts';
import type { ResolveSecret, SecretRef } from '../domain/secret.ts';
import type { ModelCallStore } from '../store/model-contract.ts';
import type { CallOutcome, CallReport } from './contract.ts';
import type { EndpointAnswer, EndpointProfile, ModelEndpoint, Question } from './model-endpoint.ts';
import type { ModelReply } from './read-reply.ts';

export interface GatewayProfile extends EndpointProfile {
  readonly apiKey?: SecretRef | undefined;
  readonly tokensPerDay: number;
}

export interface GatewayDeps {
  /** In the order in which they are asked. */
  readonly profiles: readonly GatewayProfile[];
  readonly resolveSecret: ResolveSecret;
  readonly clock: Clock;
  readonly fetch?: typeof fetch | undefined;
  readonly onCall?: ((report: CallReport) => void) | undefined;
}

/** `tokens` counts every attempt, `answerTokens` the one that answered: only that is the named profile's to record. */
export type Completion =
  | { readonly kind: 'reply'; readonly profile: string; readonly reply: ModelReply; readonly tokens: number; readonly answerTokens: number }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly tokens: number };

export interface ModelGateway {
  /** `isUsable` decides whether an answer counts; one that doesn't is asked for once more, then the next profile is. */
  complete(question: Question, store: Pick<ModelCallStore, 'tokensSince'>, isUsable: (reply: ModelReply) => boolean): Promise<Completion>;
}

/** Failures in a row after which a profile rests, and for how long: doubling from the first to the last. */
const breaker = { failuresMax: 3, restMs: 30_000, restMaxMs: 600_000 } as const;
/** Pause before the one retry; a server that asks for more than the maximum is left for later. */
const pause = { usualMs: 400, longestMs: 5_000 } as const;

interface ProfileState {
  readonly profile: GatewayProfile;
  endpoint: ModelEndpoint | null;
  failures: number;
  restUntilMs: number;
  /** Tokens of answers that could not be used: the store doesn't know them. */
  wasted: { readonly day: number; tokens: number };
}

export function createModelGateway(deps: GatewayDeps): ModelGateway {
  const states = deps.profiles.map(
    (profile): ProfileState => ({
      profile,
      endpoint: null,
      failures: 0,
      restUntilMs: 0,
      wasted: { day: 0, tokens: 0 },
    }),
  );

  return {
    async complete(question, store, isUsable) {
      const reasons: string[] = [];
      let tokens = 0;
      for (const state of states) {
        const obstacle = await obstacleOf(deps, state, question, store);
        if (obstacle !== null) {
          deps.onCall?.({ profile: state.profile.name, tokens: 0, ms: 0, outcome: obstacle });
          reasons.push(`${state.profile.name}: ${obstacle}`);
          continue;
        }
        const asked = await askTwice(deps, state, question, isUsable);
        tokens += asked.tokens;
        if (asked.reply !== null) {
          const { reply, answerTokens } = asked;
          return { kind: 'reply', profile: state.profile.name, reply, tokens, answerTokens };
        }
        reasons.push(`${state.profile.name}: ${asked.outcome}`);
      }
      return { kind: 'unavailable', reason: reasons.join('; ') || 'no profile is configured', tokens };
    },
  };
}

async function obstacleOf(
  deps: GatewayDeps,
  state: ProfileState,
  question: Question,
  store: Pick<ModelCallStore, 'tokensSince'>,
): Promise<'resting' | 'over-budget' | null> {
  const now = deps.clock.now();
  if (state.restUntilMs > now) return 'resting';
  const dayStartMs = now - (now % 86_400_000);
  if (state.wasted.day !== dayStartMs) state.wasted = { day: dayStartMs, tokens: 0 };
  const spent = (await store.tokensSince(state.profile.name, dayStartMs)) + state.wasted.tokens;
  return spent + question.outputTokensMax > state.profile.tokensPerDay ? 'over-budget' : null;
}

interface Asked {
  readonly reply: ModelReply | null;
  readonly outcome: CallOutcome;
  readonly tokens: number;
  readonly answerTokens: number;
}

async function askTwice(
  deps: GatewayDeps,
  state: ProfileState,
  question: Question,
  isUsable: (reply: ModelReply) => boolean,
): Promise<Asked> {
  let tokens = 0;
  for (const isLast of [false, true]) {
    const startedMs = deps.clock.now();
    const answer = await askOnce(deps, state, question);
    const outcome: CallOutcome = answer.kind === 'failed' ? answer.outcome : isUsable(answer.reply) ? 'ok' : 'garbage';
    const cost = answer.tokens > 0 || answer.kind === 'failed' ? answer.tokens : estimateTokens(question);
    tokens += cost;
    deps.onCall?.({ profile: state.profile.name, tokens: cost, ms: deps.clock.now() - startedMs, outcome });
    if (answer.kind === 'reply' && outcome === 'ok') {
      state.failures = 0;
      return { reply: answer.reply, outcome, tokens, answerTokens: cost };
    }
    state.wasted.tokens += cost;
    const pauseMs = pauseBefore(answer, outcome);
    if (isLast || pauseMs === null) {
      rest(deps, state, outcome, answer.kind === 'failed' ? answer.retryAfterMs : null);
      return { reply: null, outcome, tokens, answerTokens: 0 };
    }
    await deps.clock.sleep(pauseMs);
  }
  return { reply: null, outcome: 'error', tokens, answerTokens: 0 };
}

async function askOnce(deps: GatewayDeps, state: ProfileState, question: Question): Promise<EndpointAnswer> {
  if (state.endpoint === null) {
    try {
      const key = state.profile.apiKey === undefined ? null : deps.resolveSecret(state.profile.apiKey);
      // Loaded with the first question: a house without a model pays nothing for the SDK.
      const { createModelEndpoint } = await import('./model-endpoint.ts');
      state.endpoint = createModelEndpoint(state.profile, key, deps.fetch);
    } catch {
      return { kind: 'failed', outcome: 'refused', retryAfterMs: null, tokens: 0 };
    }
  }
  return state.endpoint.ask(question);
}

/** Null: asking again won't help now. A time-out has used up the time that a second attempt would need. */
function pauseBefore(answer: EndpointAnswer, outcome: CallOutcome): number | null {
  if (outcome === 'timeout' || outcome === 'refused') return null;
  const wanted = answer.kind === 'failed' ? answer.retryAfterMs : null;
  if (wanted !== null) return wanted <= pause.longestMs ? wanted : null;
  return pause.usualMs;
}

function rest(deps: GatewayDeps, state: ProfileState, outcome: CallOutcome, retryAfterMs: number | null): void {
  state.failures += 1;
  const now = deps.clock.now();
  if (retryAfterMs !== null) state.restUntilMs = now + retryAfterMs;
  // A refused key stays refused until the configuration changes; asking at every turn would only look like guessing.
  if (outcome === 'refused') {
    state.endpoint = null;
    state.restUntilMs = now + breaker.restMaxMs / 2;
  }
  if (state.failures < breaker.failuresMax) return;
  const doublings = Math.min(10, state.failures - breaker.failuresMax);
  state.restUntilMs = Math.max(state.restUntilMs, now + Math.min(breaker.restMaxMs, breaker.restMs * 2 ** doublings));
}

/** For servers that don't say: three bytes a token, which is near for Chinese and too much for English. */
export function estimateTokens(question: Question): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify([question.items, question.tools])) / 3);
}
