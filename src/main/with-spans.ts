/** Puts a span around every function of an object: operations, activities. */

import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { maskSecrets } from '../domain/mask-secrets.ts';

/** Ids in the first argument become attributes, so that the spans of one incident can be found; nothing else of the arguments does. */
const idNames = ['tenantId', 'incidentId', 'planId', 'systemId'] as const;

/** The same object, function by function; members that are no functions stay as they are. */
export function withSpans<Functions extends object>(prefix: string, functions: Functions): Functions {
  const tracer = trace.getTracer('zhiban');
  return new Proxy(functions, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      return (...given: readonly unknown[]): unknown =>
        tracer.startActiveSpan(`${prefix} ${name}`, { attributes: idsOf(given[0]) }, (span) =>
          finish(span, () => Reflect.apply(member, target, given)),
        );
    },
  });
}

async function finish(span: Span, work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    const message = maskSecrets(error instanceof Error ? error.message : String(error)).slice(0, 500);
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    throw error;
  } finally {
    span.end();
  }
}

function idsOf(given: unknown): Attributes {
  if (given === null || typeof given !== 'object') return {};
  const ids: Attributes = {};
  for (const name of idNames) {
    const value: unknown = Reflect.get(given, name);
    if (typeof value === 'string') ids[`zhiban.${name}`] = value;
  }
  return ids;
}
