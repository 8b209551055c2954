/** What the server writes down of those whom it refuses a subject: the client itself mostly does not notice. */

import type { Signature } from '../../../domain/signature.ts';

const refused = '\\b(Publish|Subscription) Violation\\b';

export const natsViolationSignatures: readonly Signature[] = [
  {
    id: 'nats.subject-refused',
    kind: 'nats',
    title: {
      'zh-CN': '用户权限不足：NATS 拒绝它发布或订阅主题（permissions violation）',
      en: 'NATS refuses a user to publish or subscribe to a subject (permissions violation)',
    },
    explanation: {
      'zh-CN':
        '服务器日志：{logs.newestError}。连接与登录都正常，但该用户的 permissions 不允许这个主题：消息没有被投递，发布方收不到错误（只在客户端的异步错误回调里），两端日志看上去都正常。',
      en: 'The server’s log says: {logs.newestError}. It is connected and logged in, but the permissions of that user are not for this subject: nothing is delivered, and the publisher is only told in its client’s asynchronous error callback, so both ends look well.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['nats.permission-denied', 'nats.log-full-of-errors', 'nats.log-new-error', 'nats.log-error-surge', 'nats.restarted'],
    hints: 'permission|denied|violation|not arriv|no messages?|missing|lost|hardening|权限|收不到|没收到|丢|不到',
    probes: ['server'],
    confirm: {
      any: [
        ['logs.newestError', 'matches', refused],
        ['logs.topError', 'matches', refused],
        ['logs.newError', 'matches', refused],
      ],
    },
    refute: ['logs.errors', '==', 0],
    advice: {
      'zh-CN':
        '对照该用户的 permissions（authorization 段，或 nsc describe user）与它真正用的主题：多一个字母、少一级通配都不行；改好后重载（nats-server --signal reload），再补发丢掉的消息。',
      en: 'Compare the permissions of that user (authorization block, or nsc describe user) with the subject that it really uses: a letter more or a wildcard less is enough. Correct them, reload (nats-server --signal reload), and send again what was lost.',
    },
    remedies: [],
    source: 'docs.nats.io: Authorization, permissions violations',
  },
];
