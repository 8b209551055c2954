/** Senders that wait to be told the incidents of what they sent. */

import type { TenantStore } from '../store/contract.ts';

interface Waiter {
  readonly ids: Set<string>;
  readonly seqs: Set<number>;
  resolve(incidentIds: readonly string[]): void;
}

export class Waiters {
  readonly #ofParcel = new Map<number, Waiter>();
  /** What was appended here and is to be grouped while nobody waits for it. */
  readonly #unawaited = new Set<number>();

  get isAnyoneThere(): boolean {
    return this.#ofParcel.size > 0;
  }

  get isIdle(): boolean {
    return this.#ofParcel.size === 0 && this.#unawaited.size === 0;
  }

  async add(seqs: readonly number[], isAwaited: boolean): Promise<readonly string[]> {
    if (!isAwaited) for (const seq of seqs) this.#unawaited.add(seq);
    if (!isAwaited || seqs.length === 0) return [];
    return await new Promise((resolve) => {
      const waiter: Waiter = { ids: new Set(), seqs: new Set(seqs), resolve };
      for (const seq of seqs) this.#ofParcel.set(seq, waiter);
    });
  }

  /** `movedTo` is the parcel where the rest of this one waits now. */
  dealtWith(seq: number, incidentIds: readonly string[], movedTo: number | null): void {
    if (this.#unawaited.delete(seq) && movedTo !== null) this.#unawaited.add(movedTo);
    const waiter = this.#ofParcel.get(seq);
    if (waiter === undefined) return;
    for (const id of incidentIds) waiter.ids.add(id);
    this.#ofParcel.delete(seq);
    waiter.seqs.delete(seq);
    if (movedTo !== null) {
      waiter.seqs.add(movedTo);
      this.#ofParcel.set(movedTo, waiter);
    }
    if (waiter.seqs.size === 0) waiter.resolve([...waiter.ids]);
  }

  /** What somebody waits for, and is in the inbox no more, was grouped by another process. */
  async answerForOthers(store: TenantStore): Promise<void> {
    this.#unawaited.clear();
    const mine = [...this.#ofParcel.keys()];
    if (mine.length === 0) return;
    const still = new Set(await store.inbox.stillWaiting(mine));
    for (const seq of mine.filter((each) => !still.has(each))) this.dealtWith(seq, [], null);
  }

  /** Nobody groups here any more, or nothing can be grouped now: everyone goes with what is known. */
  letGo(): void {
    for (const waiter of new Set(this.#ofParcel.values())) waiter.resolve([...waiter.ids]);
    this.#ofParcel.clear();
  }
}
