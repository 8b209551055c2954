/**
 * Streaming template mining with no settings per source. A line's masked shape is looked up by its key; only a new shape is compared with
 * the templates. Words become variables when the values seen at a place say so (`evidence.ts`); templates that turn out to be one are
 * merged, and every merge and widening is kept as a change that names both ids.
 *
 * The order of lines matters only for which place of a line with several odd words is tried first; counts never depend on it.
 */

import { maskSecrets } from '../../domain/mask-secrets.ts';
import { isVariablePlace, type Place } from './evidence.ts';
import { hideSecrets } from './hide-secrets.ts';
import { LineScanner, type Token } from './scan-line.ts';
import { shapeOf, withPorts } from './shape.ts';
import { ShapeCache } from './shape-cache.ts';
import { differingPlaces, type Template, templateId, widened } from './template.ts';
import { TemplateIndex } from './template-index.ts';
import { StoredTemplate, TokenStore } from './token-store.ts';
import { kinds } from './variable.ts';

export interface MinerLimits {
  /** Lines beyond are counted together as the last template, whose text is `…`. */
  readonly templatesMax: number;
  readonly exampleCharactersMax: number;
  readonly changesMax: number;
}

export const minerLimits: MinerLimits = { templatesMax: 100_000, exampleCharactersMax: 400, changesMax: 1_000 };

/** A template got another id: it grew a variable, or it went into another one. */
export interface TemplateChange {
  readonly from: string;
  readonly to: string;
  readonly how: 'widened' | 'merged';
}

const cachePlaces = 1 << 16;
const restToken: Token = { kind: kinds.rest, hasSpace: false, text: '' };
const differencesMax = 3;
const contentMax = 8_192;

export class LogMiner {
  /** In order of appearance; null where a template was merged into another. */
  readonly templates: (Template | null)[] = [];
  readonly changes: TemplateChange[] = [];
  readonly #limits: MinerLimits;
  readonly #scanner = new LineScanner();
  readonly #cache = new ShapeCache(cachePlaces);
  readonly #index = new TemplateIndex();
  readonly #store = new TokenStore();
  /** Of a merged template, where it went. */
  readonly #successors = new Map<number, number>();
  #lines = 0;
  /** Templates that were not merged away. */
  #live = 0;
  /** The template of the lines beyond the limit; -1 while there are none. */
  #overflow = -1;

  constructor(limits: Partial<MinerLimits> = {}) {
    this.#limits = { ...minerLimits, ...limits };
  }

  get lines(): number {
    return this.#lines;
  }

  /**
   * Counts the message line[start, end) and returns the number of its template, which `resolve` follows after merges.
   * `atMs` is NaN when the line carries no time.
   */
  add(line: string, start = 0, end = line.length, atMs = Number.NaN): number {
    this.#scanner.key(line, start, end);
    const high = this.#scanner.keyHigh;
    const low = this.#scanner.keyLow;
    let index = this.#cache.get(high, low);
    if (index < 0 || this.templates[index] === null) {
      index = index < 0 ? this.#place(line.slice(start, end)) : this.resolve(index);
      this.#cache.set(high, low, index);
    }
    const template = this.templates[index] as Template;
    template.count += 1;
    // Comparisons with NaN are false: the first time that is there is taken.
    if (!(template.firstMs <= atMs) && !Number.isNaN(atMs)) template.firstMs = atMs;
    if (!(template.lastMs >= atMs) && !Number.isNaN(atMs)) template.lastMs = atMs;
    this.#lines += 1;
    return index;
  }

  /** A line of the template was as grave as this, by its place in `levels`. */
  raise(index: number, level: number): void {
    const template = this.#at(this.resolve(index));
    if (level > template.level) template.level = level;
  }

