/** How long to wait before a connection is tried again. */

/** Nothing after a healthy connection; then doubling, with up to a quarter more at random, so that many bots don't come back as one. */
export function backoffMs(failures: number, pace: { readonly reconnectMinMs: number; readonly reconnectMaxMs: number }): number {
  if (failures === 0) return 0;
  const base = Math.min(pace.reconnectMaxMs, pace.reconnectMinMs * 2 ** (Math.min(failures, 20) - 1));
  return Math.round(base * (1 + Math.random() / 4));
}
