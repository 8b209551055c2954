/** DingTalk, asked from outside: are the app's id and secret good, is there a template, and how much of the month is used. */

import { type AdapterMemory, ChatError } from '../../adapters/contract.ts';
import { resolveDingtalkSecret } from '../../adapters/dingtalk/adapter.ts';
import { createDingtalkClient } from '../../adapters/dingtalk/client.ts';
import type { DingtalkConfig } from '../../adapters/dingtalk/config.ts';
import { createQuota } from '../../adapters/dingtalk/quota.ts';
import type { DoctorCheck } from '../../api/contract.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import { sameText } from '../../domain/text.ts';
import { systemClock } from '../clock.ts';
import { type Examination, fine } from './doctor.ts';

const id = 'adapter:dingtalk';

/** Nothing where DingTalk isn't configured. One call; no message is sent. Without a memory the month's calls are not known. */
export function examineDingtalk(
  config: DingtalkConfig | undefined,
  resolveSecret: ResolveSecret,
  memory: AdapterMemory | null,
): readonly Examination[] {
  if (config === undefined) return [];
  return [{ id, timeoutMs: 15_000, examine: () => examine(config, resolveSecret, memory) }];
}

async function examine(
  config: DingtalkConfig,
  resolveSecret: ResolveSecret,
  memory: AdapterMemory | null,
): Promise<readonly DoctorCheck[]> {
  const quota = createQuota(systemClock, memory, config.callsPerMonth);
  await quota.load();
  const token = await askToken(config, resolveDingtalkSecret(config, resolveSecret), quota);
  await quota.settled();
  const used = memory === null ? null : quota.inWords();
  return [
    token,
    config.cardTemplateId === undefined ? warned(noTemplate, templateAdvice) : fine(id, 'a card template is set', '已设置卡片模板'),
    fine(id, `robot ${config.robotCode ?? config.clientId}`, `机器人 ${config.robotCode ?? config.clientId}`),
    ...(config.corpId === undefined ? [warned(noCorp, corpAdvice)] : []),
    ...(used === null ? [] : [quota.progressGapMs() > 0 ? warned(sameText(used), quotaAdvice) : fine(id, used, used)]),
  ];
}

async function askToken(config: DingtalkConfig, clientSecret: string, quota: { note(): void }): Promise<DoctorCheck> {
  const { clientId, apiBase, oapiBase } = config;
  const pace = { callTimeoutMs: 6_000, rateWaitMs: 1_000 };
  const client = createDingtalkClient({ clientId, clientSecret, apiBase, oapiBase, clock: systemClock, pace, quota });
  try {
    await client.checkToken();
    return fine(id, `the client is known at ${apiBase}`, `${apiBase} 认可该应用`);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { id, level: 'fail', text: sameText(error.message), advice: error.kind === 'auth' ? secretAdvice : networkAdvice };
  }
}

function warned(text: DoctorCheck['text'], advice: DoctorCheck['advice']): DoctorCheck {
  return { id, level: 'warn', text, advice };
}

const secretAdvice = {
  en: 'Copy the Client ID and the Client Secret again from Credentials',
  'zh-CN': '从“凭证与基础信息”重新复制 Client ID 和 Client Secret',
};
const networkAdvice = {
  en: 'Check the network, the proxy and adapters.dingtalk.apiBase',
  'zh-CN': '请检查网络、代理和 adapters.dingtalk.apiBase',
};
const noTemplate = { en: 'no card template: messages with text commands instead', 'zh-CN': '未设置卡片模板：改用带文字命令的消息' };
const templateAdvice = {
  en: 'Import config/dingtalk-card-template.json and set cardTemplateId (docs/guides/dingtalk.md)',
  'zh-CN': '导入 config/dingtalk-card-template.json 并设置 cardTemplateId（docs/guides/dingtalk.zh-CN.md）',
};
const noCorp = { en: 'corpId is not set: it is learned from the first message', 'zh-CN': '未设置 corpId：将从第一条消息中获知' };
const corpAdvice = {
  en: 'Set it when people of other organisations are in your groups',
  'zh-CN': '群里有外部组织的人时请设置',
};
const quotaAdvice = {
  en: 'Progress is shown more rarely for the rest of the month; raise callsPerMonth if your edition grants more',
  'zh-CN': '本月剩余时间进度更新会变少；如果您的版本额度更高，请调大 callsPerMonth',
};
