/** Traces by OpenTelemetry, only when an endpoint is set: without one none of its packages is loaded. */

import type { Log } from './log.ts';

export interface Tracing {
  readonly isOn: boolean;
  /** Sends what is left, for at most 3 s. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  /** `http://collector:4318`; null turns tracing off. */
  readonly endpoint: string | null;
  readonly serviceName: string;
  readonly version: string;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

const stopMsMax = 3_000;

/** Must be called before anything that makes spans. A collector that is away costs spans and nothing else. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  if (options.endpoint === null) return { isOn: false, stop: async () => {} };
  const { NodeSDK, resources } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({ 'service.name': options.serviceName, 'service.version': options.version }),
    traceExporter: new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5_000 }),
    // Only traces: metrics are read at /metrics, and logs go to standard error.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
    autoDetectResources: false,
  });
  sdk.start();
  options.log.info({ service: options.serviceName }, 'Traces are sent to the OpenTelemetry endpoint');
  return { isOn: true, stop: () => stop(sdk, options.log) };
}

async function stop(sdk: { shutdown(): Promise<void> }, log: TracingOptions['log']): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, stopMsMax);
  });
  try {
    await Promise.race([sdk.shutdown(), late]);
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : String(error) }, 'The last traces could not be sent');
  } finally {
    clearTimeout(timer);
  }
}
