/** From what the expressions of a mapping came to, to alerts, with the origin of every field. */

import type { AlertMapping } from '../../config/alert-sources.ts';
import { problemTexts } from '../../config/expression.ts';
import { type IncomingAlert, type Severity, severityOf } from '../../domain/alert.ts';
import type { FieldOrigin, Origin } from '../../domain/alert-source.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import { joinText, type Locale, type LocalText } from '../../domain/text.ts';
import { buildAlert } from '../build-alert.ts';
import { alertTime, webAddress } from '../shapes.ts';
import { type Evaluated, type EvaluatedItem, expressionsOf, type Outcome, type Plain } from './evaluate.ts';

export interface MappedAlert {
  /** Null for an item that is no alert (`when`), or can't be one. */
  readonly alert: IncomingAlert | null;
  readonly isLeftOut: boolean;
  readonly fields: readonly FieldOrigin[];
}

export interface Mapped {
  readonly items: readonly MappedAlert[];
  /** Why the message as a whole can't be read. */
  readonly problem: LocalText | null;
}

/** Without these there is no alert, or it would be another one. */
const needed = ['when', 'name', 'resolved', 'fingerprint', 'group'];
const texts = {
  noName: { en: 'gives no text, and every alert needs a name', 'zh-CN': '没有得到文本，而每条告警都要有名称' },
  noAddress: { en: 'is no address that begins with http:// or https://', 'zh-CN': '不是以 http:// 或 https:// 开头的地址' },
  noObject: { en: 'gives no object of names and values', 'zh-CN': '没有得到由名称和值组成的对象' },
} as const satisfies Readonly<Record<string, LocalText>>;
const overWords = /^(true|resolved|recovered|recovery|ok|closed|cleared|normal|up|恢复|已恢复|正常)$/i;

export interface Told {
  readonly source: string;
  /** When the message was made or came: the beginning of what says no other. */
  readonly now: string;
  /** Of remarks that go along with an alert. */
  readonly locale: Locale;
}

export function toAlerts(evaluated: Evaluated, mapping: AlertMapping, told: Told): Mapped {
  if (evaluated.problem !== null) return { items: [], problem: ofField('items', problemTexts(evaluated.problem)) };
  return { items: evaluated.items.map((item) => toAlert(item, mapping, told)), problem: null };
}

function toAlert({ fields }: EvaluatedItem, mapping: AlertMapping, { source, now, locale }: Told): MappedAlert {
  const reader = new Reader(fields, mapping);
  if (mapping.when !== undefined) reader.text('when');
  if (mapping.when !== undefined && fields.when?.problem === null && fields.when.value !== true) {
    return { alert: null, isLeftOut: true, fields: reader.origins };
  }
  const name = reader.text('name');
  if (name === null) reader.complain('name', texts.noName);
  const severity = reader.severity();
  const labels = reader.words('labels');
  const [startsAt, endsAt] = [reader.time('startsAt'), reader.time('endsAt')];
  const isResolved = reader.isOver(endsAt !== null && endsAt <= now);
  const fingerprint = reader.list('fingerprint');
  const [group, link] = [reader.text('group'), reader.link()];
  const [summary, description] = [reader.text('summary'), reader.text('description')];
  const annotations = { summary: summary ?? name, description, ...reader.words('annotations') };
  if (name === null || reader.hasFailed(needed)) return { alert: null, isLeftOut: false, fields: reader.origins };
  const alert = buildAlert(
    {
      source,
      identity: [source, ...(fingerprint ?? [name, { ...labels }])],
      group: group ?? name,
      ...{ isResolved, name, severity, labels, startsAt, endsAt, url: link },
      annotations: { ...annotations, ...reader.remarks(locale) },
    },
    now,
  );
  const holds =
    mapping.holdMinutes === undefined || isResolved ? null : new Date(Date.parse(now) + mapping.holdMinutes * 60_000).toISOString();
  return { alert: { ...alert, endsAt: alert.endsAt ?? holds }, isLeftOut: false, fields: reader.origins };
}

/** `labels.host: character 5: …` */
export function ofField(field: string, problem: LocalText): LocalText {
  return { en: `${field}: ${problem.en}`, 'zh-CN': `${field}：${problem['zh-CN']}` };
}

function unknownSeverity(given: string): LocalText {
  return { en: `'${given}' is in no line of severities, so it is a warning`, 'zh-CN': `severities 中没有 '${given}'，按 warning 处理` };
}

/** Takes fields out one by one and notes where each came from. */
class Reader {
  readonly origins: FieldOrigin[] = [];
  readonly #fields: Readonly<Record<string, Outcome>>;
  readonly #mapping: AlertMapping;
  readonly #expressions: ReadonlyMap<string, string>;

