/** What goes wrong on purpose: each fault is used up by the calls that it spoils. */

export interface Fault {
  /** The names of the calls, parted by `|`. */
  readonly api: string;
  readonly kind: 'rate' | 'drop-after' | 'drop-before' | 'http-before' | 'http-after' | 'hang-after' | 'code' | 'code-without-data';
  times: number;
  readonly chatId?: string;
  readonly resetSeconds?: number;
  /** For `code`: Feishu's code. */
  readonly code?: number;
}

export class Faults {
  #open: Fault[] = [];

  add(fault: Fault): void {
    this.#open.push({ ...fault });
  }

  clear(): void {
    this.#open = [];
  }

  /** The first fault that fits, used once. */
  take(api: string, chatId: string | undefined): Fault | null {
    const fault = this.#open.find(
      (one) => one.times > 0 && one.api.split('|').includes(api) && (one.chatId === undefined || one.chatId === chatId),
    );
    if (fault === undefined) return null;
    fault.times -= 1;
    return fault;
  }
}
