/** What the window says that the baseline did not: new messages, more or fewer of one, some that stopped, more errors than usual. */

import { fillText, type LocalText } from '../../domain/text.ts';
import { clockText, countText, ratioText } from './change-words.ts';
import type { BookedTemplate, LogBook } from './log-book.ts';
import { compareRates, holding } from './rate-test.ts';
import type { Tally } from './tally.ts';
import { levels } from './template.ts';
import type { TemplateView } from './template-view.ts';

export interface LogChange {
  readonly kind: 'new' | 'more' | 'fewer' | 'stopped' | 'more-errors' | 'fewer-errors';
  /** Null for a change of the whole. */
  readonly template: TemplateView | null;
  readonly before: number;
  readonly now: number;
  /** Per minute, or per thousand entries where there are no times. */
  readonly rateBefore: number;
  readonly rateNow: number;
  readonly ratio: number;
  readonly pValue: number;
  /** When it began or, of what stopped, was last seen; null without times. */
  readonly atMs: number | null;
  readonly reason: LocalText;
}

export interface ChangeLimits {
  /** The share of the reported shifts that may be chance (Benjamini–Hochberg). */
  readonly falseShare: number;
  /** Smaller shifts are noise to a person, however sure. */
  readonly ratioMin: number;
  readonly changesMax: number;
  readonly zoneMinutes: number;
}

export const changeLimits: ChangeLimits = { falseShare: 0.01, ratioMin: 2, changesMax: 50, zoneMinutes: 0 };

export function findChanges(book: LogBook, given: Partial<ChangeLimits> = {}): readonly LogChange[] {
  const limits = { ...changeLimits, ...given };
  if (book.totals.baseline.count === 0 || book.totals.window.count === 0) return [];
  const amounts = amountsOf(book);
  const templates = book.templates();
  const compared = templates.map((booked) => ({ booked, ...compare(booked.baseline, booked.window, amounts) }));
  const whole = compare(book.errors.baseline, book.errors.window, amounts);
  const held = holding([whole.pValue, ...compared.map(({ pValue }) => pValue)], limits.falseShare);
  const changes = compared.flatMap((each, index) => changeOf(each, held[index + 1] === true, amounts, limits));
  const isShift = held[0] === true && isLarge(whole.ratio, limits.ratioMin);
  const ranked = changes.sort((one, other) => weightOf(other) - weightOf(one));
  return [...(isShift ? [errorShift(book, whole, amounts)] : []), ...ranked].slice(0, limits.changesMax);
}

interface Amounts {
  readonly baseline: number;
  readonly window: number;
  readonly isTimed: boolean;
}

/** Minutes where the entries carry times, thousands of entries where they don't. */
function amountsOf(book: LogBook): Amounts {
  const baseline = minutesOf(book.totals.baseline);
  const window = minutesOf(book.totals.window);
  if (baseline > 0 && window > 0) return { baseline, window, isTimed: true };
  return { baseline: book.totals.baseline.count / 1_000, window: book.totals.window.count / 1_000, isTimed: false };
}

/** At least a sixth of a minute, the slot in which bursts are counted. */
function minutesOf(tally: Tally): number {
  return Number.isNaN(tally.firstMs) ? 0 : Math.max(1 / 6, (tally.lastMs - tally.firstMs) / 60_000);
}

interface Compared {
  readonly ratio: number;
  readonly pValue: number;
}

function compare(baseline: Tally, window: Tally, amounts: Amounts): Compared {
  const dispersion = amounts.isTimed ? Math.max(baseline.dispersion(amounts.baseline), window.dispersion(amounts.window)) : 1;
  return compareRates({ count: baseline.count, amount: amounts.baseline }, { count: window.count, amount: amounts.window }, dispersion);
}

function isLarge(ratio: number, ratioMin: number): boolean {
  return ratio >= ratioMin || ratio <= 1 / ratioMin;
}

function changeOf(
  { booked, ratio, pValue }: Compared & { readonly booked: BookedTemplate },
  isHeld: boolean,
  amounts: Amounts,
  limits: ChangeLimits,
): readonly LogChange[] {
  const { view, baseline, window } = booked;
  const isNew = baseline.count === 0 && window.count > 0;
  if (!isNew && !(isHeld && isLarge(ratio, limits.ratioMin))) return [];
  const kind = isNew ? 'new' : window.count === 0 ? 'stopped' : ratio > 1 ? 'more' : 'fewer';
  const at = kind === 'stopped' ? baseline.lastMs : window.firstMs;
  const numbers = {
    template: view,
    before: baseline.count,
    now: window.count,
    rateBefore: baseline.count / amounts.baseline,
    rateNow: window.count / amounts.window,
    ratio,
    pValue,
    atMs: Number.isNaN(at) ? null : at,
  };
  return [{ kind, ...numbers, reason: reasonOf(kind, numbers, amounts, limits.zoneMinutes) }];
}

