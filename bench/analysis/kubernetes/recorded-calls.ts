/** The recorded calls of one incident as a source for the investigator: each answer is text or JSON under the words of its call. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { KubeCall, KubeSource } from '../../../src/analysis/kubernetes/calls.ts';
import type { Anomaly, Answer } from '../../../src/analysis/kubernetes/casebook.ts';
import type { Resource } from '../../../src/analysis/kubernetes/objects.ts';
import { readDescribe } from '../../../src/analysis/kubernetes/read-describe.ts';
import { readTables } from '../../../src/analysis/kubernetes/read-table.ts';
import { readManifest } from '../../../src/analysis/kubernetes/read-text.ts';

const incidentSchema = z.object({
  system: z.string(),
  namespace: z.string(),
  query: z.string(),
  tools: z.record(z.string(), z.unknown()),
});

export type Incident = z.infer<typeof incidentSchema>;

export function readIncident(path: string): Incident {
  return incidentSchema.parse(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')));
}

/** `asked` receives the words of each recorded call. */
export function recordedSource(incident: Incident, asked: (key: string) => void): KubeSource {
  const find = (name: string, given: Readonly<Record<string, unknown>>): unknown => {
    const key = `${name}:${JSON.stringify(given)}`;
    asked(key);
    return incident.tools[key] ?? null;
  };
  return { ask: async (call) => answerOf(call, incident, find) };
}

type Find = (name: string, given: Readonly<Record<string, unknown>>) => unknown;

/** Names of kinds as the recordings have them. */
const recordedNames: Partial<Record<Resource, string>> = { resourcequotas: 'resourcequota' };

/** With labels or the wide form, where that says more and costs no second call. */
const forms: Partial<Record<Resource, Readonly<Record<string, boolean>>>> = {
  pods: { output_wide: true },
  nodes: { show_labels: true },
  services: { output_wide: true },
  persistentvolumes: { show_labels: true },
};

function answerOf(call: KubeCall, incident: Incident, find: Find): Answer | null {
  const { namespace } = incident;
  if (call.verb === 'list') {
    const resource_type = recordedNames[call.resource] ?? call.resource;
    const text = find('GetResources', { resource_type, name: '', namespace, ...forms[call.resource] });
    if (typeof text !== 'string') return null;
    const asked = call.resource === 'events' ? null : call.resource;
    return { objects: readTables(text, namespace, asked), complete: [call.resource] };
  }
  if (call.verb === 'describe') {
    const resource_type = recordedNames[call.resource] ?? call.resource;
    const text = find('DescribeResource', { resource_type, name: call.name, namespace });
    return typeof text === 'string' ? { objects: readDescribe(text, call.resource) } : null;
  }
  if (call.verb === 'manifest') {
    const text = find('GetAppYAML', { app_name: call.app });
    return typeof text === 'string' ? { objects: readManifest(text), isDeclared: true } : null;
  }
  if (call.verb === 'logs') return logsOf(call.app, find('GetErrorLogs', { namespace, service_name: call.app }));
  if (call.verb === 'connect')
    return connectionsOf(call, find('CheckServiceConnectivity', { namespace, service_name: call.service, port: call.port }));
  if (call.verb === 'nodeService') {
    const text = find('CheckNodeServiceStatus', { node_name: call.node, service_name: call.service });
    if (typeof text !== 'string' || !/^\s*Active: /m.test(text)) return null;
    const detail = /^\s*Active: .*$/m.exec(text)?.[0].trim() ?? '';
    return {
      objects: [],
      nodeServices: [{ node: call.node, service: call.service, isActive: detail.startsWith('Active: active (running)'), detail }],
    };
  }
  if (call.verb === 'dependencies') return dependenciesOf(find('GetServiceDependencies', { service_name: call.app }));
  return anomaliesOf(find('GetAlerts', {}));
}

const patternsSchema = z.object({ patterns: z.array(z.object({ sample: z.string() })) });
const linesSchema = z.record(z.string(), z.union([z.array(z.string()), z.string()]));

