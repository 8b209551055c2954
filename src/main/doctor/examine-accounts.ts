/** Whether people can act where they talk: who has no account on a platform that is configured. */

import type { DoctorCheck } from '../../api/contract.ts';
import { configuredAdapters } from '../../config/check-references.ts';
import { administrator, type Directory } from '../../config/directory.ts';
import type { Config } from '../../config/schema.ts';
import { hasRole, type Person } from '../../domain/policy.ts';
import { type Examination, fine } from './doctor.ts';

/** Where people click and answer, by the names that people know them under. */
const platforms: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>> = {
  slack: { en: 'Slack', 'zh-CN': 'Slack' },
  feishu: { en: 'Feishu', 'zh-CN': '飞书' },
  dingtalk: { en: 'DingTalk', 'zh-CN': '钉钉' },
};
const namesMax = 8;

/** Accounts that the configuration gives and those that were linked. A platform where nobody can approve is a warning. */
export function examineAccounts(directory: Pick<Directory, 'all'>, config: Pick<Config, 'adapters'>): Examination {
  return {
    id: 'accounts',
    timeoutMs: 1_000,
    async examine() {
      const people = directory.all().filter((person) => person.id !== administrator.id);
      if (people.length === 0) return [];
      return configuredAdapters(config).flatMap((adapter) => {
        const platform = platforms[adapter];
        return platform === undefined ? [] : [accountsOn(adapter, platform, people)];
      });
    },
  };
}

function accountsOn(adapter: string, platform: { readonly en: string; readonly 'zh-CN': string }, people: readonly Person[]): DoctorCheck {
  const id = `accounts:${adapter}`;
  const without = people.filter((person) => person.identities[adapter] === undefined);
  const [en, chinese] = [platform.en, platform['zh-CN']];
  if (without.length === 0) return fine(id, `all ${people.length} people have a ${en} account`, `${people.length} 人都有${chinese}账号`);
  const more = without.length > namesMax ? ['…'] : [];
  const names = [...without.slice(0, namesMax).map((person) => person.name), ...more];
  const canApprove = people.some((person) => hasRole(person, 'approver') && person.identities[adapter] !== undefined);
  return {
    id,
    level: canApprove ? 'ok' : 'warn',
    text: {
      en: `${without.length} of ${people.length} people have no ${en} account: ${names.join(', ')}`,
      'zh-CN': `${people.length} 人中有 ${without.length} 人没有${chinese}账号：${names.join('、')}`,
    },
    advice: canApprove
      ? null
      : {
          en: `Nobody who may approve can do so in ${en}; they link their account themselves by sending the bot “link”, see docs/guides/people.md`,
          'zh-CN': `有审批权的人都无法在${chinese}中审批；请他们给机器人发送“关联账号”自行关联，见 docs/guides/people.zh-CN.md`,
        },
  };
}
