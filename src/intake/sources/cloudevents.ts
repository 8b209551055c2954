/**
 * CloudEvents 1.0 over HTTP, structured, batched or binary. What the event carries is read like `/hooks/json`, with the mapping of the
 * configuration where there is one; the type stands in for a title, source and subject tell alerts apart.
 */

import { z } from 'zod';
import type { IncomingAlert } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { ParseContext, RawRequest, SourceKind } from '../contract.ts';
import { invalidBody, neededWord, word } from '../shapes.ts';
import { parseJson } from './json.ts';

const event = z.looseObject({
  specversion: z.literal('1.0'),
  id: neededWord,
  source: neededWord,
  type: neededWord,
  subject: word,
  time: word,
  data: z.unknown().optional(),
});

export const cloudevents: SourceKind = {
  name: 'cloudevents',
  title: 'CloudEvents',
  takesTokenInAddress: true,
  read: readEvents,
  parse(given, context) {
    const parsed = z.array(event).safeParse(Array.isArray(given) ? given : [given]);
    if (!parsed.success) throw invalidBody('CloudEvents', parsed.error);
    return parsed.data.flatMap((each) => alertsOf(each, context));
  },
};

/** In binary mode the attributes are headers and the body is the data. */
function readEvents(request: RawRequest): unknown {
  if (request.headers['ce-specversion'] === undefined) return request.json();
  const attributes = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decoded(value)] as const] : [],
  );
  return { ...Object.fromEntries(attributes), data: request.text.trim() === '' ? undefined : request.json() };
}

/** What isn't plain ASCII is percent-encoded in headers. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function alertsOf(each: z.infer<typeof event>, context: ParseContext): readonly IncomingAlert[] {
  const { data } = each;
  if (typeof data !== 'object' || data === null) throw new ZhibanError('invalid', `The event '${each.id}' carries no data in JSON`);
  const told = context.jsonMapping === null && !Array.isArray(data) ? { title: each.type, startsAt: each.time, ...data } : data;
  const origin = { ce_source: each.source, ...(each.subject === null ? {} : { ce_subject: each.subject }) };
  return parseJson(told, context.jsonMapping, context.now, origin).map((alert) => ({
    ...alert,
    source: 'cloudevents',
    // Not part of the identity: an end may be an event of another type.
    labels: { ...alert.labels, ce_type: maskSecrets(each.type).slice(0, 300) },
    groupKey: alert.groupKey.replace(/^json:/, 'cloudevents:'),
  }));
}
