/** The case as the model may see it: hidden values are hidden before anything is cut, so that no half of one is left. */

import type { AnalystCase } from './contract.ts';
import type { Mask } from './mask.ts';

/** Alerts that the brief shows. */
const alertsMax = 5;

/** Raw text and series of evidence stay out; `read_evidence` masks the text it shows. */
export function maskCase(given: AnalystCase, mask: Mask): AnalystCase {
  const text = (value: string): string => mask.mask(value);
  const record = (values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [text(name), text(value)]));
  return {
    incident: {
      ...given.incident,
      title: text(given.incident.title),
      question: given.incident.question === null ? null : text(given.incident.question),
      systemIds: given.incident.systemIds.map(text),
    },
    alerts: given.alerts.map((alert, index) =>
      index < alertsMax ? { ...alert, labels: record(alert.labels), annotations: record(alert.annotations) } : alert,
    ),
    systems: given.systems.map((system) => ({
      ...system,
      id: text(system.id),
      ...(system.runsOn === undefined ? {} : { runsOn: text(system.runsOn) }),
      dependsOn: system.dependsOn.map(text),
      labels: {},
    })),
    evidence: given.evidence.map((item) => ({
      ...item,
      systemId: text(item.systemId),
      headline: { 'zh-CN': text(item.headline['zh-CN']), en: text(item.headline.en) },
      ...(item.reason === undefined ? {} : { reason: text(item.reason) }),
      facts: Object.fromEntries(
        Object.entries(item.facts).map(([name, value]) => [text(name), typeof value === 'string' ? text(value) : value]),
      ),
      query: '',
      text: '',
      series: [],
    })),
    hypotheses: given.hypotheses.map((each) => ({
      ...each,
      systemId: text(each.systemId),
      title: { 'zh-CN': text(each.title['zh-CN']), en: text(each.title.en) },
    })),
    remedies: given.remedies.map((each) => ({
      systemId: text(each.systemId),
      action: each.action,
      arguments: Object.fromEntries(
        Object.entries(each.arguments).map(([name, value]) => [name, typeof value === 'string' ? text(value) : value]),
      ),
    })),
    notes: { facts: given.notes.facts.map(text), ruledOut: given.notes.ruledOut.map(text) },
  };
}
