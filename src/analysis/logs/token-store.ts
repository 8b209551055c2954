/** The tokens of all templates as numbers in one array: a hundred thousand templates fit into a few megabytes. */

import type { Token } from './scan-line.ts';
import type { Template } from './template.ts';

export class TokenStore {
  readonly #ids = new Map<string, number>();
  readonly #tokens: Token[] = [];
  #pool = new Uint32Array(1_024);
  #end = 0;

  /** Where the tokens begin. */
  append(tokens: readonly Token[]): number {
    const start = this.#end;
    if (start + tokens.length > this.#pool.length) {
      const larger = new Uint32Array(Math.max(this.#pool.length + (this.#pool.length >> 1), start + tokens.length));
      larger.set(this.#pool);
      this.#pool = larger;
    }
    this.#end += tokens.length;
    this.rewrite(start, tokens);
    return start;
  }

  rewrite(start: number, tokens: readonly Token[]): void {
    for (let index = 0; index < tokens.length; index += 1) this.#pool[start + index] = this.#idOf(tokens[index] as Token);
  }

  read(start: number, length: number): readonly Token[] {
    const tokens: Token[] = [];
    for (let index = start; index < start + length; index += 1) tokens.push(this.#tokens[this.#pool[index] as number] as Token);
    return tokens;
  }

  /** Equal tokens are one object, so that comparing is looking at the reference. */
  #idOf(token: Token): number {
    const key = `${token.kind}${token.hasSpace ? ' ' : '.'}${token.text}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    // A copy of the text: a slice would hold the whole line, or the whole file, in memory.
    this.#tokens.push({ kind: token.kind, hasSpace: token.hasSpace, text: copied(token.text) });
    this.#ids.set(copied(key), this.#tokens.length - 1);
    return this.#tokens.length - 1;
  }
}

/** A template whose tokens are in the store. */
export class StoredTemplate implements Template {
  isWild = false;
  count = 0;
  firstMs = Number.NaN;
  lastMs = Number.NaN;
  level = 0;
  readonly example: string;
  readonly #store: TokenStore;
  readonly #start: number;
  readonly #length: number;

  constructor(store: TokenStore, tokens: readonly Token[], example: string) {
    this.example = copied(example);
    this.#store = store;
    this.#start = store.append(tokens);
    this.#length = tokens.length;
  }

  get tokens(): readonly Token[] {
    return this.#store.read(this.#start, this.#length);
  }

  /** As many as before: a template widens, it never grows. */
  set tokens(tokens: readonly Token[]) {
    this.#store.rewrite(this.#start, tokens);
  }
}

function copied(text: string): string {
  return Buffer.from(text).toString();
}
