/** Feishu and Lark: an app of the organisation's own, with a long connection. */

import type { SetupPlatform } from './platform.ts';

export const feishuSetup: SetupPlatform = {
  adapter: 'feishu',
  title: { 'zh-CN': '飞书', en: 'Feishu' },
  guide: 'feishu',
  channelKey: 'chatId',
  scopes: [
    {
      name: 'im:message:send_as_bot',
      isOptional: false,
      why: { 'zh-CN': '发送卡片和消息，更新自己的卡片', en: 'sends cards and messages, updates its own cards' },
    },
    {
      name: 'im:message.group_at_msg:readonly',
      isOptional: false,
      why: { 'zh-CN': '接收群里 @ 它的消息', en: 'hears that it is called in groups' },
    },
    { name: 'im:message.p2p_msg:readonly', isOptional: false, why: { 'zh-CN': '接收单聊消息', en: 'hears direct messages' } },
    {
      name: 'im:message:readonly',
      isOptional: false,
      why: {
        'zh-CN': '重启后查询自己卡片的发送时间（14 天内可更新）',
        en: 'learns after a restart how old its cards are (they can be edited for 14 days)',
      },
    },
    {
      name: 'im:message.group_msg',
      isOptional: true,
      why: { 'zh-CN': '在话题里不用 @ 也能听到“停止”等指令', en: 'hears “stop” and the like in its topics without being called' },
    },
    { name: 'im:resource', isOptional: true, why: { 'zh-CN': '太长的内容以文件发送', en: 'sends what is too long as a file' } },
    { name: 'im:message.urgent', isOptional: true, why: { 'zh-CN': '审批无人响应时应用内加急', en: 'in-app urgency when nobody decides' } },
    {
      name: 'cardkit:card:write',
      isOptional: true,
      why: { 'zh-CN': '回答边写边显示', en: 'shows an answer while it is being written' },
    },
    { name: 'im:chat', isOptional: true, why: { 'zh-CN': '为故障建作战群', en: 'opens groups for incidents' } },
    {
      name: 'contact:user.email:readonly',
      isOptional: true,
      why: { 'zh-CN': '按邮箱自动对应到值班人员', en: 'finds the person behind an account by e-mail' },
    },
    {
      name: 'contact:user.phone:readonly',
      isOptional: true,
      why: { 'zh-CN': '按手机号自动对应到值班人员', en: 'finds the person behind an account by phone' },
    },
  ],
  steps: [
    {
      text: {
        'zh-CN':
          '打开 https://open.feishu.cn/app （Lark：https://open.larksuite.com/app ），点「创建企业自建应用」。\n在「凭证与基础信息」里能看到下面两项。',
        en: 'Open https://open.feishu.cn/app (Lark: https://open.larksuite.com/app), create a custom app of your organisation.\nIts page “Credentials & Basic Info” shows the next two.',
      },
      asks: [
        {
          key: 'appId',
          label: { 'zh-CN': 'App ID', en: 'App ID' },
          pattern: /^cli_[0-9a-fA-F]{16}$/,
          form: { 'zh-CN': 'cli_ 加 16 位十六进制', en: 'cli_ and 16 hexadecimal digits' },
          isSecret: false,
          isOptional: false,
        },
        {
          key: 'appSecret',
          label: { 'zh-CN': 'App Secret', en: 'App Secret' },
          pattern: /^\S{16,}$/,
          form: { 'zh-CN': '没有空格，至少 16 位', en: 'no spaces, at least 16 characters' },
          isSecret: true,
          isOptional: false,
        },
      ],
    },
    {
      text: {
        'zh-CN': '「添加应用能力」→「机器人」→ 添加。\n「权限管理」→ 批量开通上面列出的权限。',
        en: '“Add Features” → Bot → Add.\n“Permissions & Scopes” → add the scopes listed above.',
      },
      asks: [],
    },
  ],
  whileConnected: [
    {
      text: {
        'zh-CN':
          '连接已建立，后台现在可以保存订阅方式：\n「事件与回调」→「事件配置」：选「使用长连接接收事件」，添加事件 im.message.receive_v1。\n「回调配置」：选「使用长连接接收回调」，添加 card.action.trigger（缺了它按钮没有反应）。\n「版本管理与发布」→ 创建版本并发布，等管理员通过。',
        en: 'The connection is up, so that the page lets you save how events come:\n“Events & Callbacks” → event configuration: long connection, add the event im.message.receive_v1.\nCallback configuration: long connection, add card.action.trigger (buttons do nothing without it).\n“Version Management & Release” → create a version, publish it, and have it approved.',
      },
      asks: [],
    },
  ],
  callIt: {
    'zh-CN': '在要接收告警的群里：「设置」→「群机器人」→ 添加这个应用，然后发一条：@机器人 你好',
    en: 'In the group that alerts should go to: Settings → Bots → add this app, then send: @bot hello',
  },
};