function logsOf(app: string, given: unknown): Answer | null {
  if (given === null) return null;
  const patterns = patternsSchema.safeParse(given);
  if (patterns.success) return { objects: [], logs: [{ app, lines: patterns.data.patterns.map(({ sample }) => sample) }] };
  const parts = linesSchema.safeParse(given);
  const lines = parts.success ? Object.values(parts.data).flat() : [];
  return { objects: [], logs: [{ app, lines }] };
}

function connectionsOf(call: { readonly service: string; readonly port: number }, text: unknown): Answer | null {
  if (typeof text !== 'string') return null;
  const { service, port } = call;
  const parts = text.split(/^(?=Debug Pod test results deployed on )/m);
  const connections = parts.flatMap((part) => {
    if (!/Connection (?:Succeeded|Failed)/.test(part)) return [];
    const from = /deployed on ([^\s:]+):/.exec(part)?.[1] ?? null;
    return [{ service, port, from, isOpen: part.includes('Connection Succeeded') }];
  });
  return { objects: [], connections };
}

/** A tree drawn with lines: the depth says who calls whom. */
function dependenciesOf(text: unknown): Answer | null {
  if (typeof text !== 'string') return null;
  const path: string[] = [];
  const dependencies: { from: string; to: string }[] = [];
  for (const line of text.split('\n').filter((each) => !each.startsWith('['))) {
    const [, drawn = '', name = ''] = /^([\s│├└─]*)([a-z0-9][\w.-]*)/.exec(line) ?? [];
    if (name === '') continue;
    const depth = Math.floor(drawn.length / 4);
    const from = depth === 0 ? undefined : path[depth - 1];
    if (from !== undefined) dependencies.push({ from, to: name });
    path.splice(depth, path.length, name);
  }
  const self = /^\[Service\]: (\S+)/m.exec(text)?.[1];
  const callers = /^\[Upstream \(Called By\)\]: (.*)$/m.exec(text)?.[1]?.split(', ') ?? [];
  for (const from of callers) if (self !== undefined && /^[a-z0-9][\w.-]*$/.test(from)) dependencies.push({ from, to: self });
  return { objects: [], dependencies };
}

const alertsSchema = z.object({
  alerts: z.array(
    z.object({
      type: z.string().optional(),
      name: z.string().optional(),
      evidence: z.array(z.string()).optional(),
      entry_service: z.string().optional(),
      raw_error: z.string().optional(),
      url: z.string().optional(),
      occurrences: z.number().optional(),
    }),
  ),
});

const signals: readonly (readonly [RegExp, Anomaly['signal']])[] = [
  [/retrans|packet loss|packet drop/i, 'retransmission'],
  [/\b(?:rtt|network[ _]delay|network[ _]latency|round.trip)\b/i, 'network-delay'],
  [/latency|slow response/i, 'latency'],
  [/\bcpu\b/i, 'cpu'],
  [/\bmemory\b/i, 'memory'],
  [/error|5xx|fail/i, 'errors'],
  [/traffic|network/i, 'traffic'],
];

function anomaliesOf(given: unknown): Answer | null {
  const parsed = alertsSchema.safeParse(given);
  if (!parsed.success) return given === null ? null : { objects: [], anomalies: [] };
  const anomalies = parsed.data.alerts.flatMap((alert): Anomaly[] => {
    if (alert.entry_service !== undefined) {
      const text = `${alert.occurrences ?? 1} × ${alert.raw_error ?? ''} ${alert.url ?? ''}`;
      return [
        {
          on: 'app',
          object: alert.entry_service,
          signal: 'errors',
          ratio: Number.POSITIVE_INFINITY,
          current: alert.occurrences ?? 1,
          text,
        },
      ];
    }
    return (alert.evidence ?? []).map((text) => {
      const signal = signals.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
      const [, usual = '0', now = '0'] = /Normal=([\d.]+)\S* -> Current=([\d.]+)/.exec(text) ?? [];
      const ratio = Number(usual) === 0 ? Number.POSITIVE_INFINITY : Number(now) / Number(usual);
      return { on: alert.type === 'Node' ? 'node' : 'app', object: alert.name ?? '', signal, ratio, current: Number(now), text };
    });
  });
  return { objects: [], anomalies };
}
