/** Services that lead nowhere: no pods behind them, the wrong ones, or the wrong port. */

import type { Citation } from '../casebook.ts';
import type { KubeObject, Service } from '../objects.ts';
import type { PodSpec } from '../pod-schemas.ts';
import { type App, type Finding, isShort, labelsOf, matches, onApp, type View } from '../view.ts';

export function findServiceCauses(view: View): readonly Finding[] {
  const inside = view.book
    .all('services')
    .filter(({ metadata }) => view.namespace === '' || (metadata.namespace ?? view.namespace) === view.namespace);
  return [...inside.flatMap((service) => judgeService(view, service)), ...view.apps.flatMap((app) => judgeScale(view, app))];
}

function judgeService(view: View, service: Service): readonly Finding[] {
  const { selector, type } = service.spec ?? {};
  if (selector === undefined || Object.keys(selector).length === 0 || type === 'ExternalName') return [];
  const namespace = service.metadata.namespace ?? '';
  const near = view.apps.filter((app) => app.namespace === namespace);
  const known = near.filter((app) => labelsOf(app) !== undefined);
  const selected = known.filter((app) => matches(selector, labelsOf(app)));
  if (selected.length === 0) return judgeSelector(view, service, near, known);
  const namesake = known.find((app) => app.name === service.metadata.name);
  if (namesake !== undefined && !selected.includes(namesake)) return strangers(view, service, namesake, selected);
  return selected.flatMap((app) => judgePorts(view, service, app));
}

/** Nobody bears the labels. The app that is meant has the service's name, or most of the labels. */
function judgeSelector(view: View, service: Service, near: readonly App[], known: readonly App[]): readonly Finding[] {
  const { name, namespace = '' } = service.metadata;
  const endpoints = view.book.get('endpoints', name, namespace);
  if (endpoints !== undefined && (endpoints.ready?.length ?? 0) > 0) return [];
  const meant =
    near.find((app) => app.name === name) ?? near.find((app) => name.startsWith(`${app.name}-`) || app.name.startsWith(`${name}-`));
  const labels = meant === undefined ? undefined : labelsOf(meant);
  if (known.length === 0 || (meant !== undefined && labels === undefined)) return [];
  const selector = asText(service.spec?.selector);
  const values = { service: name, selector, labels: asText(labels) };
  const evidence = [view.book.cite('services', service, `selector ${selector}`), ...endpointEvidence(view, endpoints, name)];
  if (meant !== undefined) return [{ cause: 'service-selector-mismatch', on: onApp(meant), score: 0.94, values, evidence }];
  const on = { kind: 'app', name, namespace } as const;
  return [{ cause: 'service-without-pods', on, score: 0.4, values, evidence }];
}

/** The service bears the name of an app and leads to another. */
function strangers(view: View, service: Service, namesake: App, selected: readonly App[]): readonly Finding[] {
  const selector = asText(service.spec?.selector);
  const values = { service: service.metadata.name, selector, labels: asText(labelsOf(namesake)) };
  const evidence = [view.book.cite('services', service, `selector ${selector} → ${selected.map(({ name }) => name).join(', ')}`)];
  return [{ cause: 'service-selector-mismatch', on: onApp(namesake), score: 0.88, values, evidence }];
}

function judgePorts(view: View, service: Service, app: App): readonly Finding[] {
  const declared = portsOf(app.spec);
  const { name } = service.metadata;
  return (service.spec?.ports ?? []).flatMap((each) => {
    const { port, protocol = 'TCP' } = each;
    const target = each.targetPort ?? (isTableOnly(service) ? undefined : port);
    const evidence = [
      view.book.cite('services', service, `port ${port}/${protocol} → ${target ?? '?'}`),
      citeApp(view, app, `container ports ${[...declared.keys()].join(',')}`),
    ];
    const values = { service: name, port, target: target ?? '', declared: [...declared.keys()].join(',') };
    const spoken = target === undefined ? undefined : declared.get(String(target));
    if (spoken !== undefined && !spoken.has(protocol))
      return [{ cause: 'service-protocol-mismatch', on: onApp(app), score: 0.93, values, evidence }];
    if (spoken === undefined && target !== undefined && declared.size > 0) {
      const open = view.book.connections.filter((each2) => each2.service === name && each2.port === port);
      const isOpen = open.some(({ isOpen: yes }) => yes);
      const more: readonly Citation[] = open.slice(0, 1).map(({ call, isOpen: yes }) => ({ call, excerpt: yes ? 'open' : 'refused' }));
      return [
        {
          cause: 'service-port-mapping-mismatch',
          on: onApp(app),
          score: isOpen ? 0.2 : open.length > 0 ? 0.95 : 0.88,
          values,
          evidence: [...evidence, ...more],
        },
      ];
    }
    // A table of services does not say the target; where the endpoints go tells it.
    if (target !== undefined || declared.size === 0) return protocolOnly(app, protocol, port, declared, values, evidence);
    const aims = portsOfEndpoints(view.book.get('endpoints', name, service.metadata.namespace ?? ''));
    const stray = aims.filter((aim) => !declared.has(aim));
    if (aims.length > 0 && stray.length === aims.length)
      return [
        { cause: 'service-port-mapping-mismatch', on: onApp(app), score: 0.86, values: { ...values, target: stray.join(',') }, evidence },
      ];
    return protocolOnly(app, protocol, port, declared, values, evidence);
  });
}

