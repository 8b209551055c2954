/** A URL that must answer: a website, an API, a health endpoint. Looked at only; nothing is changed through it. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { createHttpClient, type HttpClient } from './client.ts';
import { expectationShape } from './entry-shape.ts';
import { HttpFailure } from './exchange.ts';
import { httpProbes } from './probes.ts';
import { httpSignatures } from './signatures.ts';

const httpEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('http'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected http://… or https://…' })
    .refine((url) => URL.canParse(url) && new URL(url).password === '', {
      error: 'expected an address without login: use headers: { Authorization: { env: NAME } }',
    }),
  ...expectationShape,
  headers: z.record(z.string().regex(/^[\w-]+$/), z.union([z.string(), secretRef])).default({}),
  body: z.string().max(10_000).optional(),
  redirectsMax: z.number().int().min(0).max(10).default(5),
  tls: z
    .strictObject({ caFile: z.string().min(1).optional(), servername: z.string().min(1).optional(), insecure: z.boolean().default(false) })
    .optional(),
});

export type HttpEntry = z.infer<typeof httpEntry>;

export const httpKind: SystemKind<HttpClient, HttpEntry> = {
  kind: 'http',
  title: { 'zh-CN': 'HTTP 服务', en: 'HTTP service' },
  entry: httpEntry,
  connect: createHttpClient,
  probes: httpProbes,
  signatures: httpSignatures,
  actions: [],
  async check(client, context) {
    try {
      const { last } = await client.ask({ timeoutMs: 5_000, signal: context.signal });
      const status = String(last.status);
      return [
        { level: last.status < 500 ? 'ok' : 'warn', text: { 'zh-CN': `可以访问，状态码 ${status}`, en: `reachable, status ${status}` } },
      ];
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法访问：${error.message}`, en: error.message } }];
    }
  },
};
