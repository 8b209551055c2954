/** What Feishu can do. */

import type { Capabilities } from '../contract.ts';
import { feishuLimits } from './limits.ts';

export const feishuCapabilities: Capabilities = {
  threads: 'native',
  cardEdit: true,
  buttons: 20,
  forms: 'in-card',
  privateReply: true,
  sendIdempotency: true,
  ackWithinMs: 3_000,
  textBytesMax: 150_000,
  cardBytesMax: feishuLimits.cardBytesMax,
  editIntervalMs: 250,
  editWindowMs: feishuLimits.editWindowMs,
};
