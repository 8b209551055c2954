/** Why a system can't be reached, in Chinese; what a kind adds to these is its own. */

import type { ReachProblem } from '../domain/evidence.ts';

export const chineseReachProblems: Readonly<Record<ReachProblem, string>> = {
  refused: '连接被拒绝',
  'timed-out': '连接超时',
  dns: '域名解析失败',
  tls: 'TLS 握手失败',
  auth: '认证失败',
  limit: '连接数已满',
  reset: '连接被断开',
  'no-route': '网络不可达',
  'host-key': '主机密钥不符',
  other: '无法连接',
};
