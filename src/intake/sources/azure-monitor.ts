/** Azure Monitor's common alert schema. https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const dimension = z.looseObject({ name: z.string().max(300), value: word });

const criterion = z.looseObject({
  metricName: word,
  metricValue: word,
  operator: word,
  threshold: word,
  timeAggregation: word,
  searchQuery: word,
  dimensions: z.array(dimension).nullish().catch([]),
});

const body = z.looseObject({
  schemaId: z.literal('azureMonitorCommonAlertSchema', {
    error: 'expected azureMonitorCommonAlertSchema: switch the common alert schema on in the action group',
  }),
  data: z.looseObject({
    essentials: z.looseObject({
      alertId: neededWord,
      alertRule: neededWord,
      severity: word,
      signalType: word,
      monitorCondition: z.enum(['Fired', 'Resolved']),
      monitoringService: word,
      alertTargetIDs: z
        .union([z.array(z.string()), z.string().transform((one) => [one])])
        .nullish()
        .transform((given) => given ?? []),
      firedDateTime: moment,
      resolvedDateTime: moment,
      description: word,
      investigationLink: word,
    }),
    alertContext: z
      .looseObject({ condition: z.looseObject({ allOf: z.array(criterion).max(100) }).nullish() })
      .nullish()
      .catch(null),
    customProperties: z.record(z.string(), word).nullish().catch(null),
  }),
});

export const azureMonitor: SourceKind = {
  name: 'azure-monitor',
  title: 'Azure Monitor',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Azure Monitor', parsed.error);
    return [toAlert(parsed.data.data, now)];
  },
};

function toAlert({ essentials, alertContext, customProperties }: z.infer<typeof body>['data'], now: string): IncomingAlert {
  const [criterionMet] = alertContext?.condition?.allOf ?? [];
  const [target] = essentials.alertTargetIDs;
  const dimensions = Object.fromEntries((criterionMet?.dimensions ?? []).map(({ name, value }) => [name, value]));
  return buildAlert(
    {
      source: 'azure-monitor',
      identity: [essentials.alertId],
      group: essentials.alertRule,
      isResolved: essentials.monitorCondition === 'Resolved',
      name: essentials.alertRule,
      severity: severityOfLevel(essentials.severity),
      labels: {
        ...customProperties,
        ...dimensions,
        ...partsOf(target),
        metric: criterionMet?.metricName,
        signal: essentials.signalType,
        monitoring_service: essentials.monitoringService,
        azure_severity: essentials.severity,
      },
      annotations: {
        summary: essentials.alertRule,
        description: essentials.description,
        value: criterionMet?.metricValue,
        expression: expressionOf(criterionMet),
      },
      startsAt: alertTime(essentials.firedDateTime),
      endsAt: alertTime(essentials.resolvedDateTime),
      url: essentials.investigationLink ?? portalLink(essentials.alertId),
    },
    now,
  );
}

/** `/subscriptions/S/resourcegroups/G/providers/microsoft.compute/virtualmachines/NAME` */
function partsOf(target: string | undefined): Readonly<Record<string, string | undefined>> {
  const parts = (target ?? '').split('/').filter((part) => part !== '');
  const after = (name: string): string | undefined => parts[parts.findIndex((part) => part.toLowerCase() === name) + 1];
  if (parts.length < 4) return {};
  return {
    instance: parts.at(-1),
    resource_group: after('resourcegroups'),
    subscription: after('subscriptions'),
    resource_type: parts.at(-2),
  };
}

function expressionOf(met: z.infer<typeof criterion> | undefined): string | null {
  if (met === undefined) return null;
  return met.searchQuery ?? [met.timeAggregation, met.metricName, met.operator, met.threshold].filter(Boolean).join(' ');
}

function portalLink(alertId: string): string | null {
  if (!/^\/[\w./-]{1,1000}$/.test(alertId)) return null;
  return `https://portal.azure.com/#view/Microsoft_Azure_Monitoring_Alerts/AlertDetails.ReactView/alertId~/${encodeURIComponent(alertId)}`;
}

function severityOfLevel(level: string | null): Severity {
  if (level === 'Sev0' || level === 'Sev1') return 'critical';
  return level === 'Sev3' || level === 'Sev4' ? 'info' : 'warning';
}