/** A port that only the other protocol has. */
function protocolOnly(
  app: App,
  protocol: string,
  port: number,
  declared: ReadonlyMap<string, ReadonlySet<string>>,
  values: Finding['values'],
  evidence: Finding['evidence'],
): readonly Finding[] {
  const all = new Set([...declared.values()].flatMap((each) => [...each]));
  const spoken = declared.get(String(port)) ?? all;
  if (spoken.size === 0 || spoken.has(protocol)) return [];
  return [{ cause: 'service-protocol-mismatch', on: onApp(app), score: 0.9, values, evidence }];
}

function isTableOnly(service: Service): boolean {
  return (service.spec?.ports ?? []).every(({ targetPort, name }) => targetPort === undefined && name === undefined);
}

/** Ports that the containers declare, by number and name, with their protocols. */
function portsOf(spec: PodSpec): ReadonlyMap<string, ReadonlySet<string>> {
  const ports = new Map<string, Set<string>>();
  for (const { containerPort, name, protocol = 'TCP' } of (spec.containers ?? []).flatMap((each) => each.ports ?? [])) {
    for (const key of [String(containerPort), ...(name === undefined ? [] : [name])])
      ports.set(key, (ports.get(key) ?? new Set()).add(protocol));
  }
  return ports;
}

function portsOfEndpoints(endpoints: KubeObject<'endpoints'> | undefined): readonly string[] {
  return [...new Set((endpoints?.ready ?? []).flatMap((address) => /:(\d+)$/.exec(address)?.[1] ?? []))];
}

/** An app that is meant to have no pods has none; it is a cause where it has a service that somebody calls. */
function judgeScale(view: View, app: App): readonly Finding[] {
  const { workload, resource } = app;
  if (workload === undefined || (resource !== 'deployments' && resource !== 'statefulsets')) return [];
  if (workload.spec?.replicas === 0) {
    const evidence = [citeApp(view, app, 'replicas 0')];
    return [{ cause: 'deployment-zero-replicas', on: onApp(app), score: wantedScore(view, app), values: { workload: app.name }, evidence }];
  }
  if (workload.spec?.paused === true && isShort(app))
    return [
      {
        cause: 'rollout-paused',
        on: onApp(app),
        score: 0.7,
        values: { workload: app.name },
        evidence: [citeApp(view, app, 'paused: true')],
      },
    ];
  return [];
}

/** Many apps are scaled down on purpose: it hurts where somebody calls them. */
function wantedScore(view: View, { name, namespace }: App): number {
  const isServed = view.book
    .all('services')
    .some(({ metadata }) => metadata.name === name && (metadata.namespace ?? namespace) === namespace);
  if (!isServed) return 0.45;
  const isCaller = (app: App): boolean =>
    app.name !== name &&
    (app.spec.containers ?? []).some(({ env = [] }) => env.some(({ value = '' }) => value.split(/[/:.@]/).includes(name)));
  const isCalled = view.book.dependencies.some(({ to }) => to === name) || view.apps.some(isCaller);
  return isCalled ? 0.93 : 0.72;
}

function endpointEvidence(view: View, endpoints: KubeObject<'endpoints'> | undefined, name: string): readonly Citation[] {
  return endpoints === undefined ? [] : [view.book.cite('endpoints', endpoints, `${name}: no addresses`)];
}

function citeApp(view: View, app: App, excerpt: string): Citation {
  const pod = app.pods[0]?.pod;
  if (app.workload !== undefined) return view.book.cite(app.resource, app.workload, excerpt);
  return pod === undefined ? { call: 'kubectl get pods', excerpt } : view.book.cite('pods', pod, excerpt);
}

function asText(labels: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
