/** Traces as Jaeger's own API gives them. */

import { z } from 'zod';
import { instanceIn, readTags, type Span, type Tags, type Trace, traceOf } from './span.ts';

const tag = z.looseObject({ key: z.string(), value: z.unknown() });
const tags = z.array(tag).nullish();

export const tracesV1 = z.looseObject({
  data: z
    .array(
      z.looseObject({
        traceID: z.string(),
        spans: z.array(
          z.looseObject({
            spanID: z.string(),
            operationName: z.string(),
            references: z.array(z.looseObject({ refType: z.string(), traceID: z.string().optional(), spanID: z.string() })).nullish(),
            startTime: z.number(),
            duration: z.number(),
            tags,
            logs: z.array(z.looseObject({ fields: tags })).nullish(),
            processID: z.string().optional(),
            warnings: z.array(z.string()).nullish(),
          }),
        ),
        processes: z.record(z.string(), z.looseObject({ serviceName: z.string(), tags })).nullish(),
      }),
    )
    .nullish(),
});

type TraceV1 = NonNullable<z.infer<typeof tracesV1>['data']>[number];
type SpanV1 = TraceV1['spans'][number];

export function readTracesV1({ data }: z.infer<typeof tracesV1>): readonly Trace[] {
  return (data ?? []).flatMap((trace) => {
    const read = traceOf(
      trace.traceID,
      trace.spans.map((span) => spanOf(span, trace)),
    );
    return read === null ? [] : [read];
  });
}

function spanOf(span: SpanV1, { processes, traceID }: TraceV1): Span {
  const own = (span.references ?? []).filter((each) => each.traceID === undefined || each.traceID === traceID);
  const parent = own.find(({ refType }) => refType === 'CHILD_OF') ?? own[0];
  const process = processes?.[span.processID ?? ''];
  return {
    id: span.spanID,
    parentId: parent?.spanID ?? null,
    service: process?.serviceName ?? '',
    instance: instanceIn(new Map((process?.tags ?? []).map(({ key, value }) => [key, String(value)]))),
    operation: span.operationName,
    startUs: span.startTime,
    endUs: span.startTime + span.duration,
    skewMs: Math.max(0, ...(span.warnings ?? []).map(skewIn)),
    ...readTags(mapOf(span)),
  };
}

/** What an exception's event says comes after the span's own word for the same. */
function mapOf({ tags: own, logs }: SpanV1): Tags {
  const map = new Map<string, string>();
  for (const each of [...(own ?? []), ...(logs ?? []).flatMap(({ fields }) => fields ?? [])])
    if (!map.has(each.key)) map.set(each.key, String(each.value));
  return map;
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, µs: 0.001, us: 0.001, ns: 0.000_001 };

/** `clock skew adjustment disabled; not applying calculated delta of -1h2m3.5s` */
function skewIn(warning: string): number {
  const [, written = ''] = /clock skew.*delta of -?((?:[\d.]+(?:h|ms|µs|us|ns|m|s))+)/.exec(warning) ?? [];
  let sum = 0;
  for (const [, amount = '', unit = ''] of written.matchAll(/([\d.]+)(h|ms|µs|us|ns|m|s)/g)) sum += Number(amount) * (unitsMs[unit] ?? 0);
  return sum;
}
