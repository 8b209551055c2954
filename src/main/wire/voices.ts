/** The voices that the configuration asks for. One destination whose secret is missing doesn't silence the others. */

import { createEmailVoice } from '../../adapters/email/voice.ts';
import { createRobotVoice } from '../../adapters/robot/voice.ts';
import type { Voice, VoiceContext } from '../../adapters/voice/contract.ts';
import { createWebhookVoice } from '../../adapters/webhook/voice.ts';
import { createWecomVoice } from '../../adapters/wecom/voice.ts';
import type { Config } from '../../config/schema.ts';
import type { ResolveSecret } from '../../domain/secret.ts';

export interface BuiltVoices {
  readonly voices: ReadonlyMap<string, Voice>;
  /** Destinations that can't speak, and why. */
  readonly problems: ReadonlyMap<string, string>;
}

export function buildVoices(adapters: Config['adapters'], resolveSecret: ResolveSecret, context: VoiceContext): BuiltVoices {
  const voices = new Map<string, Voice>();
  const problems = new Map<string, string>();
  const add = (adapter: string, make: () => Voice): void => {
    const voice = attempt(make, (reason) => problems.set(`${adapter}/${adapter}`, reason));
    if (voice !== null) voices.set(adapter, voice);
  };
  const usable = <Entry>(adapter: string, given: Readonly<Record<string, Entry>>, make: (one: Record<string, Entry>) => Voice) =>
    Object.fromEntries(
      Object.entries(given).filter(
        ([name, entry]) =>
          attempt(
            () => make({ [name]: entry }),
            (reason) => problems.set(`${adapter}/${name}`, reason),
          ) !== null,
      ),
    );
  const { wecom, email, webhook, robot } = adapters;
  if (wecom !== undefined) {
    const make = (given: typeof wecom): Voice => createWecomVoice(given, resolveSecret, context);
    add('wecom', () => make(usable('wecom', wecom, make)));
  }
  if (robot !== undefined) {
    const make = (given: typeof robot): Voice => createRobotVoice(given, resolveSecret, context);
    add('robot', () => make(usable('robot', robot, make)));
  }
  if (webhook !== undefined) {
    const make = (given: typeof webhook): Voice => createWebhookVoice(given, resolveSecret, context);
    add('webhook', () => make(usable('webhook', webhook, make)));
  }
  if (email !== undefined) add('email', () => createEmailVoice(email, resolveSecret));
  return { voices, problems };
}

function attempt(make: () => Voice, onProblem: (reason: string) => void): Voice | null {
  try {
    return make();
  } catch (error) {
    onProblem(error instanceof Error ? error.message : String(error));
    return null;
  }
}
