/** The certificates that the nodes use for their own traffic and for HTTP, and when they end. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';

const certificates = z.array(z.object({ path: z.string().catch(''), subject_dn: z.string().catch(''), expiry: z.string() }));

export const certificatesProbe = apiProbe({
  name: 'certificates',
  summary: { 'zh-CN': '节点间与 HTTP 证书的到期时间', en: 'when the certificates between nodes and for HTTP end' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'certificate|tls|ssl|expir|handshake|证书|到期|过期|握手',
  query: 'GET /_ssl/certificates',
  facts: [
    'certificates.known',
    'certificates.soonestDays',
    'certificates.soonestPath',
    'certificates.soonestSubject',
    'certificates.expired',
  ],
  async see(client: ElasticsearchClient, _given, limit, context) {
    const found = await optional(client.read('_ssl/certificates', certificates, limit));
    const dated = (found ?? [])
      .map((each) => ({ ...each, days: Math.floor((Date.parse(each.expiry) - context.clock.now()) / 86_400_000) }))
      .filter(({ days }) => Number.isFinite(days))
      .sort((left, right) => left.days - right.days);
    const [soonest] = dated;
    const facts: Facts = {
      'certificates.known': dated.length,
      ...(soonest === undefined
        ? {}
        : {
            'certificates.soonestDays': soonest.days,
            'certificates.soonestPath': soonest.path,
            'certificates.soonestSubject': soonest.subject_dn,
            'certificates.expired': dated.filter(({ days }) => days < 0).length,
          }),
    };
    return {
      headline:
        soonest === undefined
          ? { 'zh-CN': '节点没有使用证书，或该版本不提供', en: 'the nodes use no certificates, or this version does not tell' }
          : {
              'zh-CN': `最早到期的证书还有 ${String(soonest.days)} 天`,
              en: `the first certificate to end has ${String(soonest.days)} days left`,
            },
      facts,
      text: dated
        .slice(0, 40)
        .map((each) => `${String(each.days)} days ${each.path} ${each.subject_dn}`)
        .join('\n'),
    };
  },
});
