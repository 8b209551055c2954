/** Any JSON, with a mapping from the configuration: JSON pointers (RFC 6901) into one alert of the body. */

import { type IncomingAlert, type Labels, severityOf } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, webAddress } from '../shapes.ts';
import { labelFingerprint } from './alertmanager.ts';

export interface JsonMapping {
  readonly items: string;
  readonly title: string;
  readonly status?: string | undefined;
  readonly resolvedValues: readonly string[];
  readonly severity?: string | undefined;
  readonly startsAt?: string | undefined;
  readonly endsAt?: string | undefined;
  readonly groupKey?: string | undefined;
  readonly url?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What is understood without a mapping: `title`, and the rest where it is given. */
const plainMapping: JsonMapping = {
  items: '',
  title: '/title',
  status: '/status',
  resolvedValues: ['resolved', 'ok', 'recovered', 'closed'],
  severity: '/severity',
  startsAt: '/startsAt',
  endsAt: '/endsAt',
  groupKey: '/groupKey',
  url: '/url',
  labels: {},
  annotations: { description: '/description' },
};

export const json: SourceKind = {
  name: 'json',
  title: 'JSON',
  takesTokenInAddress: true,
  parse: (given, { jsonMapping, now }) => parseJson(given, jsonMapping, now),
};

const textLengthMax = 4_000;
const groupLengthMax = 2_000;

/** `origin` are labels that each alert gets. Throws ZhibanError `invalid` when the list or a title isn't where the mapping says. */
export function parseJson(body: unknown, given: JsonMapping | null, now: string, origin: Labels = {}): readonly IncomingAlert[] {
  const mapping = given ?? plainMapping;
  const found = mapping.items === '' ? body : at(body, mapping.items);
  if (found === undefined) throw new ZhibanError('invalid', `The body has nothing at '${mapping.items}' (hooks.json.items)`);
  const items = Array.isArray(found) ? found : [found];
  return items.map((item, index) => toAlert(item, index, mapping, now, origin));
}

function toAlert(item: unknown, index: number, mapping: JsonMapping, now: string, origin: Labels): IncomingAlert {
  const title = text(item, mapping.title);
  if (title === null)
    throw new ZhibanError('invalid', `Alert ${index + 1} of the body has no text at '${mapping.title}' (hooks.json.title)`);
  const labels = { alertname: title, ...cleaned(origin), ...ownLabels(item), ...mapped(item, mapping.labels) };
  const severity = text(item, mapping.severity);
  const allLabels = severity === null ? labels : { ...labels, severity: severityOf({ severity }) };
  const isResolved = mapping.resolvedValues.includes((text(item, mapping.status) ?? '').toLowerCase());
  const fingerprint = labelFingerprint(labels);
  return {
    source: 'json',
    fingerprint,
    // Without a group of its own a storm of one kind is one incident, as it would be with Alertmanager's usual grouping.
    groupKey: `json:${(text(item, mapping.groupKey) ?? title).slice(0, groupLengthMax)}`,
    status: isResolved ? 'resolved' : 'firing',
    labels: allLabels,
    annotations: { summary: title, ...mapped(item, mapping.annotations) },
    startsAt: alertTime(time(item, mapping.startsAt)) ?? now,
    endsAt: isResolved ? (alertTime(time(item, mapping.endsAt)) ?? now) : null,
    generatorUrl: webAddress(text(item, mapping.url)),
  };
}

function ownLabels(item: unknown): Readonly<Record<string, string>> {
  const labels = at(item, '/labels');
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels)
      .slice(0, 100)
      .flatMap(([name, value]) => (isPlain(value) ? [[name.slice(0, 300), clean(value)]] : [])),
  );
}

function cleaned(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, clean(value)]));
}

function mapped(item: unknown, pointers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(pointers).flatMap(([name, pointer]) => {
      const value = text(item, pointer);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function text(item: unknown, pointer: string | undefined): string | null {
  const value = pointer === undefined ? undefined : at(item, pointer);
  return isPlain(value) && String(value) !== '' ? clean(value) : null;
}

function time(item: unknown, pointer: string | undefined): string | number | null {
  const value = pointer === undefined ? undefined : at(item, pointer);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function clean(value: string | number | boolean): string {
  return maskSecrets(String(value)).slice(0, textLengthMax);
}

function at(root: unknown, pointer: string): unknown {
  let value: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
