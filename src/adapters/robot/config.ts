/** The configuration of the custom group robots of Slack, DingTalk and Feishu: they push and hear nothing. Each has a name of your own. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

const robot = z.strictObject({
  platform: z.enum(['slack', 'dingtalk', 'feishu']),
  /** The robot's webhook address, or the key in it. */
  webhook: secretRef,
  /** DingTalk's 加签 or Feishu's 签名校验, where it is turned on. Slack has none. */
  secret: secretRef.optional(),
  /** Another host than the vendor's: a gateway, a proxy, a test peer. */
  apiUrl: z.url().optional(),
});

export const robotConfig = z.record(z.string().min(1), robot);

export type RobotConfig = z.infer<typeof robotConfig>;
export type RobotPlatform = z.infer<typeof robot>['platform'];
