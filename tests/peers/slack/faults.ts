/** What goes wrong on purpose: each fault is used up by the calls that it spoils. */

export interface Fault {
  /** A Web API method, or `*`. */
  readonly method: string;
  readonly kind: 'rate' | 'drop-after' | 'drop-before' | 'http-before' | 'http-after' | 'hang-after' | 'error' | 'slow' | 'misplace';
  times: number;
  readonly channel?: string;
  readonly retryAfterSeconds?: number;
  /** For `error`: Slack's code. */
  readonly code?: string;
  /** For `slow`. */
  readonly ms?: number;
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
  take(method: string, channel: string | undefined): Fault | null {
    const fault = this.#open.find(
      (one) => one.times > 0 && (one.method === '*' || one.method === method) && (one.channel === undefined || one.channel === channel),
    );
    if (fault === undefined) return null;
    fault.times -= 1;
    return fault;
  }
}
