/** One message of any source to alerts: by the mapping that was written for it, or by a form that is built in. */

import type { AlertMapping } from '../config/alert-sources.ts';
import type { IncomingAlert } from '../domain/alert.ts';
import type { FieldOrigin } from '../domain/alert-source.ts';
import { textOfError, ZhibanError } from '../domain/errors.ts';
import type { Locale, LocalText } from '../domain/text.ts';
import type { ParseContext } from './contract.ts';
import type { Message } from './mapping/evaluate.ts';
import type { Evaluator } from './mapping/evaluator.ts';
import { type Mapped, type MappedAlert, ofField, toAlerts } from './mapping/to-alerts.ts';
import { findSource } from './registry.ts';

/** How messages of a source are to be understood. */
export interface Form {
  /** What alerts say that they come from. */
  readonly source: string;
  /** The name of a form that is built in; without it there is a mapping. */
  readonly as?: string | undefined;
  readonly mapping?: AlertMapping | undefined;
}

export interface ReadMessageDeps {
  readonly evaluator: Evaluator;
  readonly contextAt: (now: string) => ParseContext;
  readonly locale: () => Locale;
}

/** Never throws for what a message says; throws `unavailable` when it can't be read now. */
export type ReadMessage = (form: Form, message: Message) => Promise<Mapped>;

export function createReadMessage({ evaluator, contextAt, locale }: ReadMessageDeps): ReadMessage {
  return async ({ source, as, mapping }, message) => {
    if (mapping !== undefined) {
      const evaluated = await evaluator.evaluate(mapping, message);
      return toAlerts(evaluated, mapping, { source, now: message.receivedAt, locale: locale() });
    }
    try {
      const kind = findSource(as ?? 'json');
      if (kind === null) throw new ZhibanError('invalid', `There is no form '${as}'`);
      return { items: kind.parse(message.body, contextAt(message.receivedAt)).map(itemOf), problem: null };
    } catch (error) {
      if (!(error instanceof ZhibanError) || error.kind === 'unavailable') throw error;
      return { items: [], problem: textOfError(error) };
    }
  };
}

function itemOf(alert: IncomingAlert): MappedAlert {
  const { alertname, severity, ...labels } = alert.labels;
  const { summary, description, ...annotations } = alert.annotations;
  const single = {
    name: alertname,
    severity,
    resolved: String(alert.status === 'resolved'),
    startsAt: alert.startsAt,
    endsAt: alert.endsAt,
  };
  const rest = { fingerprint: alert.fingerprint, group: alert.groupKey, link: alert.generatorUrl, summary, description };
  const words = [...named('labels', labels), ...named('annotations', annotations)];
  const fields = [...Object.entries({ ...single, ...rest }), ...words].flatMap(([field, value]): FieldOrigin[] =>
    value === undefined || value === null ? [] : [{ field, value, origin: 'given', expression: null, problem: null }],
  );
  return { alert, isLeftOut: false, fields };
}

function named(prefix: string, words: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(words).map(([name, value]) => [`${prefix}.${name}`, value] as const);
}

/** Why parts of the message are no alerts though they should be. */
export function problemsOf({ items, problem }: Mapped): readonly LocalText[] {
  if (problem !== null) return [problem];
  return items.flatMap(({ alert, isLeftOut, fields }, index) => {
    if (alert !== null || isLeftOut) return [];
    const failed = fields.find((field) => field.problem !== null);
    const why = failed?.problem === undefined || failed.problem === null ? noName : ofField(failed.field, failed.problem);
    const place = { en: `item ${index + 1}, ${why.en}`, 'zh-CN': `第 ${index + 1} 项，${why['zh-CN']}` };
    return [items.length === 1 ? why : place];
  });
}

const noName: LocalText = { en: 'there is no name', 'zh-CN': '没有名称' };

export function alertsOf({ items }: Mapped): readonly IncomingAlert[] {
  return items.flatMap(({ alert }) => alert ?? []);
}
