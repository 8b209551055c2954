/** Accounts that can't be used any more, whatever password is given. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

const hints = 'log.?in|login|password|account|access denied|connect|1045|登录|密码|账号|连不上|连接失败';

export const accountSignatures: readonly Signature[] = [
  {
    id: 'mysql.password-expired',
    kind: 'mysql',
    title: {
      'zh-CN': '账号 {accounts.expired} 的密码已过期，登录被拒绝',
      en: 'The password of {accounts.expired} has expired and its logins are refused',
    },
    explanation: {
      'zh-CN':
        '{accounts.expired} 的密码过期（错误 1820、1862）：密码没有变，服务器要求先改密码；此刻每秒 {activity.abortedConnectsPerSecond} 次登录失败。',
      en: 'The password of {accounts.expired} has expired (errors 1820, 1862): it is still the same, but the server wants a new one first; {activity.abortedConnectsPerSecond} logins a second fail right now.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.logins-fail'],
    hints: `expire|1820|1862|过期|${hints}`,
    quoted: errorForms({
      says: 'your password has expired|must reset your password using ALTER USER|must SET PASSWORD before',
      numbers: [1820, 1862],
      names: ['ER_MUST_CHANGE_PASSWORD(_LOGIN)?'],
    }),
    probes: ['accounts', 'activity'],
    confirm: {
      all: [
        ['accounts.expired', 'matches', '.'],
        ['activity.abortedConnectsPerSecond', '>=', 0.5],
      ],
    },
    likelyWhenHinted: ['accounts.expired', 'matches', '.'],
    refute: ['accounts.expired', '==', ''],
    advice: {
      'zh-CN': '给该账号设新密码并同步给应用，或 ALTER USER … PASSWORD EXPIRE NEVER；服务账号不要套用 default_password_lifetime。',
      en: 'Give the account a new password and hand it to the application, or ALTER USER … PASSWORD EXPIRE NEVER; keep service accounts out of default_password_lifetime.',
    },
    remedies: [],
    source: 'dev.mysql.com: Password Expiration Policy; MariaDB KB: User Password Expiry',
  },
  {
    id: 'mysql.account-locked',
    kind: 'mysql',
    title: {
      'zh-CN': '账号 {accounts.locked} 被锁定，登录被拒绝',
      en: 'The account {accounts.locked} is locked and its logins are refused',
    },
    explanation: {
      'zh-CN':
        '{accounts.locked} 处于 ACCOUNT LOCK（错误 3118，MariaDB 为 4151）；此刻每秒 {activity.abortedConnectsPerSecond} 次登录失败。',
      en: '{accounts.locked} is under ACCOUNT LOCK (error 3118, 4151 in MariaDB); {activity.abortedConnectsPerSecond} logins a second fail right now.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.logins-fail'],
    hints: `locked|3118|4151|锁定|${hints}`,
    quoted: errorForms({ says: 'account is locked', numbers: [3118, 4151], names: ['ER_ACCOUNT_HAS_BEEN_LOCKED'] }),
    probes: ['accounts', 'activity'],
    confirm: {
      all: [
        ['accounts.locked', 'matches', '.'],
        ['activity.abortedConnectsPerSecond', '>=', 0.5],
      ],
    },
    // Accounts of people who left stay locked for years: only failing logins or a complaint make them a finding.
    confirmWhenHinted: {
      all: [
        ['accounts.locked', 'matches', '.'],
        ['activity.abortedConnectsPerSecond', '>', 0],
      ],
    },
    refute: ['accounts.locked', '==', ''],
    advice: {
      'zh-CN': '弄清是谁锁的（轮换、安全策略、FAILED_LOGIN_ATTEMPTS），再 ALTER USER … ACCOUNT UNLOCK。',
      en: 'Find out who locked it (a rotation, a policy, FAILED_LOGIN_ATTEMPTS), then ALTER USER … ACCOUNT UNLOCK.',
    },
    remedies: [],
    source: 'dev.mysql.com: Account Locking',
  },
];
