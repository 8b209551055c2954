/** A probability in a word, after the scale of the IPCC's likelihoods: from 90 % very likely, from 66 % likely, from 33 % as likely as not. */

type Sureness = 'guess' | 'possible' | 'probable' | 'sure';

export function surenessOf(probability: number): Sureness {
  if (probability >= 0.9) return 'sure';
  if (probability >= 0.66) return 'probable';
  return probability >= 0.33 ? 'possible' : 'guess';
}
