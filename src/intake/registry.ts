/** Every alert source that is built in; each is served at `/hooks/NAME`. */

import type { SourceKind } from './contract.ts';
import { alertmanager } from './sources/alertmanager.ts';
import { alibabaCloud } from './sources/alibaba-cloud.ts';
import { arms } from './sources/arms.ts';
import { awsCloudwatch } from './sources/aws-cloudwatch.ts';
import { azureMonitor } from './sources/azure-monitor.ts';
import { cloudevents } from './sources/cloudevents.ts';
import { datadog } from './sources/datadog.ts';
import { elastalert } from './sources/elastalert.ts';
import { googleCloud } from './sources/google-cloud.ts';
import { grafana } from './sources/grafana.ts';
import { huaweiCloud } from './sources/huawei-cloud.ts';
import { json } from './sources/json.ts';
import { kibana } from './sources/kibana.ts';
import { nightingale } from './sources/nightingale.ts';
import { openFalcon } from './sources/open-falcon.ts';
import { opsgenie } from './sources/opsgenie.ts';
import { pagerduty } from './sources/pagerduty.ts';
import { prometheus } from './sources/prometheus.ts';
import { sentry } from './sources/sentry.ts';
import { skywalking } from './sources/skywalking.ts';
import { tencentCloud } from './sources/tencent-cloud.ts';
import { uptimeKuma } from './sources/uptime-kuma.ts';
import { zabbix } from './sources/zabbix.ts';

export const builtInSources: readonly SourceKind[] = [
  alertmanager,
  prometheus,
  grafana,
  json,
  cloudevents,
  zabbix,
  nightingale,
  openFalcon,
  skywalking,
  kibana,
  elastalert,
  uptimeKuma,
  sentry,
  datadog,
  pagerduty,
  opsgenie,
  alibabaCloud,
  arms,
  tencentCloud,
  huaweiCloud,
  awsCloudwatch,
  azureMonitor,
  googleCloud,
];

const byName = new Map(builtInSources.map((source) => [source.name, source]));

export function findSource(name: string): SourceKind | null {
  return byName.get(name) ?? null;
}
