/** What rules would have done with the alerts that are stored: counted, with samples, and nothing changed. */

import type { InhibitorKey } from '../../analysis/noise/inhibition.ts';
import { compileWindow } from '../../analysis/noise/windows.ts';
import { type IncomingAlert, severityOf, titleOf } from '../../domain/alert.ts';
import type { AlertRule, SavedRuleBook } from '../../domain/rule-book.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { createJudge, type Judge } from './judge.ts';
import type { DryRunPart, DryRunView } from './rules-contract.ts';

const alertsMax = 100_000;
const pageRows = 2_000;
const timeMaxMs = 15_000;
const samplesMax = 5;
const dayMs = 86_400_000;

interface Books {
  readonly current: SavedRuleBook;
  readonly tried: SavedRuleBook;
  readonly days: number;
}

export async function dryRun(deps: Pick<OperationsDeps, 'pool' | 'clock'>, store: TenantStore, books: Books): Promise<DryRunView> {
  const { days } = books;
  const startMs = deps.clock.now();
  const tally = new Tally(deps.pool, books, startMs);
  let cursor: string | null = null;
  let isCut = false;
  for (;;) {
    const page = await store.alertMemory.storedSince(startMs - days * dayMs, cursor, pageRows);
    for (const alert of page.alerts) tally.take(alert);
    cursor = page.cursor;
    if (cursor === null) break;
    isCut = tally.alerts >= alertsMax || deps.clock.now() - startMs > timeMaxMs;
    if (isCut) break;
  }
  return { days, isCut, ...tally.end() };
}

interface Seen {
  readonly alert: IncomingAlert;
  readonly startMs: number;
  isKept: boolean;
}

interface Source {
  readonly fromMs: number;
  readonly toMs: number;
  readonly isTarget: boolean;
  readonly fingerprint: string;
}

interface Target {
  readonly seen: Seen;
  readonly keys: readonly { readonly ruleId: string; readonly key: string; readonly isSource: boolean }[];
}

interface Part {
  readonly kind: DryRunPart['kind'];
  readonly id: string;
  readonly name: string;
  alerts: number;
  keptBack: number;
  readonly samples: Seen[];
}

class Tally {
  readonly #judges: { readonly before: Judge; readonly after: Judge };
  readonly #parts: Map<string, Part>;
  readonly #nowMs: number;
  readonly #before = new Set<string>();
  readonly #seen: Seen[] = [];
  readonly #sources = new Map<string, Source[]>();
  readonly #targets: Target[] = [];
  readonly #holds = new Map<string, { readonly rule: AlertRule; readonly members: Seen[] }>();
  #severityChanged = 0;

  constructor(pool: OperationsDeps['pool'], { current, tried }: Books, nowMs: number) {
    this.#judges = { before: createJudge(pool, current, [], 0), after: createJudge(pool, tried, [], 0) };
    this.#parts = partsOf(tried.book);
    this.#nowMs = nowMs;
  }

  get alerts(): number {
    return this.#seen.length;
  }

