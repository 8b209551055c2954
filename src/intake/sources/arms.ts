/** Alibaba Cloud ARMS, whose webhook sends Alertmanager's form when its body is `$alertmanager_content`. */

import type { SourceKind } from '../contract.ts';
import { parseAlertmanager } from './alertmanager.ts';

export const arms: SourceKind = {
  name: 'arms',
  title: 'Alibaba Cloud ARMS',
  takesTokenInAddress: true,
  parse: (given, { now }) =>
    parseAlertmanager(given, now).map((alert) => ({
      ...alert,
      source: 'arms',
      groupKey: alert.groupKey.replace(/^alertmanager:/, 'arms:'),
      annotations: alert.annotations.summary === undefined ? withSummary(alert.annotations) : alert.annotations,
    })),
};

/** Its rules put the sentence into `message`. */
function withSummary(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return annotations.message === undefined ? annotations : { ...annotations, summary: annotations.message };
}
