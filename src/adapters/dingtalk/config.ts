/** The configuration of the DingTalk adapter. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

/** The vendor's hosts; each can be replaced, for a gateway, a proxy or a test peer. */
export const dingtalkHosts = {
  api: 'https://api.dingtalk.com',
  oapi: 'https://oapi.dingtalk.com',
} as const;

const base = z.url().transform((url) => url.replace(/\/+$/, ''));

export const dingtalkConfig = z.strictObject({
  /** Client ID (AppKey) of the app. */
  clientId: z.string().min(1),
  clientSecret: secretRef,
  /** The robot's code; for apps made lately it is the client id. */
  robotCode: z.string().min(1).optional(),
  /** The imported card template; without it cards are ActionCards with text commands. */
  cardTemplateId: z.string().min(1).optional(),
  /** A template of the kind AI card, with a streamed text named `content`; without it answers come when they are done. */
  aiCardTemplateId: z.string().min(1).optional(),
  /** The organisation's id: who comes from another one is external. Learned from the first message when it isn't given. */
  corpId: z.string().min(1).optional(),
  /** The template of groups that are opened for incidents; without it there are none. */
  groupTemplateId: z.string().min(1).optional(),
  /** Owns those groups: a staff id. */
  groupOwnerId: z.string().min(1).optional(),
  /** What the organisation's edition grants; 0 for no limit. */
  callsPerMonth: z.number().int().min(0).max(1_000_000_000).default(10_000),
  apiBase: base.default(dingtalkHosts.api),
  oapiBase: base.default(dingtalkHosts.oapi),
  /** Hosts, beside those above, to which a message's reply address may lead. */
  allowHosts: z.array(z.string().min(1)).default([]),
});

export type DingtalkConfig = z.infer<typeof dingtalkConfig>;
