/** Finds the lines of a service by its name, in the indices that logs usually lie in. */

import { z } from 'zod';
import type { LogLimit, LogRequest, ServiceRequest } from '../logs/contract.ts';
import { fieldsNaming } from '../logs/service-fields.ts';
import type { ElasticsearchClient } from './client.ts';

export const everyLog = 'logs-*,filebeat-*,logstash-*,fluent*';

/** A request line may have 4 KiB (`http.max_initial_line_length`), encoded and with the range. */
const queryLengthMax = 2_500;

const mapped = z.looseObject({ fields: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) });
const counted = z.looseObject({ count: z.number() });

/**
 * A text field would find `checkout` in `checkout-worker`: first is asked which of the fields are there as keywords, of themselves or below
 * as dynamic mappings make them, and then whether one line has the name. Throws SystemError.
 */
export async function findService(client: ElasticsearchClient, request: ServiceRequest, limit: LogLimit): Promise<string | null> {
  const lenient = { ignore_unavailable: 'true', allow_no_indices: 'true' };
  const wanted = [...new Set(fieldsNaming(request.service).map(({ field }) => field))];
  const asked = new URLSearchParams({
    ...lenient,
    fields: wanted.flatMap((field) => [field, `${field}.keyword`]).join(','),
    filters: '-metadata',
  });
  const { fields } = await client.read(`${pathOf(everyLog)}/_field_caps?${asked.toString()}`, mapped, limit);
  const query = serviceQuery(request.service, keywordsOf(fields));
  if (query === null) return null;
  const parameters = new URLSearchParams({ ...lenient, q: `${query} AND ${rangeOf(request)}`, terminate_after: '1' });
  const { count } = await client.read(`${pathOf(everyLog)}/_count?${parameters.toString()}`, counted, limit);
  return count === 0 ? null : query;
}

const keywordTypes = ['keyword', 'constant_keyword', 'wildcard'];

/** Pure. The fields that are keywords wherever they are; the answer has the types of each. */
export function keywordsOf(fields: z.infer<typeof mapped>['fields']): ReadonlySet<string> {
  const isKeyword = (types: readonly string[]): boolean => types.length > 0 && types.every((type) => keywordTypes.includes(type));
  return new Set(Object.entries(fields).flatMap(([name, types]) => (isKeyword(Object.keys(types)) ? [name] : [])));
}

/** Pure. Null where no keyword could name a service. */
export function serviceQuery(service: string, keywords: ReadonlySet<string>): string | null {
  let query = '';
  for (const { field, value } of fieldsNaming(service)) {
    const keyword = [field, `${field}.keyword`].find((name) => keywords.has(name));
    if (keyword === undefined) continue;
    const test = `${fieldName(keyword)}:${phrase(value)}`;
    const longer = query === '' ? test : `${query} OR ${test}`;
    if (encodeURIComponent(longer).length <= queryLengthMax) query = longer;
  }
  return query === '' ? null : `(${query})`;
}

/** In quotes only these two mean something; of a keyword a phrase is the whole value. */
function phrase(value: string): string {
  return `"${value.toWellFormed().replaceAll(/["\\]/g, '\\$&')}"`;
}

function fieldName(field: string): string {
  return field.replaceAll('/', '\\/');
}

export function rangeOf({ fromMs, toMs }: Pick<LogRequest, 'fromMs' | 'toMs'>): string {
  return `@timestamp:["${new Date(fromMs).toISOString()}" TO "${new Date(toMs).toISOString()}"]`;
}

export function pathOf(indices: string): string {
  return indices.split(',').map(encodeURIComponent).join(',');
}