  constructor(fields: Readonly<Record<string, Outcome>>, mapping: AlertMapping) {
    this.#fields = fields;
    this.#mapping = mapping;
    this.#expressions = new Map(expressionsOf(mapping));
  }

  text(field: string): string | null {
    const value = this.#plain(field);
    this.#note(field, value, value === null ? 'default' : 'given');
    return value;
  }

  time(field: 'startsAt' | 'endsAt'): string | null {
    const given = this.#plain(field);
    const value = alertTime(given);
    this.#note(field, value, value === null ? 'default' : 'given');
    if (given !== null && value === null)
      this.complain(field, { en: `'${given.slice(0, 60)}' is not a time`, 'zh-CN': `'${given.slice(0, 60)}' 不是时间` });
    return value;
  }

  link(): string | null {
    const given = this.#plain('link');
    const value = webAddress(given);
    this.#note('link', value, value === null ? 'default' : 'given');
    if (given !== null && value === null) this.complain('link', texts.noAddress);
    return value;
  }

  severity(): Severity {
    const given = this.#plain('severity');
    const table = new Map(Object.entries(this.#mapping.severities).map(([word, severity]) => [word.toLowerCase(), severity]));
    const listed = given === null ? undefined : table.get(given.toLowerCase());
    const value = listed ?? table.get('*') ?? severityOf(given === null ? {} : { severity: given });
    const isFromTable = listed !== undefined || table.has('*');
    this.#note('severity', value, isFromTable ? 'table' : given === null ? 'default' : 'given');
    if (given !== null && !isFromTable && value === 'warning' && !/^(warn|warning|警告|一般)$/i.test(given))
      this.complain('severity', unknownSeverity(given.slice(0, 60)));
    return value;
  }

  isOver(hasEnded: boolean): boolean {
    if (this.#mapping.resolved === undefined) {
      this.#note('resolved', String(hasEnded), 'default');
      return hasEnded;
    }
    const given = this.#plain('resolved');
    const value = given !== null && overWords.test(given);
    this.#note('resolved', String(value), 'given');
    return value;
  }

  /** Several parts where the expression gives a list. */
  list(field: string): readonly (string | null)[] | null {
    const { value } = this.#fields[field] ?? { value: null };
    if (!Array.isArray(value)) {
      const single = this.text(field);
      return single === null ? null : [single];
    }
    const parts = (value as readonly Plain[]).map(String);
    this.#note(field, parts.join(' · '), 'given');
    return parts.length === 0 ? null : parts;
  }

  words(prefix: 'labels' | 'annotations'): Readonly<Record<string, string>> {
    const whole = this.#fields[prefix];
    if (whole !== undefined) {
      const { value } = whole;
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      const found = isObject
        ? Object.entries(value as Readonly<Record<string, Plain>>).map(([name, each]) => [name, String(each)] as const)
        : [];
      this.#note(prefix, isObject ? found.map(([name, each]) => `${name}=${each}`).join(' ') : null, isObject ? 'given' : 'default');
      if (value !== null && !isObject) this.complain(prefix, texts.noObject);
      return Object.fromEntries(found);
    }
    const own = [...this.#expressions.keys()].filter((field) => field.startsWith(`${prefix}.`));
    const pairs = own.map((field) => [field.slice(prefix.length + 1), this.text(field)] as const);
    return Object.fromEntries(pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  }

  complain(field: string, problem: LocalText): void {
    const at = this.origins.findIndex((each) => each.field === field);
    const noted = this.origins[at];
    if (noted !== undefined && noted.problem === null) this.origins[at] = { ...noted, problem };
  }

  hasFailed(fields: readonly string[]): boolean {
    return this.origins.some(({ field, problem }) => problem !== null && fields.includes(field));
  }

  /** The alert comes through without what failed, and says so. */
  remarks(locale: Locale): Readonly<Record<string, string>> {
    const failed = this.origins.flatMap(({ field, problem }) => (problem === null ? [] : [ofField(field, problem)]));
    return failed.length === 0 ? {} : { mapping_problems: joinText(failed, '; ')[locale] };
  }

  #plain(field: string): string | null {
    const value = this.#fields[field]?.value ?? null;
    const told = Array.isArray(value)
      ? (value as readonly Plain[]).join(', ')
      : typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : value;
    return told === null || told === '' ? null : String(told);
  }

  #note(field: string, value: string | null, origin: Origin): void {
    const expression = this.#expressions.get(field) ?? null;
    if (expression === null && value === null) return;
    const problem = this.#fields[field]?.problem ?? null;
    const shown = value === null ? null : maskSecrets(value).slice(0, 2_000);
    this.origins.push({ field, value: shown, origin, expression, problem: problem === null ? null : problemTexts(problem) });
  }
}
