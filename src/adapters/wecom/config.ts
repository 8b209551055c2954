/** The configuration of WeCom's group robots: one a group, by a name of your own. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

const wecomRobot = z.strictObject({
  /** The robot's webhook address, or the key in it. */
  webhook: secretRef,
  /** Another host than the vendor's: a gateway, a proxy, a test peer. */
  apiUrl: z.url().optional(),
});

export const wecomConfig = z.record(z.string().min(1), wecomRobot);

export type WecomConfig = z.infer<typeof wecomConfig>;
