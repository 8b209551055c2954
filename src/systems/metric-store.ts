/** How a kind of system that keeps numbers over time is asked for them, whatever its language. */

export interface MetricRequest {
  /** In the system's own language. */
  readonly query: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepSeconds: number;
  /** The first so many by name; the others are counted only. */
  readonly seriesMax: number;
}

export interface MetricSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface MetricAnswer {
  readonly series: readonly MetricSeries[];
  /** Series beyond `seriesMax`. */
  readonly leftOut: number;
}

export interface MetricStore<Client> {
  /** Throws SystemError, without a secret, when it cannot be read. */
  range(client: Client, request: MetricRequest, limit: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<MetricAnswer>;
}
