/** Every look at a TCP endpoint. */

import type { Probe } from '../contract.ts';
import { certificateProbeOf } from './certificate.ts';
import type { TcpClient } from './client.ts';
import { connectProbe } from './probes/connect.ts';

const { look, ...certificate } = certificateProbeOf<TcpClient>();

/** Where TLS is not asked for there is nothing to look at, and whether anyone is there is the other look's business. */
const certificateOfTls: Probe<TcpClient> = {
  ...certificate,
  async look(client, given, context) {
    if (client.hasTls) return look(client, given, context);
    const seen = await connectProbe.look(client, connectProbe.parameters.parse({ samples: 1 }), context);
    if (seen.status !== 'ok') return seen;
    return {
      status: 'ok',
      headline: { 'zh-CN': '没有配置 TLS', en: 'TLS is not configured' },
      facts: { 'certificate.isShown': false },
      query: seen.query,
      text: '',
    };
  },
};

export const tcpProbes: readonly Probe<TcpClient>[] = [connectProbe, certificateOfTls];
