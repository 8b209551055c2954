/** Posts bodies over and over on so many connections, each asking again as soon as it is answered. */

import autocannon from 'autocannon';

export interface LoadOptions {
  readonly url: string;
  readonly token: string | null;
  readonly connections: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
  readonly alertsEach: number;
}

export interface LoadResult {
  readonly alertsPerSecond: number;
  /** Of one request, in ms: the middle, and what 97.5 % stay within. */
  readonly p50Ms: number;
  readonly p97Ms: number;
  readonly refused: number;
  /** How many of the bodies were sent at least once and answered with 2xx. */
  readonly acknowledged: number;
}

export async function load({ url, token, connections, seconds, bodies, alertsEach }: LoadOptions): Promise<LoadResult> {
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 60,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    requests: [
      {
        setupRequest: (request) => {
          const body = bodies[next % bodies.length] ?? '[]';
          next += 1;
          return { ...request, body };
        },
      },
    ],
  });
  const answered = result['2xx'];
  return {
    alertsPerSecond: (answered * alertsEach) / result.duration,
    p50Ms: result.latency.p50,
    p97Ms: result.latency.p97_5,
    refused: result.non2xx + result.errors,
    acknowledged: Math.min(bodies.length, answered),
  };
}
