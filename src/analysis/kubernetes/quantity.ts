/** Kubernetes quantities: `100m`, `1.5Gi`, `2e3`. */

const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity stands for; null for what is none. */
export function readQuantity(text: string | undefined): number | null {
  const [, digits = '', unit = ''] =
    /^\s*([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*([numkMGTPE]|[KMGTPE]i)?(?:\s*\(.*\))?\s*$/.exec(text ?? '') ?? [];
  const factor = units[unit];
  return digits === '' || factor === undefined ? null : Number(digits) * factor;
}
