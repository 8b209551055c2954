/** What stands under `plugins[].config`. */

import { secretRef, z } from 'zhiban/plugin';

const channel = z.string().regex(/^[#&+!][^\s,:\p{Cc}]{1,49}$/u, 'expected a channel such as #ops');

export const ircConfig = z.strictObject({
  server: z.string().regex(/^[\w.:-]{1,255}$/, 'expected the name or the address of a server'),
  port: z.number().int().min(1).max(65_535).default(6_697),
  /** Off only for servers within your own walls: everything, the password too, goes in clear then. */
  tls: z.boolean().default(true),
  nick: z
    .string()
    .regex(/^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]{0,29}$/, 'expected a nick')
    .default('zhiban'),
  /** Of the server. */
  password: secretRef.optional(),
  /** An account of the network's services, by SASL PLAIN. */
  sasl: z.strictObject({ account: z.string().min(1).max(60), password: secretRef }).optional(),
  channels: z.array(channel).min(1).max(50),
  /** What people's identities say: their account with the services, or user@host as the server sees it. */
  identity: z.enum(['account', 'mask']).default('account'),
  /** Keeps what is open in the channels' topics, behind what stands there. */
  topic: z.boolean().default(false),
  pace: z
    .strictObject({
      /** So many lines at once after a quiet time, then one more every so many milliseconds: servers end the connection of who floods. */
      burst: z.number().int().min(1).max(10_000).default(5),
      everyMs: z.number().int().min(0).max(10_000).default(700),
      answerMs: z.number().int().min(50).max(60_000).default(10_000),
      reconnectMinMs: z.number().int().min(10).max(60_000).default(1_000),
      reconnectMaxMs: z.number().int().min(10).max(600_000).default(60_000),
      editMs: z.number().int().min(0).max(600_000).default(5_000),
    })
    .prefault({}),
});

export type IrcConfig = z.infer<typeof ircConfig>;
