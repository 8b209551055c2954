/** The certificate of the API server: on clusters that people run themselves it ends a year after the last upgrade. */

import type { Probe } from '../../contract.ts';
import { SessionFailure } from '../../session/failure.ts';
import { certificateProbeOf } from '../../tcp/certificate.ts';
import type { KubernetesClient } from '../client.ts';

const ofHttps = certificateProbeOf();

export const certificateProbe: Probe<KubernetesClient> = {
  ...ofHttps,
  async look(client, given, context) {
    try {
      const { url, tls } = await client.place({ timeoutMs: ofHttps.timeoutMs, signal: context.signal });
      return await ofHttps.look({ url, tls: () => Promise.resolve(tls) }, given, context);
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      const headline = { 'zh-CN': `无法得知 API server 的地址：${error.message}`, en: error.message };
      return { status: 'failed', reason: error.message, headline, facts: {}, query: 'openssl s_client', text: error.message };
    }
  },
};
