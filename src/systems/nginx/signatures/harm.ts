/** When what the error log counts hurts somebody: a few of thousands of requests are everyday life, unless somebody complains of them. */

import type { Condition } from '../../../domain/signature.ts';

/** What people say when requests fail. */
export const failing = '5xx|error|fail|down\\b|refus|reject|broken|unavailable|错误|失败|报错|不可用';

/** One in two hundred requests, or more than one a minute of the quarter of an hour that counts, where the access log isn't known. */
export function isMany(fact: string): Condition {
  return {
    any: [
      {
        all: [
          [fact, '>=', 3],
          [fact, '>=', { fact: 'access.requests', times: 0.005 }],
        ],
      },
      [fact, '>=', 20],
    ],
  };
}
