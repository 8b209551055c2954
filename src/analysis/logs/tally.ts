/** Counts of one kind of message in one stretch of time, with what its bursts look like. */

const slotMs = 10_000;

export class Tally {
  count = 0;
  firstMs = Number.NaN;
  lastMs = Number.NaN;
  #slot = Number.NaN;
  #inSlot = 0;
  #squares = 0;

  add(atMs: number): void {
    this.count += 1;
    if (Number.isNaN(atMs)) return;
    if (!(this.firstMs <= atMs)) this.firstMs = atMs;
    if (!(this.lastMs >= atMs)) this.lastMs = atMs;
    const slot = Math.floor(atMs / slotMs);
    if (slot !== this.#slot) {
      this.#squares += this.#inSlot ** 2;
      this.#slot = slot;
      this.#inSlot = 0;
    }
    this.#inSlot += 1;
  }

  merge(other: Tally): void {
    this.count += other.count;
    if (!(this.firstMs <= other.firstMs)) this.firstMs = other.firstMs;
    if (!(this.lastMs >= other.lastMs)) this.lastMs = other.lastMs;
    this.#squares += other.#squares + other.#inSlot ** 2;
  }

  /** Variance over mean of the counts in slots of ten seconds: 1 for a Poisson process, more for bursts. */
  dispersion(minutes: number): number {
    const slots = Math.max(1, (minutes * 60_000) / slotMs);
    const mean = this.count / slots;
    if (mean === 0) return 1;
    return Math.max(1, (this.#squares + this.#inSlot ** 2) / slots / mean - mean);
  }
}