  resolve(index: number): number {
    let at = index;
    for (let next = this.#successors.get(at); next !== undefined; next = this.#successors.get(at)) at = next;
    return at;
  }

  /** Puts a template back that `saveMiner` wrote. */
  restore(saved: Template): void {
    const { tokens, isWild, count, firstMs, lastMs, level } = saved;
    const template = new StoredTemplate(this.#store, tokens, saved.example);
    Object.assign(template, { isWild, count, firstMs, lastMs, level });
    this.templates.push(template);
    this.#live += 1;
    if (tokens[0] === undefined || tokens[0].kind !== kinds.rest) this.#index.add(tokens, this.templates.length - 1, isWild);
    else this.#overflow = this.templates.length - 1;
    this.#lines += count;
  }

  #place(content: string): number {
    const head = content.length > contentMax ? content.slice(0, contentMax) : content;
    const masked = maskSecrets(head);
    const read = this.#scanner.tokens(head, 0, head.length);
    const tokens = shapeOf(masked === head ? read : hideSecrets(read, this.#scanner.tokens(masked, 0, masked.length)));
    const found = this.#find(tokens);
    if (found >= 0) return found;
    // `redis:6379` looks like a name and a number until the same line has been seen with an address there.
    const reread = withPorts(tokens);
    const again = reread === null ? -1 : this.#findExactly(reread);
    if (again >= 0) return again;
    return this.#create(tokens, masked);
  }

  #findExactly(tokens: readonly Token[]): number {
    for (const index of [...this.#index.wild(tokens), ...this.#index.halves(tokens)]) {
      if (differingPlaces(this.#at(index).tokens, tokens, 0) === null) continue;
      this.#widen(index, tokens);
      return index;
    }
    return -1;
  }

  #find(tokens: readonly Token[]): number {
    const rivals = new Map<string, { readonly places: readonly number[]; readonly indices: number[] }>();
    for (const index of [...this.#index.wild(tokens), ...this.#index.halves(tokens)]) {
      const places = differingPlaces(this.#at(index).tokens, tokens, differencesMax);
      if (places === null) continue;
      if (places.length === 0) {
        this.#widen(index, tokens);
        return index;
      }
      const key = places.join();
      const same = rivals.get(key);
      if (same === undefined) rivals.set(key, { places, indices: [index] });
      else same.indices.push(index);
    }
    for (const { places, indices } of rivals.values()) {
      if (!places.every((place) => isVariablePlace(this.#describe(tokens, place, places, indices)))) continue;
      return this.#merge(indices, tokens);
    }
    return -1;
  }

  #describe(tokens: readonly Token[], place: number, places: readonly number[], indices: readonly number[]): Place {
    const values = new Map<string, { kind: number; text: string }>();
    for (const token of [...indices.map((index) => this.#at(index).tokens[place] as Token), tokens[place] as Token]) {
      const text = token.kind === kinds.word ? token.text : '';
      values.set(`${token.kind} ${text}`, { kind: token.kind, text });
    }
    return {
      values: [...values.values()],
      before: cueBefore(tokens, place),
      isQuoted: isQuoted(tokens, place),
      isValue: tokens[place - 1]?.text === '=',
      pairs: tokens.filter(({ kind, text }) => kind === kinds.mark && text === '=').length,
      placesTogether: places.length,
      wordsElsewhere: tokens.filter((token, at) => !places.includes(at) && token.kind === kinds.word).length,
    };
  }

  #merge(indices: readonly number[], tokens: readonly Token[]): number {
    const [first, ...rest] = [...indices].sort((one, other) => one - other) as [number, ...number[]];
    const kept = this.#at(first);
    let wide = widened(kept.tokens, tokens);
    for (const index of rest) wide = widened(wide, this.#at(index).tokens);
    const to = templateId(wide);
    for (const index of rest) this.#fold(index, first, to);
    this.#retoken(first, wide);
    return first;
  }

  #widen(index: number, tokens: readonly Token[]): void {
    const own = this.#at(index).tokens;
    const wide = widened(own, tokens);
    if (wide !== own) this.#retoken(index, wide);
  }

  #retoken(index: number, wide: readonly Token[]): void {
    const template = this.#at(index);
    const before = template.tokens;
    this.#index.remove(before, index, template.isWild);
    template.tokens = wide;
    template.isWild = wide.some(({ kind }) => kind === kinds.any);
    this.#index.add(wide, index, template.isWild);
    if (template.isWild) this.#absorb(index, wide);
    const from = templateId(before);
    const to = templateId(wide);
    if (from !== to) this.#note(from, to, 'widened');
  }

  /** What a template that has grown covers is the same message. */
  #absorb(index: number, wide: readonly Token[]): void {
    for (const other of [...this.#index.wild(wide), ...this.#index.halves(wide)]) {
      const gone = this.templates[other];
      if (other === index || gone === null || gone === undefined) continue;
      if (differingPlaces(wide, gone.tokens, 0) !== null) this.#fold(other, index, templateId(wide));
    }
  }

  /** One template goes into another. */
  #fold(from: number, into: number, intoId: string): void {
    const gone = this.#at(from);
    const kept = this.#at(into);
    this.#note(templateId(gone.tokens), intoId, 'merged');
    this.#index.remove(gone.tokens, from, gone.isWild);
    kept.count += gone.count;
    kept.level = Math.max(kept.level, gone.level);
    kept.firstMs = least(kept.firstMs, gone.firstMs);
    kept.lastMs = -least(-kept.lastMs, -gone.lastMs);
    this.templates[from] = null;
    this.#live -= 1;
    this.#successors.set(from, into);
  }

  #note(from: string, to: string, how: TemplateChange['how']): void {
    this.changes.push({ from, to, how });
    if (this.changes.length > this.#limits.changesMax) this.changes.splice(0, this.changes.length - this.#limits.changesMax);
  }

  #create(tokens: readonly Token[], content: string): number {
    // Merged templates leave their place empty, since a caller may hold its number; there are never more empty places than templates.
    const isFull = this.#live >= this.#limits.templatesMax || this.templates.length >= 2 * this.#limits.templatesMax;
    if (!isFull) {
      const index = this.#push(tokens, content);
      this.#index.add(tokens, index, false);
      return index;
    }
    if (this.#overflow < 0) this.#overflow = this.#push([restToken], '…');
    return this.#overflow;
  }

  #push(tokens: readonly Token[], content: string): number {
    this.templates.push(new StoredTemplate(this.#store, tokens, content.slice(0, this.#limits.exampleCharactersMax)));
    this.#live += 1;
    return this.templates.length - 1;
  }

  #at(index: number): Template {
    const template = this.templates[index];
    if (template === null || template === undefined) throw new Error(`There is no template ${index}`);
    return template;
  }
}

function least(one: number, other: number): number {
  return Number.isNaN(one) || other < one ? other : one;
}

/** The word that announces the value: over an equals sign, a colon or a quote. */
function cueBefore(tokens: readonly Token[], place: number): string {
  let index = place - 1;
  while (index > 0 && place - index <= 3 && tokens[index]?.kind === kinds.mark) index -= 1;
  const token = tokens[index];
  return token?.kind === kinds.word ? token.text : '';
}

function isQuoted(tokens: readonly Token[], place: number): boolean {
  const before = tokens[place - 1]?.text ?? '';
  const after = tokens[place + 1]?.text ?? '';
  return before !== '' && `"'([{<`.includes(before) && after !== '' && `"')]}>`.includes(after);
}
