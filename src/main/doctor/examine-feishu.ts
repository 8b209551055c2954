/** Feishu, asked from outside: are the app's id and secret good, and is there a bot that is released. */

import { ChatError } from '../../adapters/contract.ts';
import { resolveFeishuSecrets } from '../../adapters/feishu/adapter.ts';
import { createFeishuClient } from '../../adapters/feishu/client.ts';
import type { FeishuConfig } from '../../adapters/feishu/config.ts';
import { fetchIdentity } from '../../adapters/feishu/identity.ts';
import { createRedact } from '../../adapters/rich/redact.ts';
import type { DoctorCheck } from '../../api/contract.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { LocalText } from '../../domain/text.ts';
import { systemClock } from '../clock.ts';
import { type Examination, fine } from './doctor.ts';

const id = 'adapter:feishu';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Nothing where Feishu isn't configured. Two calls; no message is sent. */
export function examineFeishu(config: FeishuConfig | undefined, resolveSecret: ResolveSecret): readonly Examination[] {
  if (config === undefined) return [];
  return [{ id, timeoutMs: 15_000, examine: async () => [await askFeishu(config, resolveSecret)] }];
}

async function askFeishu(config: FeishuConfig, resolveSecret: ResolveSecret): Promise<DoctorCheck> {
  const secrets = resolveFeishuSecrets(config, resolveSecret);
  if (config.mode === 'http' && (!secrets.encryptKey || !secrets.verificationToken)) return failed(needsKeys, keysAdvice);
  const { appId, domain } = config;
  const { appSecret } = secrets;
  const redact = createRedact([appSecret]);
  const client = await createFeishuClient({ appId, appSecret, domain, callTimeoutMs: 6_000, clock: systemClock, log: quiet, redact });
  try {
    const { name } = await fetchIdentity(client);
    return fine(id, `bot “${name}” at ${domain}, mode ${config.mode}`, `机器人“${name}”，${domain}，模式 ${config.mode}`);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return failed({ en: error.message, 'zh-CN': error.message }, advices[error.kind] ?? null);
  }
}

function failed(text: LocalText, advice: LocalText | null): DoctorCheck {
  return { id, level: 'fail', text, advice };
}

const needsKeys: LocalText = {
  en: 'HTTP mode needs encryptKey and verificationToken',
  'zh-CN': 'HTTP 模式需要 encryptKey 和 verificationToken',
};
const keysAdvice: LocalText = {
  en: 'Copy both from Events & callbacks, Encryption strategy',
  'zh-CN': '从“事件与回调”的“加密策略”中复制两者',
};

const advices: Readonly<Partial<Record<ChatError['kind'], LocalText>>> = {
  auth: {
    en: 'Copy the App ID and the App Secret again from Credentials & Basic Info',
    'zh-CN': '从“凭证与基础信息”重新复制 App ID 和 App Secret',
  },
  forbidden: {
    en: 'Add the bot feature and the scopes of docs/guides/feishu.md, then release a version',
    'zh-CN': '添加机器人能力，开通 docs/guides/feishu.zh-CN.md 中的权限，然后发布版本',
  },
  transient: {
    en: 'Check the network, the proxy and adapters.feishu.domain',
    'zh-CN': '请检查网络、代理和 adapters.feishu.domain',
  },
};
