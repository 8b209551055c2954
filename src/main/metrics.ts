/** What Zhiban counts of itself, for Prometheus. One registry a process, made once and passed on. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** A look at numbers that live elsewhere, taken when Prometheus asks; waited for at most 2 s. */
export interface QueueSizes {
  readonly inboxWaiting: number;
  readonly inboxFailing: number;
  readonly outboxWaiting: number;
  readonly outboxDead: number;
  readonly relayWaiting: number;
  readonly deliveriesWaiting: number;
  readonly deliveriesDead: number;
  /** Messages of alert sources that could not be read. */
  readonly unread: number;
}

export interface MetricsOptions {
  readonly version: string;
  /** Memory, CPU, event loop and the like of this process. */
  readonly hasProcessMetrics?: boolean;
}

export function createMetrics(options: MetricsOptions) {
  const registry = new Registry();
  if (options.hasProcessMetrics !== false) collectDefaultMetrics({ register: registry });
  gauge(registry, 'zhiban_build_info', 'Always 1; the version is a label', ['version']).set({ version: options.version }, 1);
  return {
    registry,
    contentType: registry.contentType,
    text: () => registry.metrics(),
    ...httpMetrics(registry),
    ...intakeMetrics(registry),
    ...workMetrics(registry),
    ...chatMetrics(registry),
  };
}

