/** WeCom's group robots: 20 messages a minute each, errors as codes in an answer of 200. */

import type { ResolveSecret } from '../../domain/secret.ts';
import { ChatError, type ChatErrorKind } from '../contract.ts';
import type { Voice, VoiceContext } from '../voice/contract.ts';
import { postJson, refuseByStatus } from '../voice/post-json.ts';
import { refuseByCode } from '../voice/refuse-by-code.ts';
import { robotAddress } from '../voice/robot-address.ts';
import type { WecomConfig } from './config.ts';
import { wecomMarkdown } from './markdown.ts';

/** The vendor's limit is 20; two are kept for what others send through the same robot. */
const perMinute = 18;
/** The vendor doesn't say how long a limited robot rests; its window is a minute. */
const restMs = 60_000;

const kinds: Readonly<Record<number, ChatErrorKind>> = {
  [-1]: 'transient',
  45009: 'rate',
  45033: 'rate',
  93000: 'gone',
  93004: 'gone',
  93008: 'forbidden',
  40058: 'too-large',
};

/** Throws ZhibanError `invalid` when a secret is missing or leads elsewhere. */
export function createWecomVoice(config: WecomConfig, resolveSecret: ResolveSecret, { clock }: VoiceContext): Voice {
  const addresses = new Map(
    Object.entries(config).map(([name, { webhook, apiUrl }]) => [name, robotAddress('wecom', resolveSecret(webhook), apiUrl)]),
  );
  return {
    name: 'wecom',
    destinations: [...addresses.keys()],
    habits: () => ({ gathers: 'everything', perMinute, digestMinutes: 0 }),
    async say(destination, _to, announcement) {
      const url = addresses.get(destination);
      const who = `The WeCom robot '${destination}'`;
      if (url === undefined) throw new ChatError('gone', `${who} is not configured`);
      const body = JSON.stringify({ msgtype: 'markdown', markdown: { content: wecomMarkdown(announcement) } });
      const answer = await postJson({ url, body, who, secrets: [] }, clock.now());
      refuseByStatus(who, answer);
      refuseByCode(who, answer.text, { kinds, restMs });
    },
    check: async () => false,
    close: async () => undefined,
  };
}
