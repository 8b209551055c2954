/** For applications of a scene whose channel may be closed before their timer comes. */

export function retryUntilApplied(acknowledge: () => void): void {
  try {
    acknowledge();
  } catch {
    // The scene has ended: there is nobody to tell.
  }
}