  take(alert: IncomingAlert): void {
    const subject = this.#judges.after.subjectOf(alert);
    const startMs = Date.parse(alert.startsAt);
    const { before, after } = this.#judges;
    this.#before.add(before.rules.shape(alert, subject, startMs).alert.groupKey);
    const shaped = after.rules.shape(alert, subject, startMs);
    const changed = { ...subject, labels: shaped.alert.labels };
    const seen: Seen = { alert: shaped.alert, startMs, isKept: false };
    this.#seen.push(seen);
    if (severityOf(shaped.alert.labels) !== severityOf(alert.labels)) this.#severityChanged += 1;
    for (const rule of shaped.met) {
      this.#note('rule', rule.id, seen, rule.do.drop !== undefined);
      if (rule.do.hold !== undefined) holdOf(this.#holds, rule, seen).push(seen);
    }
    for (const { kind, id } of after.reasonsFor(changed, [], startMs)) if (kind === 'maintenance') this.#note('window', id, seen, true);
    const toMs = alert.status === 'resolved' && alert.endsAt !== null ? Date.parse(alert.endsAt) : this.#nowMs;
    for (const { isTarget, ...source } of after.inhibitions.sourcesOf(changed)) {
      const known = this.#sources.get(sourceKey(source)) ?? [];
      this.#sources.set(sourceKey(source), known);
      known.push({ fromMs: startMs, toMs, isTarget, fingerprint: alert.fingerprint });
    }
    const keys = after.inhibitions.targetsOf(changed);
    if (keys.length > 0) this.#targets.push({ seen, keys });
  }

  end(): Omit<DryRunView, 'days' | 'isCut'> {
    for (const target of this.#targets) this.#inhibit(target);
    for (const { rule, members } of this.#holds.values()) hold(this.#parts.get(`rule:${rule.id}`), rule, members);
    const told = this.#seen.filter(({ isKept }) => !isKept);
    return {
      ...{ alerts: this.alerts, keptBack: this.alerts - told.length, severityChanged: this.#severityChanged },
      groupsBefore: this.#before.size,
      groupsAfter: new Set(told.map(({ alert }) => alert.groupKey)).size,
      parts: [...this.#parts.values()].map(viewOf),
    };
  }

  #note(kind: DryRunPart['kind'], id: string, seen: Seen, isKept: boolean): void {
    const part = this.#parts.get(`${kind}:${id}`);
    if (part === undefined) return;
    part.alerts += 1;
    if (isKept) part.keptBack += 1;
    if (part.samples.length < samplesMax) part.samples.push(seen);
    if (isKept) seen.isKept = true;
  }

  #inhibit({ seen, keys }: Target): void {
    const isInhibiting = ({ fromMs, toMs, isTarget, fingerprint }: Source, isSource: boolean): boolean =>
      fingerprint !== seen.alert.fingerprint && !(isSource && isTarget) && fromMs <= seen.startMs && seen.startMs < toMs;
    const found = keys.find(({ isSource, ...key }) => this.#sources.get(sourceKey(key))?.some((source) => isInhibiting(source, isSource)));
    if (found !== undefined) this.#note('inhibition', found.ruleId, seen, true);
  }
}

function partsOf(book: SavedRuleBook['book']): Map<string, Part> {
  const named: readonly (readonly [DryRunPart['kind'], string, string])[] = [
    ...book.rules.map(({ id, name }) => ['rule', id, name] as const),
    ...book.windows.map((window) => ['window', compileWindow(window).id, window.name] as const),
    ...book.inhibitions.map(({ id, name }) => ['inhibition', id, name ?? id] as const),
    ...(book.topology.isOn ? [['inhibition', 'topology', 'topology'] as const] : []),
  ];
  return new Map(named.map(([kind, id, name]) => [`${kind}:${id}`, { kind, id, name, alerts: 0, keptBack: 0, samples: [] }]));
}

function sourceKey({ ruleId, key }: Pick<InhibitorKey, 'ruleId' | 'key'>): string {
  return `${ruleId}\n${key}`;
}

function holdOf(holds: Map<string, { readonly rule: AlertRule; readonly members: Seen[] }>, rule: AlertRule, { alert }: Seen): Seen[] {
  const key = `${rule.id}\n${alert.groupKey}`;
  const known = holds.get(key) ?? { rule, members: [] };
  holds.set(key, known);
  return known.members;
}

/** Told once enough have come, and those that waited for it as well. */
function hold(part: Part | undefined, { do: actions }: AlertRule, members: readonly Seen[]): void {
  if (part === undefined || actions.hold === undefined) return;
  const { count, withinMinutes } = actions.hold;
  const sorted = members.toSorted((one, other) => one.startMs - other.startMs);
  const told = new Set<Seen>();
  for (const [index, last] of sorted.entries()) {
    const first = sorted[index - count + 1];
    if (first === undefined || last.startMs - first.startMs > withinMinutes * 60_000) continue;
    for (const each of sorted.slice(index - count + 1, index + 1)) told.add(each);
  }
  for (const each of sorted) {
    if (told.has(each) || each.isKept) continue;
    each.isKept = true;
    part.keptBack += 1;
  }
}

function viewOf({ samples, ...part }: Part): DryRunPart {
  return {
    ...part,
    samples: samples.map(({ alert }) => ({ title: titleOf(alert), labels: alert.labels, startsAt: alert.startsAt })),
  };
}
