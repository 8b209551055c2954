/** What DingTalk can do: with a card template, and without one. */

import type { Capabilities } from '../contract.ts';
import { dingtalkLimits } from './limits.ts';

export function dingtalkCapabilities(hasTemplate: boolean): Capabilities {
  return {
    threads: 'none',
    cardEdit: hasTemplate,
    buttons: hasTemplate ? 6 : dingtalkLimits.actionCardButtonsMax,
    forms: hasTemplate ? 'in-card' : 'none',
    privateReply: true,
    sendIdempotency: false,
    repeatsDoubtfulLines: true,
    ackWithinMs: 2_000,
    textBytesMax: 20_000,
    cardBytesMax: 20_000,
    editIntervalMs: 1_000,
  };
}
