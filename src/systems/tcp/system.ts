/** A bare TCP endpoint: whether it takes connections, how fast, what it says first, and its certificate. Looked at only. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { SessionFailure } from '../session/failure.ts';
import { createTcpClient, type TcpClient } from './client.ts';
import { tcpTls } from './open-socket.ts';
import { tcpProbes } from './probes.ts';
import { tcpSignatures } from './signatures.ts';

const tcpEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('tcp'),
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  /** A regular expression that its first words must match; for services that speak first (SSH, SMTP, FTP, MySQL). */
  expectBanner: z.string().max(300).refine(isPattern, { error: 'expected a regular expression' }).optional(),
  /** From when on connecting counts as slow. */
  slowMs: z.number().int().min(1).max(30_000).default(500),
  /** For services that speak TLS from the first byte. */
  tls: tcpTls.optional(),
});

export type TcpEntry = z.infer<typeof tcpEntry>;

export const tcpKind: SystemKind<TcpClient, TcpEntry> = {
  kind: 'tcp',
  title: { 'zh-CN': 'TCP 端口', en: 'TCP endpoint' },
  entry: tcpEntry,
  connect: createTcpClient,
  probes: tcpProbes,
  signatures: tcpSignatures,
  actions: [],
  async check(client, context) {
    try {
      await client.open({ timeoutMs: 5_000, signal: context.signal });
      return [{ level: 'ok', text: { 'zh-CN': '可以连接', en: 'reachable' } }];
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法连接：${error.message}`, en: error.message } }];
    }
  },
};

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
