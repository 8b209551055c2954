/** Alertmanager's own health: configuration, cluster, and whether its notifications arrive. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { refusalOf } from '../../http-api/failure.ts';
import { type Sample, sumOf } from '../../http-api/metrics.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { AlertmanagerClient } from '../client.ts';

const status = z.looseObject({
  cluster: z.looseObject({ status: z.string(), peers: z.array(z.looseObject({ name: z.string(), address: z.string() })).default([]) }),
  versionInfo: z.looseObject({ version: z.string().default('') }),
  uptime: z.string().default(''),
});
const receivers = z.array(z.looseObject({ name: z.string() }));

export const selfProbe = apiProbe({
  name: 'self',
  summary: {
    'zh-CN': '就绪、配置加载、集群成员、各渠道通知的成败',
    en: 'readiness, configuration, cluster, notifications by integration',
  },
  parameters: z.strictObject({}),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'alertmanager|notification|notify|receiver|webhook|告警(?:发不出|没收到|通知)|通知|接收',
  query: 'GET /-/ready /api/v2/status /api/v2/receivers /metrics',
  facts: ['self.*', 'cluster.*', 'notifications.*'],
  tellsSilence: true,
  async see(client: AlertmanagerClient, _given, limit, context) {
    const ready = await client.ask({ path: '-/ready', bodyBytesMax: 1_024 }, limit);
    if (ready.status === 401 || ready.status === 403) throw refusalOf('Alertmanager', '-/ready', ready.status);
    const [now, known, samples] = await Promise.all([
      client.json({ path: 'api/v2/status' }, status, limit),
      client.json({ path: 'api/v2/receivers' }, receivers, limit),
      client.metrics(limit),
    ]);
    const startedMs = Date.parse(now.uptime);
    const facts: Facts = {
      'reach.isOk': true,
      'reach.problem': 'none',
      'self.isReady': ready.status === 200,
      'self.version': now.versionInfo.version,
      'self.uptimeSeconds': Number.isFinite(startedMs) ? Math.max(0, Math.round((context.clock.now() - startedMs) / 1_000)) : null,
      'self.receivers': known.length,
      'self.receiverNames': known.map(({ name }) => name).join(', '),
      'cluster.status': now.cluster.status,
      'cluster.peers': now.cluster.peers.length,
      'self.areMetricsShown': samples !== null,
      ...(samples === null ? {} : { ...stateFacts(samples), ...notificationFacts(client, samples) }),
    };
    if (samples !== null) client.memory.remember(samples);
    const failed = facts['notifications.failed.recent'] ?? null;
    return {
      headline: {
        'zh-CN': `版本 ${now.versionInfo.version}，集群 ${now.cluster.status}（${String(now.cluster.peers.length)} 个成员），近期通知失败 ${String(failed ?? '未知')} 次`,
        en: `version ${now.versionInfo.version}, cluster ${now.cluster.status} (${String(now.cluster.peers.length)} peers), ${String(failed ?? 'unknown')} notifications failed lately`,
      },
      facts,
      text: factLines(facts),
    };
  },
});

/** Pure. */
export function stateFacts(samples: readonly Sample[]): Facts {
  const loaded = sumOf(samples, 'alertmanager_config_last_reload_successful');
  const members = sumOf(samples, 'alertmanager_cluster_members');
  const [used, most] = [sumOf(samples, 'process_open_fds'), sumOf(samples, 'process_max_fds')];
  return {
    'self.isConfigLoaded': loaded === null ? null : loaded > 0,
    'self.fileDescriptorRatio': used === null || most === null || most === 0 ? null : used / most,
    'cluster.members': members,
    'cluster.failedPeers': sumOf(samples, 'alertmanager_cluster_failed_peers'),
    'cluster.healthScore': sumOf(samples, 'alertmanager_cluster_health_score'),
    'cluster.messagesQueued': sumOf(samples, 'alertmanager_cluster_messages_queued'),
    'self.aggregationGroups': sumOf(samples, 'alertmanager_dispatcher_aggregation_groups'),
  };
}

const integrationsMax = 12;

function notificationFacts(client: AlertmanagerClient, samples: readonly Sample[]): Facts {
  const growth = (name: string, labels: Readonly<Record<string, string>> = {}): number | null =>
    client.memory.growth(samples, name, labels);
  const integrations = [
    ...new Set(
      samples.filter(({ name }) => name === 'alertmanager_notification_requests_total').map(({ labels }) => labels.integration ?? ''),
    ),
  ];
  const used = integrations
    .map((integration) => ({
      integration,
      requests: growth('alertmanager_notification_requests_total', { integration }) ?? 0,
      requestsFailed: growth('alertmanager_notification_requests_failed_total', { integration }) ?? 0,
    }))
    .filter(({ requests }) => requests > 0)
    .sort((one, other) => other.requestsFailed - one.requestsFailed)
    .slice(0, integrationsMax);
  const [worst] = used;
  const reasons = ['clientError', 'serverError', 'contextCanceled', 'contextDeadlineExceeded', 'other'];
  const byReason = reasons.map((reason) => ({ reason, failed: growth('alertmanager_notifications_failed_total', { reason }) ?? 0 }));
  const [main] = byReason.sort((one, other) => other.failed - one.failed);
  return {
    'notifications.requests.recent': growth('alertmanager_notification_requests_total'),
    'notifications.requestsFailed.recent': growth('alertmanager_notification_requests_failed_total'),
    'notifications.sent.recent': growth('alertmanager_notifications_total'),
    'notifications.failed.recent': growth('alertmanager_notifications_failed_total'),
    'notifications.suppressed.recent': growth('alertmanager_notifications_suppressed_total'),
    'notifications.worstIntegration': worst !== undefined && worst.requestsFailed > 0 ? worst.integration : '',
    'notifications.worstFailed': worst?.requestsFailed ?? 0,
    'notifications.worstFailedRatio': worst === undefined ? 0 : worst.requestsFailed / worst.requests,
    'notifications.reason': main !== undefined && main.failed > 0 ? main.reason : '',
    'self.alertsInvalid.recent': growth('alertmanager_alerts_invalid_total'),
    'self.alertsReceived.recent': growth('alertmanager_alerts_received_total', { status: 'firing' }),
    'self.concurrencyExceeded.recent': growth('alertmanager_http_concurrency_limit_exceeded_total'),
    'self.requests.recent': growth('alertmanager_http_request_duration_seconds_count'),
    'self.silenceErrors.recent': growth('alertmanager_silences_query_errors_total'),
    'cluster.messagesDropped.recent': growth('alertmanager_cluster_messages_pruned_total'),
    'cluster.messagesSent.recent': growth('alertmanager_cluster_messages_sent_total'),
    'cluster.reconnectionsFailed.recent': growth('alertmanager_cluster_reconnections_failed_total'),
    ...Object.fromEntries(
      used.map(({ integration, requestsFailed }) => [`notifications.by.${integration.replace(/[^\w-]/g, '_')}.failed`, requestsFailed]),
    ),
  };
}
