/** DingTalk: an app of the organisation's own, a robot in Stream mode, and our card template. */

import type { SetupPlatform } from './platform.ts';

export const dingtalkSetup: SetupPlatform = {
  adapter: 'dingtalk',
  title: { 'zh-CN': '钉钉', en: 'DingTalk' },
  guide: 'dingtalk',
  channelKey: 'conversationId',
  scopes: [
    { name: 'qyapi_robot_sendmsg', isOptional: false, why: { 'zh-CN': '机器人主动发消息', en: 'sends messages as the robot' } },
    { name: 'Card.Instance.Write', isOptional: false, why: { 'zh-CN': '发送和更新互动卡片', en: 'sends and updates interactive cards' } },
    {
      name: 'Card.Streaming.Write',
      isOptional: true,
      why: { 'zh-CN': '卡片上逐步显示回答', en: 'shows an answer on a card as it is written' },
    },
    {
      name: 'qyapi_get_member',
      isOptional: true,
      why: { 'zh-CN': '按手机号或邮箱自动对应到值班人员', en: 'finds the person behind an account by phone or e-mail' },
    },
    { name: 'Premium.Ding.Write', isOptional: true, why: { 'zh-CN': '审批无人响应时发 DING', en: 'sends a DING when nobody decides' } },
    { name: 'qyapi_chat_manage', isOptional: true, why: { 'zh-CN': '为故障建作战群', en: 'opens groups for incidents' } },
    { name: 'qyapi_media', isOptional: true, why: { 'zh-CN': '太长的内容以文件发送', en: 'sends what is too long as a file' } },
  ],
  steps: [
    {
      text: {
        'zh-CN':
          '打开 https://open-dev.dingtalk.com ，「应用开发」→「创建应用」。\n「凭证与基础信息」里能看到 Client ID 和 Client Secret。',
        en: 'Open https://open-dev.dingtalk.com, create an app.\nIts page “Credentials and basic information” shows Client ID and Client Secret.',
      },
      asks: [
        {
          key: 'clientId',
          label: { 'zh-CN': 'Client ID（原 AppKey）', en: 'Client ID (formerly AppKey)' },
          pattern: /^\S{8,}$/,
          form: { 'zh-CN': '没有空格，例如 ding…', en: 'no spaces, for example ding…' },
          isSecret: false,
          isOptional: false,
        },
        {
          key: 'clientSecret',
          label: { 'zh-CN': 'Client Secret（原 AppSecret）', en: 'Client Secret (formerly AppSecret)' },
          pattern: /^\S{16,}$/,
          form: { 'zh-CN': '没有空格，至少 16 位', en: 'no spaces, at least 16 characters' },
          isSecret: true,
          isOptional: false,
        },
      ],
    },
    {
      text: {
        'zh-CN':
          '「应用能力」→「机器人」→ 添加，消息接收模式选「Stream 模式」，不需要公网地址。\n「权限管理」→ 开通上面列出的权限，然后发布版本。',
        en: '“App features” → Robot → add; choose Stream mode for incoming messages: it needs no public address.\n“Permissions” → add those listed above, then publish a version.',
      },
      asks: [
        {
          key: 'robotCode',
          label: { 'zh-CN': 'robotCode（与 Client ID 相同则直接回车）', en: 'robotCode (Enter when it is the Client ID)' },
          pattern: /^\S{4,}$/,
          form: { 'zh-CN': '没有空格', en: 'no spaces' },
          isSecret: false,
          isOptional: true,
        },
      ],
    },
    {
      text: {
        'zh-CN':
          '打开 https://open-dev.dingtalk.com/fe/card ，「新建模板」，导入仓库里的 config/dingtalk-card-template.json，关联这个应用并发布。\n没有模板也能用：卡片会换成带文字指令的消息，但不能原地更新。',
        en: 'Open https://open-dev.dingtalk.com/fe/card, create a template by importing config/dingtalk-card-template.json, bind it to this app, publish it.\nIt works without one too: cards become messages with commands, which can’t be edited in place.',
      },
      asks: [
        {
          key: 'cardTemplateId',
          label: { 'zh-CN': '模板 ID（跳过则直接回车）', en: 'Template ID (Enter to do without)' },
          pattern: /^\S{8,}$/,
          form: { 'zh-CN': '没有空格，通常以 .schema 结尾', en: 'no spaces, usually ends with .schema' },
          isSecret: false,
          isOptional: true,
        },
        {
          key: 'aiCardTemplateId',
          label: {
            'zh-CN': 'AI 卡片模板 ID，让模型的回答边写边显示（跳过则直接回车）',
            en: 'AI card template ID, on which a model’s answer grows (Enter to do without)',
          },
          pattern: /^\S{8,}$/,
          form: { 'zh-CN': '没有空格，通常以 .schema 结尾', en: 'no spaces, usually ends with .schema' },
          isSecret: false,
          isOptional: true,
        },
      ],
    },
  ],
  whileConnected: [],
  callIt: {
    'zh-CN': '在要接收告警的群里：「群设置」→「机器人」→ 添加这个机器人，然后发一条：@机器人 你好',
    en: 'In the group that alerts should go to: group settings → robots → add this robot, then send: @robot hello',
  },
};
