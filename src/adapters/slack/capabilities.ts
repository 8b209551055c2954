/** What Slack can do. */

import type { Capabilities } from '../contract.ts';

export const slackCapabilities: Capabilities = {
  threads: 'native',
  cardEdit: true,
  buttons: 25,
  forms: 'modal',
  privateReply: true,
  sendIdempotency: false,
  ackWithinMs: 3_000,
  textBytesMax: 40_000,
  cardBytesMax: 13_200,
  editIntervalMs: 1_000,
};
