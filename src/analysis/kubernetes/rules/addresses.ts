/** Addresses that apps are given: names that no service bears, ports that it does not offer, names that do not resolve. */

import { distance } from 'fastest-levenshtein';
import type { Service } from '../objects.ts';
import { type App, type Finding, isTroubled, onApp, type View } from '../view.ts';
import { databaseOf, databaseWords, excerptOf, gatewayName } from './database.ts';

const addressForm = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*):(\d{2,5})(?:[/?].*)?$/i;

/** Variables that name a service of the cluster. */
export function findAddressCauses(view: View): readonly Finding[] {
  const resolvers = view.apps.flatMap((app) => judgeResolver(view, app));
  if (view.book.listedBy('services') === null) return resolvers;
  const variables = view.apps.flatMap((app) =>
    (app.spec.containers ?? []).flatMap((container) =>
      (container.env ?? []).flatMap(({ name, value = '' }) => {
        const address = readAddress(value);
        return address === null || isMeshVariable(name) ? [] : judgeVariable(view, app, `${name}=${value}`, address);
      }),
    ),
  );
  return [...resolvers, ...variables];
}

/** A pod that asks its own name server, or the node's, does not know the names of services. */
function judgeResolver(view: View, app: App): readonly Finding[] {
  const { dnsPolicy, dnsConfig, hostNetwork } = app.spec;
  const isOwn = dnsPolicy === 'None' || (dnsPolicy === 'Default' && hostNetwork !== true);
  const object = app.workload ?? app.pods[0]?.pod;
  if (!isOwn || object === undefined || app.namespace === 'kube-system') return [];
  const excerpt = `dnsPolicy ${dnsPolicy}, nameservers ${(dnsConfig?.nameservers ?? []).join(',')}`;
  const evidence = [view.book.cite(app.resource, object, excerpt)];
  return [
    {
      cause: 'service-dns-resolution-failure',
      on: onApp(app),
      score: 0.85,
      values: { host: (dnsConfig?.nameservers ?? []).join(', ') },
      evidence,
    },
  ];
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function readAddress(value: string): Address | null {
  const [, host = '', port = ''] = addressForm.exec(value.trim()) ?? [];
  if (host === '' || /^\d+(?:\.\d+){3}$/.test(host) || host === 'localhost') return null;
  return { host, port: Number(port) };
}

function isMeshVariable(name: string): boolean {
  return /^(?:CA_ADDR|PILOT_|ISTIO_|PROXY_|OTEL_|JAEGER_|COLLECTOR_)/.test(name);
}

/** The service's name and namespace of a host name within the cluster; null for a name of the outside world. */
function within(host: string, namespace: string): { readonly name: string; readonly namespace: string } | null {
  const parts = host.split('.');
  const [name = '', second] = parts;
  if (second === undefined) return { name, namespace };
  return parts[2] === 'svc' || (parts.length === 2 && !/^(?:com|net|org|io|cn|local|dev|internal)$/.test(second))
    ? { name, namespace: second }
    : null;
}

function judgeVariable(view: View, app: App, variable: string, { host, port }: Address): readonly Finding[] {
  const target = within(host, app.namespace);
  if (target === null) return [];
  if (target.namespace !== app.namespace && view.namespace !== '') return judgeForeign(view, app, variable, target.name, host);
  const service = view.book.get('services', target.name, target.namespace);
  const call = view.book.listedBy('services') ?? '';
  const spec = view.book.cite(app.resource, app.workload ?? app.pods[0]?.pod ?? { metadata: { name: app.name } }, variable);
  const values = { variable, host, port };
  if (service === undefined) {
    const score = missingScore(view, app, variable, target.name);
    return [
      {
        cause: 'service-env-var-address-mismatch',
        on: onApp(app),
        score,
        values,
        evidence: [spec, { call, excerpt: `no ${target.name}` }],
      },
    ];
  }
  const meant = spokenOf(view, app.namespace, variable);
  if (meant !== null && meant !== service.metadata.name && !service.metadata.name.startsWith(meant)) {
    const evidence = [spec, { call, excerpt: `${meant} is a service too` }];
    return [{ cause: 'service-env-var-address-mismatch', on: onApp(app), score: 0.85, values, evidence }];
  }
  const ports = service.spec?.ports ?? [];
  if (ports.length === 0 || ports.some((each) => each.port === port)) return [];
  return [
    judgePort(
      view,
      app,
      service,
      { host, port },
      [spec, view.book.cite('services', service, `ports ${ports.map((each) => each.port).join(',')}`)],
      variable,
    ),
  ];
}

/** Another namespace is named, and its services are not looked at; one of the same name stands beside the app. */
function judgeForeign(view: View, app: App, variable: string, name: string, host: string): readonly Finding[] {
  const beside = view.book.get('services', name, app.namespace);
  const object = app.workload ?? app.pods[0]?.pod;
  if (beside === undefined || object === undefined) return [];
  const evidence = [view.book.cite(app.resource, object, variable), view.book.cite('services', beside, `${name} is in ${app.namespace}`)];
  return [{ cause: 'service-env-var-address-mismatch', on: onApp(app), score: 0.82, values: { variable, host, port: '' }, evidence }];
}

/**
 * An address that no service bears may belong to a feature that nobody uses. It is a fault where the variable speaks of a service that
 * there is, where its name is nearly right, or where the log complains of it. Where an app of that name stands, its service is what lacks.
 */
function missingScore(view: View, app: App, variable: string, host: string): number {
  if (view.apps.some(({ name }) => name === host)) return 0.4;
  if (view.book.logs.some((log) => log.app === app.name && log.lines.some((line) => line.includes(host)))) return 0.93;
  const services = view.book.all('services').filter(({ metadata }) => (metadata.namespace ?? app.namespace) === app.namespace);
  const isSpokenOf = spokenOf(view, app.namespace, variable) !== null;
  const isNear = services.some(
    ({ metadata: { name } }) => distance(name, host) <= Math.max(1, name.length / 6) || host.startsWith(name) || name.startsWith(host),
  );
  if (isSpokenOf || isNear) return 0.92;
  return isTroubled(app) ? 0.8 : 0.4;
}

/** The service that a variable's name begins with: `STOCK_SERVICE_ADDR` speaks of `stockservice`. */
function spokenOf(view: View, namespace: string, variable: string): string | null {
  const words = flat(variable.split('=')[0] ?? '');
  const names = view.book
    .all('services')
    .flatMap(({ metadata }) => ((metadata.namespace ?? namespace) === namespace ? [metadata.name] : []));
  const meant = names.filter((name) => flat(name).length > 3 && words.startsWith(flat(name)));
  return meant.sort((one, other) => other.length - one.length)[0] ?? null;
}

function flat(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Caller and service disagree on the port: most callers decide who is wrong, and among equals the port of the container. */
function judgePort(
  view: View,
  app: App,
  service: Service,
  { host, port }: Address,
  evidence: Finding['evidence'],
  variable: string,
): Finding {
  const offered = new Set((service.spec?.ports ?? []).map((each) => each.port));
  const others = view.apps.filter((each) => each !== app).flatMap((each) => portsFor(each, service.metadata.name));
  const wrong = others.filter((each) => !offered.has(each)).length + 1;
  const right = others.filter((each) => offered.has(each)).length;
  const target = view.apps.find(({ name }) => name === service.metadata.name);
  const listens = (target?.spec.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
  const isServiceWrong =
    wrong > 1 && right === 0 ? true : right === 0 && listens.includes(port) && ![...offered].some((each) => listens.includes(each));
  const values = { variable, host, port };
  if (isServiceWrong && target !== undefined)
    return {
      cause: 'service-port-mapping-mismatch',
      on: onApp(target),
      score: 0.9,
      values: { ...values, service: service.metadata.name, target: port },
      evidence,
    };
  return { cause: 'service-env-var-address-mismatch', on: onApp(app), score: 0.9, values, evidence };
}

function portsFor(app: App, service: string): readonly number[] {
  return (app.spec.containers ?? []).flatMap(({ env = [] }) =>
    env.flatMap(({ value = '' }) => {
      const address = readAddress(value);
      return address !== null && address.host.split('.')[0] === service ? [address.port] : [];
    }),
  );
}

const unresolved =
  /UnknownHostException:? ?([\w.-]+)?|lookup ([\w.-]+)(?: on \S+)?: (?:no such host|server misbehaving|Temporary failure|i\/o timeout|Try again)|getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)|Could not resolve host:? ?([\w.-]+)?|Unknown MySQL server host '([\w.-]+)'|Name or service not known[^\n]{0,40}?([\w-]+)?|Temporary failure in name resolution|Name does not resolve|DNS resolution failed for (?:service: )?([\w.-]+)?|Failed to resolve '?([\w.-]+)?/i;

const refused = /Communications link failure|Connection refused|ECONNREFUSED|connect: connection refused|UnableToConnect/i;

/** What a log says of addresses. */
export function judgeAddress(view: View, app: App, lines: readonly string[], call: string): Finding | null {
  const isFailing = isTroubled(app);
  const line = lines.find((each) => unresolved.test(each));
  if (line !== undefined) {
    const host =
      unresolved
        .exec(line)
        ?.slice(1)
        .find((each) => each !== undefined) ?? '';
    const evidence = [{ call, excerpt: excerptOf(line, unresolved) }];
    const target = host === '' ? null : within(host, app.namespace);
    const isListed = view.book.listedBy('services') !== null;
    const isKnown = target === null ? host === '' : view.book.get('services', target.name, target.namespace) !== undefined;
    const values = { host, variable: host, port: '' };
    const renamed = isListed && !isKnown ? view.apps.find(({ name }) => name === target?.name) : undefined;
    // The app is there under its name, its service is not: the name of the service is what does not resolve.
    if (renamed !== undefined)
      return { cause: 'service-missing', on: onApp(renamed), score: 0.88, values: { ...values, service: renamed.name }, evidence };
    if (!isListed || isKnown)
      return { cause: 'service-dns-resolution-failure', on: onApp(app), score: isFailing ? 0.88 : 0.82, values, evidence };
    // Of a gateway's log the wrong name is a wrong route.
    if (gatewayName.test(app.name)) return { cause: 'gateway-misroute', on: onApp(app), score: 0.86, values, evidence };
    return { cause: 'service-env-var-address-mismatch', on: onApp(app), score: isFailing ? 0.87 : 0.8, values, evidence };
  }
  const closed = lines.find((each) => refused.test(each));
  if (closed === undefined) return null;
  const evidence = [{ call, excerpt: excerptOf(closed, refused) }];
  const speaksSql = lines.some((each) => /jdbc|mysql|hikari|sqlalchemy|Communications link failure/i.test(each));
  const database = speaksSql ? databaseOf(view, [app]) : null;
  if (database?.pods.some(({ isReady }) => isReady) === true && isFailing)
    return { cause: 'mysql-invalid-port', on: onApp(app), score: 0.84, values: { database: database.name }, evidence };
  return {
    cause: 'dependency-refused',
    on: onApp(app),
    score: databaseWords.test(closed) ? 0.35 : 0.3,
    values: { detail: evidence[0]?.excerpt ?? '' },
    evidence,
  };
}
