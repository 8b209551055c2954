/** Which template a known shape has, by the 64-bit key of the shape: two places for each key, the older one gives way. */

export class ShapeCache {
  readonly #mask: number;
  readonly #highs: Int32Array;
  readonly #lows: Int32Array;
  /** Index of the template plus one; 0 is an empty place. */
  readonly #values: Int32Array;

  /** `places` is a power of two; each takes 12 bytes. */
  constructor(places: number) {
    this.#mask = places - 1;
    this.#highs = new Int32Array(places);
    this.#lows = new Int32Array(places);
    this.#values = new Int32Array(places);
  }

  /** -1 when it is not known. */
  get(high: number, low: number): number {
    const place = (high ^ (low >>> 7)) & this.#mask;
    if (this.#lows[place] === low && this.#highs[place] === high) return (this.#values[place] as number) - 1;
    const next = place ^ 1;
    if (this.#lows[next] === low && this.#highs[next] === high) return (this.#values[next] as number) - 1;
    return -1;
  }

  set(high: number, low: number, value: number): void {
    const place = (high ^ (low >>> 7)) & this.#mask;
    const next = place ^ 1;
    this.#highs[next] = this.#highs[place] as number;
    this.#lows[next] = this.#lows[place] as number;
    this.#values[next] = this.#values[place] as number;
    this.#highs[place] = high;
    this.#lows[place] = low;
    this.#values[place] = value + 1;
  }
}
