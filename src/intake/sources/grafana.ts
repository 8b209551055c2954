/** Grafana's unified alerting webhook: Alertmanager's form with a few fields more (values, dashboards, silence links). */

import { z } from 'zod';
import type { IncomingAlert } from '../../domain/alert.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { SourceKind } from '../contract.ts';
import { invalidBody, webAddress } from '../shapes.ts';
import { alertmanagerAlert, commonOf } from './alertmanager.ts';

const alert = alertmanagerAlert.extend({
  dashboardURL: z.string().optional(),
  panelURL: z.string().optional(),
  valueString: z.string().max(4_000).optional(),
});

const body = z.looseObject({ groupKey: z.string().max(2_000).optional(), orgId: z.number().optional(), alerts: z.array(alert) });

export const grafana: SourceKind = {
  name: 'grafana',
  title: 'Grafana',
  takesTokenInAddress: false,
  parse: (given, { now }) => parseGrafana(given, now),
};

/** Throws ZhibanError `invalid` naming the first field that doesn't fit. */
export function parseGrafana(given: unknown, now: string): readonly IncomingAlert[] {
  const parsed = body.safeParse(given);
  if (!parsed.success) throw invalidBody('Grafana', parsed.error);
  const { alerts, groupKey, orgId } = parsed.data;
  return alerts.map((each) => {
    const common = commonOf(each, now);
    const values = each.valueString === undefined || each.valueString === '' ? {} : { grafana_values: maskSecrets(each.valueString) };
    return {
      ...common,
      source: 'grafana',
      groupKey: `grafana:${orgId ?? 0}:${groupKey || common.fingerprint}`,
      annotations: { ...each.annotations, ...values },
      generatorUrl: webAddress(each.panelURL) ?? webAddress(each.dashboardURL) ?? common.generatorUrl,
    };
  });
}
