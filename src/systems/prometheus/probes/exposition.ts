/** Reads the text form of metrics, only as far as sums of counters go. */

/** Counters of Prometheus about itself that mean trouble when they grow, and what they are a share of. */
export const counters = [
  { fact: 'walCorruptions', metric: 'prometheus_tsdb_wal_corruptions_total' },
  { fact: 'walWritesFailed', metric: 'prometheus_tsdb_wal_writes_failed_total' },
  { fact: 'compactionsFailed', metric: 'prometheus_tsdb_compactions_failed_total' },
  { fact: 'checkpointsFailed', metric: 'prometheus_tsdb_checkpoint_creations_failed_total' },
  { fact: 'headTruncationsFailed', metric: 'prometheus_tsdb_head_truncations_failed_total' },
  { fact: 'notificationErrors', metric: 'prometheus_notifications_errors_total' },
  { fact: 'notificationsDropped', metric: 'prometheus_notifications_dropped_total' },
  { fact: 'ruleFailures', metric: 'prometheus_rule_evaluation_failures_total' },
  { fact: 'ruleIterationsMissed', metric: 'prometheus_rule_group_iterations_missed_total' },
  { fact: 'sampleLimitExceeded', metric: 'prometheus_target_scrapes_exceeded_sample_limit_total' },
  { fact: 'samplesOutOfOrder', metric: 'prometheus_target_scrapes_sample_out_of_order_total' },
  { fact: 'samplesDuplicate', metric: 'prometheus_target_scrapes_sample_duplicate_timestamp_total' },
  { fact: 'samplesOutOfBounds', metric: 'prometheus_target_scrapes_sample_out_of_bounds_total' },
  { fact: 'remoteWriteFailed', metric: 'prometheus_remote_storage_samples_failed_total' },
  { fact: 'samplesAppended', metric: 'prometheus_tsdb_head_samples_appended_total' },
  { fact: 'remoteWriteSamples', metric: 'prometheus_remote_storage_samples_total' },
  { fact: 'ruleEvaluations', metric: 'prometheus_rule_evaluations_total' },
  { fact: 'ruleIterations', metric: 'prometheus_rule_group_iterations_total' },
  { fact: 'notificationsSent', metric: 'prometheus_notifications_sent_total' },
  { fact: 'seriesCreated', metric: 'prometheus_tsdb_head_series_created_total' },
] as const;

/** Metric name to the sum over its label sets; histograms' parts under their own names. */
export function parseExposition(text: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const match = /^([a-zA-Z_:][\w:]*)(?:\{.*\})?\s+(\S+)/.exec(line);
    const value = Number(match?.[2]);
    const name = match?.[1];
    if (name === undefined || !Number.isFinite(value)) continue;
    sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return sums;
}

/** Null when it is not exposed. */
export function sumOf(metrics: ReadonlyMap<string, number>, name: string): number | null {
  return metrics.get(name) ?? null;
}
