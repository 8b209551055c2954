/** Generic webhooks: signed CloudEvents, one a moment; any 2xx is yes. */

import { ZhibanError } from '../../domain/errors.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import { ChatError } from '../contract.ts';
import type { Voice, VoiceContext } from '../voice/contract.ts';
import { postJson, refuseByStatus } from '../voice/post-json.ts';
import { cloudEvent, pageEvent } from './cloud-event.ts';
import type { WebhookConfig } from './config.ts';
import { webhookHeaders } from './sign.ts';

interface Endpoint {
  readonly url: string;
  readonly secret: string | null;
}

/** Throws ZhibanError `invalid` when a secret is missing or no address. */
export function createWebhookVoice(config: WebhookConfig, resolveSecret: ResolveSecret, { clock, source }: VoiceContext): Voice {
  const endpoints = new Map(Object.entries(config).map(([name, given]) => [name, endpointOf(name, given, resolveSecret)]));
  async function post(destination: string, id: string, event: Readonly<Record<string, unknown>>): Promise<void> {
    const endpoint = endpoints.get(destination);
    const who = `The webhook '${destination}'`;
    if (endpoint === undefined) throw new ChatError('gone', `${who} is not configured`);
    const body = JSON.stringify(event);
    const nowMs = clock.now();
    const signed = webhookHeaders(endpoint.secret, { id, timestampSeconds: Math.floor(nowMs / 1_000), body });
    const headers = { ...signed, 'content-type': 'application/cloudevents+json; charset=utf-8' };
    const secrets = endpoint.secret === null ? [] : [endpoint.secret];
    refuseByStatus(who, await postJson({ url: endpoint.url, body, headers, who, secrets }, nowMs));
  }
  return {
    name: 'webhook',
    destinations: [...endpoints.keys()],
    habits: () => ({ gathers: 'nothing', perMinute: null, digestMinutes: 0 }),
    async say(destination, _to, announcement) {
      const [notice] = announcement.notices;
      if (notice === undefined) throw new ChatError('gone', `The webhook '${destination}' is not configured`);
      await post(destination, announcement.id, cloudEvent(announcement, notice, source));
    },
    page: (destination, call) => post(destination, call.id, pageEvent(call, source, new Date(clock.now()).toISOString())),
    check: async () => false,
    close: async () => undefined,
  };
}

function endpointOf(name: string, given: WebhookConfig[string], resolveSecret: ResolveSecret): Endpoint {
  const url = given.address === undefined ? (given.url ?? '') : resolveSecret(given.address).trim();
  if (!URL.canParse(url) || !/^https?:/i.test(url))
    throw new ZhibanError('invalid', `The address of the webhook '${name}' is not an http address`);
  return { url, secret: given.secret === undefined ? null : resolveSecret(given.secret).trim() };
}