function reasonOf(
  kind: 'new' | 'more' | 'fewer' | 'stopped',
  change: Pick<LogChange, 'now' | 'before' | 'rateBefore' | 'rateNow' | 'ratio' | 'atMs'>,
  amounts: Amounts,
  zoneMinutes: number,
): LocalText {
  const unit = amounts.isTimed ? ({ 'zh-CN': '次/分钟', en: 'a minute' } as const) : ({ 'zh-CN': '次/千条', en: 'in a thousand' } as const);
  const values = {
    time: change.atMs === null ? '' : clockText(change.atMs, zoneMinutes),
    now: change.now,
    before: change.before,
    ratio: ratioText(kind === 'fewer' ? 1 / change.ratio : change.ratio),
    rateBefore: countText(change.rateBefore),
    rateNow: countText(change.rateNow),
  };
  const isOnce = kind === 'new' && change.now === 1 && change.atMs !== null;
  const words = isOnce ? once : reasons[kind][change.atMs === null ? 'untimed' : 'timed'];
  const filled = fillText(words, values);
  return { 'zh-CN': filled['zh-CN'].replace('UNIT', unit['zh-CN']), en: filled.en.replace('UNIT', unit.en) };
}

const once: LocalText = { 'zh-CN': '首次出现于 {time}，仅此一次', en: 'first seen {time}, only once' };

const reasons = {
  new: {
    timed: { 'zh-CN': '首次出现于 {time}，此后共 {now} 次', en: 'first seen {time}, {now} times since' },
    untimed: { 'zh-CN': '基线中没有，现在 {now} 次', en: 'not in the baseline, now {now} of them' },
  },
  more: {
    timed: { 'zh-CN': '增至 {ratio} 倍：{rateBefore} → {rateNow} UNIT', en: '{ratio}× as often: {rateBefore} → {rateNow} UNIT' },
    untimed: { 'zh-CN': '增至 {ratio} 倍：{rateBefore} → {rateNow} UNIT', en: '{ratio}× as often: {rateBefore} → {rateNow} UNIT' },
  },
  fewer: {
    timed: { 'zh-CN': '降至 1/{ratio}：{rateBefore} → {rateNow} UNIT', en: '{ratio}× rarer: {rateBefore} → {rateNow} UNIT' },
    untimed: { 'zh-CN': '降至 1/{ratio}：{rateBefore} → {rateNow} UNIT', en: '{ratio}× rarer: {rateBefore} → {rateNow} UNIT' },
  },
  stopped: {
    timed: { 'zh-CN': '不再出现：此前 {before} 次，最后一次在 {time}', en: 'stopped: {before} times before, the last at {time}' },
    untimed: { 'zh-CN': '不再出现：此前 {before} 次', en: 'stopped: {before} times before' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<'timed' | 'untimed', LocalText>>>>;

function errorShift(book: LogBook, { ratio, pValue }: Compared, amounts: Amounts): LogChange {
  const before = book.errors.baseline.count;
  const now = book.errors.window.count;
  const isMore = ratio > 1;
  const values = {
    ratio: ratioText(isMore ? ratio : 1 / ratio),
    before,
    now,
    beforeAll: book.totals.baseline.count,
    nowAll: book.totals.window.count,
  };
  return {
    kind: isMore ? 'more-errors' : 'fewer-errors',
    template: null,
    before,
    now,
    rateBefore: before / amounts.baseline,
    rateNow: now / amounts.window,
    ratio,
    pValue,
    atMs: Number.isNaN(book.errors.window.firstMs) ? null : book.errors.window.firstMs,
    reason: fillText(
      isMore
        ? {
            'zh-CN': '错误为平时的 {ratio} 倍：基线 {beforeAll} 条中 {before} 条，现在 {nowAll} 条中 {now} 条',
            en: '{ratio}× the usual errors: {before} of {beforeAll} entries before, {now} of {nowAll} now',
          }
        : {
            'zh-CN': '错误降至平时的 1/{ratio}：基线 {beforeAll} 条中 {before} 条，现在 {nowAll} 条中 {now} 条',
            en: '{ratio}× fewer errors than usual: {before} of {beforeAll} entries before, {now} of {nowAll} now',
          },
      values,
    ),
  };
}

/** Errors before warnings before the rest; what is new before what shifted; then by how much is seen of it. */
function weightOf(change: LogChange): number {
  const level = change.template === null ? 0 : levels.indexOf(change.template.level);
  const kind = change.kind === 'new' ? 2 : change.kind === 'stopped' || change.kind === 'more' ? 1 : 0;
  return (level >= 3 ? level : 1) * 100 + kind * 20 + Math.min(19, Math.log2(1 + Math.max(change.now, change.before)));
}
