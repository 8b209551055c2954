/** For kinds that keep the logs of others, or numbers over time: what was found, bounded to what may travel. */

import type { LogRequest, ServiceRequest } from '../../systems/logs/contract.ts';
import type { MetricAnswer, MetricRequest } from '../../systems/metric-store.ts';
import { metricLimits } from '../command-protocol.ts';
import { logLimits } from '../protocol.ts';
import { GoneError } from './gone-error.ts';
import type { Given, Methods, OpenSystem } from './methods.ts';

export function storeMethods(opened: (given: Given) => OpenSystem) {
  return {
    async 'logs.read'(given, signal) {
      const { kind, client } = opened(given);
      if (kind.logStore === undefined) throw new GoneError(`The kind '${kind.kind}' keeps no logs`);
      const { lines, isCut } = await kind.logStore.read(client, given.request as LogRequest, {
        timeoutMs: Number(given.timeoutMs),
        signal,
      });
      const kept = lines.slice(-logLimits.lines).map(({ atMs, text, level, stream }) => ({
        ...{ atMs, text: text.slice(0, logLimits.lineLength), level: level.slice(0, 40), stream: stream.slice(0, 2_000) },
      }));
      return { lines: kept, isCut: isCut || kept.length < lines.length };
    },
    async 'logs.find'(given, signal) {
      const { kind, client } = opened(given);
      if (kind.logStore?.findService === undefined) throw new GoneError(`The kind '${kind.kind}' finds no service by its name`);
      const limit = { timeoutMs: Number(given.timeoutMs), signal };
      return { query: await kind.logStore.findService(client, given.request as ServiceRequest, limit) };
    },
    'logs.tail'(given, signal) {
      const { kind, client } = opened(given);
      if (kind.logFiles === undefined) throw new GoneError(`On the kind '${kind.kind}' lie no logs`);
      const limit = { timeoutMs: Number(given.timeoutMs), signal };
      return kind.logFiles.tail(client, given.paths as readonly string[], Number(given.bytesMax), limit);
    },
    async 'metrics.range'(given, signal) {
      const { kind, client } = opened(given);
      if (kind.metricStore === undefined) throw new GoneError(`The kind '${kind.kind}' keeps no numbers`);
      const answer = await kind.metricStore.range(client, given.request as MetricRequest, { timeoutMs: Number(given.timeoutMs), signal });
      return boundedMetrics(answer);
    },
  } satisfies Partial<Methods>;
}

/** The latest points of the first series: a detection looks at the end of each. */
function boundedMetrics({ series, leftOut }: MetricAnswer): MetricAnswer {
  const kept = series.slice(0, metricLimits.series).map(({ name, labels, times, values }) => ({
    ...{ name: name.slice(0, 1_000), labels, times: times.slice(-metricLimits.points), values: values.slice(-metricLimits.points) },
  }));
  return { series: kept, leftOut: leftOut + series.length - kept.length };
}
