/** A trace as the looks need it, whatever form it came in. */

export interface Span {
  readonly id: string;
  /** Null for a root, and for a span whose parent was not stored. */
  readonly parentId: string | null;
  readonly service: string;
  /** A pod, an instance's id or a host, as the service reports itself; empty where it does not. */
  readonly instance: string;
  readonly operation: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  readonly startUs: number;
  readonly endUs: number;
  readonly isError: boolean;
  /** What the failure says of itself; empty where it says nothing. */
  readonly errorText: string;
  /** `host:port`, a name, or empty: whom a client span calls. */
  readonly peer: string;
  /** `postgresql`, `redis`; empty for what is no call of a database. */
  readonly database: string;
  /** Without its values. */
  readonly statement: string;
  /** How far Jaeger says that this span's clock is off. */
  readonly skewMs: number;
}

export interface Trace {
  readonly id: string;
  /** By start. */
  readonly spans: readonly Span[];
  readonly root: Span;
}

export type Tags = ReadonlyMap<string, string>;

const statementMax = 200;

/** Pure: what the tags say, in the words of OpenTelemetry's conventions, new and old, and of OpenTracing's. */
export function readTags(tags: Tags): Pick<Span, 'kind' | 'isError' | 'errorText' | 'peer' | 'database' | 'statement'> {
  const first = (...names: readonly string[]): string => names.map((name) => tags.get(name)).find((value) => value !== undefined) ?? '';
  const kind = first('span.kind').toLowerCase();
  const host = first('server.address', 'net.peer.name', 'peer.hostname', 'network.peer.address', 'net.sock.peer.addr', 'peer.ipv4');
  const port = first('server.port', 'net.peer.port', 'network.peer.port', 'peer.port');
  const status = Number(first('http.response.status_code', 'http.status_code') || 0);
  const isError = first('error') === 'true' || first('otel.status_code') === 'ERROR' || status >= 500;
  const said = first('exception.message', 'otel.status_description', 'error.message', 'error.type', 'exception.type', 'message');
  return {
    kind: kind === 'server' || kind === 'client' || kind === 'producer' || kind === 'consumer' ? kind : 'internal',
    isError,
    errorText: !isError ? '' : said !== '' ? said : status > 0 ? `HTTP ${String(status)}` : '',
    peer: host === '' ? first('peer.service', 'peer.address') : port === '' ? host : `${host}:${port}`,
    database: first('db.system.name', 'db.system', 'db.type'),
    statement: withoutValues(first('db.query.text', 'db.statement')).slice(0, statementMax),
  };
}

const instanceTags = ['k8s.pod.name', 'service.instance.id', 'host.name', 'hostname', 'ip'];

/** Pure: which instance of a service a span comes from, from the tags of its process or resource. */
export function instanceIn(tags: Tags): string {
  return instanceTags.map((name) => tags.get(name)).find((value) => value !== undefined && value !== '') ?? '';
}

/** Values of a statement are somebody's data, and would make two of the same look different. */
function withoutValues(statement: string): string {
  return statement
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '?')
    .replaceAll(/\b\d+(?:\.\d+)?\b/g, '?')
    .replaceAll(/\?(?:\s*,\s*\?)+/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Null for a trace without a span. The root is the one without a stored parent that lasts longest. */
export function traceOf(id: string, given: readonly Span[]): Trace | null {
  const ids = new Set(given.map((span) => span.id));
  const spans = given
    .map((span) => (span.parentId !== null && !ids.has(span.parentId) ? { ...span, parentId: null } : span))
    .sort((one, other) => one.startUs - other.startUs);
  const [root] = spans.filter(({ parentId }) => parentId === null).sort((one, other) => lengthOf(other) - lengthOf(one));
  return root === undefined ? null : { id, spans, root };
}

export function lengthOf({ startUs, endUs }: Pick<Span, 'startUs' | 'endUs'>): number {
  return endUs - startUs;
}

/** Children of each span, by start. */
export function childrenOf({ spans }: Trace): (span: Span) => readonly Span[] {
  const byParent = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.parentId === null || span.parentId === span.id) continue;
    const siblings = byParent.get(span.parentId);
    if (siblings === undefined) byParent.set(span.parentId, [span]);
    else siblings.push(span);
  }
  return ({ id }) => byParent.get(id) ?? [];
}

/** As people name it: `orders GET /orders`. */
export function nameOf({ service, operation }: Pick<Span, 'service' | 'operation'>): string {
  return `${service} ${operation}`;
}
