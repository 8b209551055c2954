/** The configuration of the Feishu adapter; Lark is the same platform at another host. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

export const feishuConfig = z.strictObject({
  /** `cli_…`, from the app's credentials page. */
  appId: z.string().regex(/^cli_[0-9a-fA-F]{16}$/, 'Looks like cli_ and 16 hexadecimal digits'),
  appSecret: secretRef,
  /** The long connection needs no public address; Lark's international tenants only have callbacks over HTTP. */
  mode: z.enum(['socket', 'http']).default('socket'),
  /** For HTTP mode: callbacks come encrypted and signed with it. */
  encryptKey: secretRef.optional(),
  /** For HTTP mode: what every callback must carry inside. */
  verificationToken: secretRef.optional(),
  /** `https://open.larksuite.com` for Lark; a gateway, a proxy or a test peer may stand in. */
  domain: z
    .url()
    .default('https://open.feishu.cn')
    .transform((url) => url.replace(/\/+$/, '')),
});

export type FeishuConfig = z.infer<typeof feishuConfig>;
