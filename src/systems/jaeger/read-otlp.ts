/** Traces in OpenTelemetry's form, as the API of version 3 gives them. */

import { z } from 'zod';
import { instanceIn, readTags, type Span, type Trace, traceOf } from './span.ts';

const attributes = z.array(z.looseObject({ key: z.string(), value: z.looseObject({}) })).default([]);

const otlp = z.looseObject({
  resourceSpans: z
    .array(
      z.looseObject({
        resource: z.looseObject({ attributes }).optional(),
        scopeSpans: z
          .array(
            z.looseObject({
              spans: z
                .array(
                  z.looseObject({
                    traceId: z.string(),
                    spanId: z.string(),
                    parentSpanId: z.string().default(''),
                    name: z.string().default(''),
                    kind: z.union([z.number(), z.string()]).default(0),
                    startTimeUnixNano: z.coerce.string(),
                    endTimeUnixNano: z.coerce.string(),
                    attributes,
                    events: z.array(z.looseObject({ attributes })).default([]),
                    status: z
                      .looseObject({ code: z.union([z.number(), z.string()]).default(0), message: z.string().default('') })
                      .optional(),
                  }),
                )
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export const tracesOtlp = z.looseObject({ result: otlp.default({ resourceSpans: [] }) });

type ResourceSpans = z.infer<typeof otlp>['resourceSpans'][number];
type OtlpSpan = ResourceSpans['scopeSpans'][number]['spans'][number];
type Attributes = z.infer<typeof attributes>;

export function readTracesOtlp({ result }: z.infer<typeof tracesOtlp>): readonly Trace[] {
  const byTrace = new Map<string, Span[]>();
  for (const { resource, scopeSpans } of result.resourceSpans) {
    const words = wordsOf(resource?.attributes ?? []);
    const reporter = { service: words.get('service.name') ?? '', instance: instanceIn(words) };
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      const known = byTrace.get(span.traceId);
      if (known === undefined) byTrace.set(span.traceId, [spanOf(span, reporter)]);
      else known.push(spanOf(span, reporter));
    }
  }
  return [...byTrace].flatMap(([id, spans]) => traceOf(id, spans) ?? []);
}

const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

function spanOf(span: OtlpSpan, reporter: Pick<Span, 'service' | 'instance'>): Span {
  const words = new Map([...span.events.flatMap((event) => [...wordsOf(event.attributes)]), ...wordsOf(span.attributes)]);
  const kind = typeof span.kind === 'number' ? kinds[span.kind] : span.kind.replace('SPAN_KIND_', '').toLowerCase();
  words.set('span.kind', kind ?? '');
  const { code = 0, message = '' } = span.status ?? {};
  if (code === 2 || code === 'STATUS_CODE_ERROR') words.set('error', 'true');
  if (message !== '') words.set('otel.status_description', message);
  return {
    id: span.spanId,
    parentId: span.parentSpanId === '' ? null : span.parentSpanId,
    ...reporter,
    operation: span.name,
    startUs: microseconds(span.startTimeUnixNano),
    endUs: microseconds(span.endTimeUnixNano),
    skewMs: 0,
    ...readTags(words),
  };
}

function wordsOf(given: Attributes): ReadonlyMap<string, string> {
  return new Map(given.flatMap(({ key, value }) => Object.values(value).map((each): [string, string] => [key, String(each)])));
}

/** Nanoseconds since 1970 are more than a number holds exactly. */
function microseconds(nanoseconds: string): number {
  return Number(nanoseconds.slice(0, -3) || '0');
}
