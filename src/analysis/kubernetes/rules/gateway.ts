/** Gateways that send requests to the wrong place: routes in their variables, and what their logs and callers say. */

import { type App, type Finding, isTroubled, onApp, type View } from '../view.ts';
import { excerptOf, gatewayName } from './database.ts';

const routeVariable = /ROUTES?(?:_|\[|$)|_ROUTE_|UPSTREAM|BACKEND_(?:URL|URI|HOST)|SPRING_APPLICATION_JSON|ZUUL/i;
const lostWords =
  /Unable to find instance for|No servers available for service|no healthy upstream|upstream connect error|NotFoundException: 404|404 NOT_FOUND|No route matched|no Route matched|host not found in upstream|503 SERVICE_UNAVAILABLE|(?:finishConnect\(\.\.\) failed: )?Connection refused: [\w.-]+[/:]/i;

export function findGatewayCauses(view: View): readonly Finding[] {
  const gateways = view.apps.filter(({ name }) => gatewayName.test(name));
  return gateways.flatMap((gateway) => [...judgeRoutes(view, gateway), ...judgeLog(view, gateway), ...judgeComplaints(view, gateway)]);
}

/** A route whose target is no service and no app. */
function judgeRoutes(view: View, gateway: App): readonly Finding[] {
  const variables = (gateway.spec.containers ?? []).flatMap(({ env = [] }) => env).filter(({ name }) => routeVariable.test(name));
  return variables.flatMap(({ name, value = '' }) => {
    const targets = [...value.matchAll(/(?:lb|https?|grpc):\/\/([a-z0-9][a-z0-9.-]*(?::\d+)?)/gi)].map((match) => match[1] ?? '');
    const lost = targets.filter((target) => !isKnown(view, target));
    const object = gateway.workload ?? gateway.pods[0]?.pod;
    if (object === undefined || targets.length === 0) return [];
    const evidence = [view.book.cite(gateway.resource, object, `${name}=${value}`)];
    return [
      {
        cause: 'gateway-misroute' as const,
        on: onApp(gateway),
        score: lost.length > 0 ? 0.92 : 0.66,
        values: routeValues(name, lost[0] ?? targets[0] ?? ''),
        evidence,
      },
    ];
  });
}

/** `orders` or `orders.shop:8080`: a service of this name that offers the port, or an app where no port is said. */
function isKnown(view: View, target: string): boolean {
  const [host = '', port] = target.split(':');
  const [name = ''] = host.split('.');
  const service = view.book.all('services').find(({ metadata }) => metadata.name === name);
  if (service === undefined) return view.apps.some((app) => app.name === name);
  const ports = service.spec?.ports ?? [];
  return port === undefined || ports.length === 0 || ports.some((each) => String(each.port) === port);
}

function judgeLog(view: View, gateway: App): readonly Finding[] {
  for (const { app, lines, call } of view.book.logs) {
    const line = app === gateway.name ? lines.find((each) => lostWords.test(each)) : undefined;
    if (line === undefined) continue;
    const host = /(?:instance for|for service|upstream|refused:) "?'?([\w.-]+)/i.exec(line)?.[1] ?? '';
    const meant = view.apps.find(({ name }) => name === host);
    // Where the target itself is in trouble, the gateway only tells of it.
    if (meant !== undefined && (isTroubled(meant) || meant.pods.length === 0)) continue;
    const score = host !== '' && meant === undefined ? 0.88 : 0.62;
    return [
      {
        cause: 'gateway-misroute',
        on: onApp(gateway),
        score,
        values: routeValues('', host),
        evidence: [{ call, excerpt: excerptOf(line, lostWords) }],
      },
    ];
  }
  return [];
}

/** Callers get 404 or 503 by the gateway for paths whose services are well. */
function judgeComplaints(view: View, gateway: App): readonly Finding[] {
  const complaint = view.book.anomalies.find(({ signal, text }) => signal === 'errors' && /\b(?:404|502|503)\b/.test(text));
  if (
    complaint === undefined ||
    view.apps.some(({ pods, workload }) => workload?.spec?.replicas === 0 || pods.some(({ isReady, isDone }) => !isReady && !isDone))
  )
    return [];
  const score = /\b404\b/.test(complaint.text) ? 0.6 : 0.5;
  return [
    {
      cause: 'gateway-misroute',
      on: onApp(gateway),
      score,
      values: routeValues('', complaint.object),
      evidence: [{ call: complaint.call, excerpt: complaint.text }],
    },
  ];
}

function routeValues(path: string, service: string): Finding['values'] {
  return { ingress: '', path, service, port: '' };
}