function httpMetrics(registry: Registry) {
  const seconds = histogram(
    registry,
    'zhiban_http_request_seconds',
    'Time to answer an HTTP request',
    ['method', 'route', 'status'],
    [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  );
  const failures = counter(registry, 'zhiban_login_failures_total', 'Wrong tokens that were presented', []);
  const live = gauge(registry, 'zhiban_live_connections', 'Open live event streams', []);
  return {
    httpAnswered(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void {
      const { method, route, status } = request;
      seconds.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, request.seconds);
    },
    loginFailed: () => failures.inc(),
    liveConnections: (count: number) => live.set(count),
  };
}

function intakeMetrics(registry: Registry) {
  const alerts = counter(registry, 'zhiban_intake_alerts_total', 'Alerts that were stored or refused', ['source', 'outcome']);
  const requests = counter(registry, 'zhiban_hook_requests_total', 'Webhook requests by how they ended', ['source', 'outcome']);
  return {
    intake: (source: string, outcome: 'accepted' | 'rejected', count: number) => alerts.inc({ source, outcome }, count),
    hookAnswered: (source: string, outcome: string) => requests.inc({ source, outcome }),
  };
}

function workMetrics(registry: Registry) {
  const probes = histogram(
    registry,
    'zhiban_probe_seconds',
    'Time that a probe took',
    ['kind', 'probe', 'status'],
    [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  );
  const plans = counter(registry, 'zhiban_plans_total', 'Plans by the state that they came to', ['state']);
  const decisions = counter(registry, 'zhiban_approvals_total', 'Decisions on plans', ['decision', 'outcome']);
  const calls = counter(registry, 'zhiban_model_calls_total', 'Calls of a language model', ['profile', 'outcome']);
  const tokens = counter(registry, 'zhiban_model_tokens_total', 'Tokens that a profile has used', ['profile']);
  const modelSeconds = histogram(
    registry,
    'zhiban_model_call_seconds',
    'Time that a model took to answer',
    ['profile'],
    [0.5, 1, 2.5, 5, 10, 30, 60, 120],
  );
  return {
    probe: (kind: string, probe: string, status: string, ms: number) => probes.observe({ kind, probe, status }, ms / 1_000),
    plan: (state: string) => plans.inc({ state }),
    decision: (decision: string, outcome: string) => decisions.inc({ decision, outcome }),
    modelCall(call: { readonly profile: string; readonly outcome: string; readonly tokens: number; readonly ms: number }): void {
      calls.inc({ profile: call.profile, outcome: call.outcome });
      tokens.inc({ profile: call.profile }, call.tokens);
      modelSeconds.observe({ profile: call.profile }, call.ms / 1_000);
    },
  };
}

function chatMetrics(registry: Registry) {
  const sends = counter(registry, 'zhiban_sends_total', 'Posts and edits sent to a chat', ['adapter', 'outcome']);
  const announcements = counter(registry, 'zhiban_announcements_total', 'Messages of voices by how they ended', ['adapter', 'outcome']);
  const refusals = counter(registry, 'zhiban_chat_refused_total', 'Forged, foreign or garbled input that was turned away', ['adapter']);
  const adapters = gauge(registry, 'zhiban_adapter_up', '1 when the adapter is connected', ['adapter']);
  return {
    send: (adapter: string, outcome: string) => sends.inc({ adapter, outcome }),
    announce: (adapter: string, outcome: string) => announcements.inc({ adapter, outcome }),
    refusedInChat: (adapter: string) => refusals.inc({ adapter }),
    adapterUp: (adapter: string, isUp: boolean) => adapters.set({ adapter }, isUp ? 1 : 0),
    /** Reads the queues whenever the metrics are read; when that fails their sizes are those of the last time, with their age. */
    watchQueues: (read: () => Promise<QueueSizes>) => watchQueues(registry, read),
    /** Alert sources that aren't HTTP, by name. */
    watchSources: (read: () => ReadonlyMap<string, boolean>) => watchSources(registry, read),
  };
}

/** When the store doesn't answer in time what was read last is shown, with its age beside it; what comes in late counts for the next time. */
function watchQueues(registry: Registry, read: () => Promise<QueueSizes>): void {
  let known: { readonly sizes: QueueSizes; readonly atMs: number } | null = null;
  let reading: Promise<void> | null = null;
  const refresh = async (): Promise<typeof known> => {
    reading ??= read()
      .then((sizes) => {
        known = { sizes, atMs: performance.now() };
      })
      .finally(() => {
        reading = null;
      });
    // The store being away is told by /readyz; the other metrics are still worth having.
    await withinTwoSeconds(reading).catch(() => undefined);
    return known;
  };
  new Gauge({
    name: 'zhiban_queue_size',
    help: 'What waits in a queue, as it was read last',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      const found = await refresh();
      if (found !== null) for (const [queue, size] of sizesByName(found.sizes)) this.set({ queue }, size);
    },
  });
  new Gauge({
    name: 'zhiban_queue_size_age_seconds',
    help: 'How long ago the sizes of the queues were read: more than moments when the store is slow or away',
    labelNames: [],
    registers: [registry],
    async collect() {
      const found = await refresh();
      // A gauge without labels would begin at 0, and say that what nobody has read is fresh.
      if (found === null) this.remove();
      else this.set((performance.now() - found.atMs) / 1_000);
    },
  });
}

function sizesByName(sizes: QueueSizes): readonly (readonly [string, number])[] {
  return [
    ['inbox', sizes.inboxWaiting],
    ['inbox-failing', sizes.inboxFailing],
    ['outbox', sizes.outboxWaiting],
    ['outbox-dead', sizes.outboxDead],
    ['relay', sizes.relayWaiting],
    ['announcements', sizes.deliveriesWaiting],
    ['announcements-dead', sizes.deliveriesDead],
    ['unread', sizes.unread],
  ];
}

function watchSources(registry: Registry, read: () => ReadonlyMap<string, boolean>): void {
  new Gauge({
    name: 'zhiban_alert_source_up',
    help: '1 when an alert source that is not HTTP is connected',
    labelNames: ['source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [source, isUp] of read()) this.set({ source }, isUp ? 1 : 0);
    },
  });
}

async function withinTwoSeconds<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 2 s')), 2_000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function counter<Label extends string>(registry: Registry, name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
  return new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function gauge<Label extends string>(registry: Registry, name: string, help: string, labelNames: readonly Label[]): Gauge<Label> {
  return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function histogram<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  buckets: readonly number[],
): Histogram<Label> {
  return new Histogram({ name, help, labelNames: [...labelNames], buckets: [...buckets], registers: [registry] });
}
