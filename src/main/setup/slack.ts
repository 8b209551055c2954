/** Slack: an app from our manifest, two tokens. */

import type { SetupPlatform } from './platform.ts';

export const slackSetup: SetupPlatform = {
  adapter: 'slack',
  // Between Chinese and Latin letters stands a space.
  title: { 'zh-CN': ' Slack', en: 'Slack' },
  guide: 'slack',
  channelKey: 'channel',
  scopes: [
    { name: 'app_mentions:read', isOptional: false, why: { 'zh-CN': '听到有人 @ 它', en: 'hears that it is called' } },
    {
      name: 'chat:write',
      isOptional: false,
      why: { 'zh-CN': '发状态卡片和线程里的消息', en: 'posts the status card and the lines below it' },
    },
    {
      name: 'channels:history',
      isOptional: false,
      why: {
        'zh-CN': '听到线程里的回复；故障后找回自己发过的消息',
        en: 'hears replies in its threads; finds its own posts again after a failure',
      },
    },
    { name: 'groups:history', isOptional: true, why: { 'zh-CN': '同上，用于私有频道', en: 'the same in private channels' } },
    { name: 'im:history', isOptional: true, why: { 'zh-CN': '私聊', en: 'direct messages' } },
    { name: 'mpim:history', isOptional: true, why: { 'zh-CN': '多人私聊', en: 'direct messages of several people' } },
    { name: 'commands', isOptional: true, why: { 'zh-CN': '斜杠命令 /zhiban', en: 'the command /zhiban' } },
    {
      name: 'users:read',
      isOptional: true,
      why: { 'zh-CN': '确认点按钮的是本工作区成员而不是访客', en: 'sees that who clicks is a member of this workspace, and no guest' },
    },
    {
      name: 'users:read.email',
      isOptional: true,
      why: { 'zh-CN': '按邮箱自动对应到值班人员', en: 'finds the person behind an account by e-mail' },
    },
    { name: 'channels:manage', isOptional: true, why: { 'zh-CN': '为故障建作战频道', en: 'opens channels for incidents' } },
    { name: 'channels:read', isOptional: true, why: { 'zh-CN': '故障后找回建过的频道', en: 'finds such a channel again after a failure' } },
    {
      name: 'im:write',
      isOptional: true,
      why: { 'zh-CN': '审批或严重故障久无响应时私聊提醒', en: 'calls people by a direct message when something waits too long' },
    },
    { name: 'files:write', isOptional: true, why: { 'zh-CN': '太长的内容以文件发送', en: 'sends what is too long as a file' } },
    { name: 'files:read', isOptional: true, why: { 'zh-CN': '确认文件没有重复发送', en: 'sees that such a file is there already' } },
  ],
  steps: [
    {
      text: {
        'zh-CN':
          '打开 https://api.slack.com/apps ，点 Create New App → From a manifest，选好工作区，把仓库里的 config/slack-manifest.yaml 整个贴进去，点 Create。\n权限、事件、按钮和斜杠命令都已写在里面。',
        en: 'Open https://api.slack.com/apps, Create New App → From a manifest, choose the workspace, paste the whole of config/slack-manifest.yaml, Create.\nScopes, events, buttons and the slash command are all in it.',
      },
      asks: [],
    },
    {
      text: {
        'zh-CN': 'Basic Information → App-Level Tokens → Generate：名字随意，权限选 connections:write。用它连接，不需要公网地址。',
        en: 'Basic Information → App-Level Tokens → Generate: any name, scope connections:write. It connects without a public address.',
      },
      asks: [
        {
          key: 'appToken',
          label: { 'zh-CN': '应用级令牌', en: 'App-level token' },
          pattern: /^xapp-[\w-]{10,}$/,
          form: { 'zh-CN': '以 xapp- 开头', en: 'begins with xapp-' },
          isSecret: true,
          isOptional: false,
        },
      ],
    },
    {
      text: {
        'zh-CN': 'Install App → Install to Workspace → Allow。',
        en: 'Install App → Install to Workspace → Allow.',
      },
      asks: [
        {
          key: 'botToken',
          label: { 'zh-CN': 'Bot User OAuth Token', en: 'Bot User OAuth Token' },
          pattern: /^xoxb-[\w-]{10,}$/,
          form: { 'zh-CN': '以 xoxb- 开头', en: 'begins with xoxb-' },
          isSecret: true,
          isOptional: false,
        },
      ],
    },
  ],
  whileConnected: [],
  callIt: {
    'zh-CN': '在要接收告警的频道里输入 /invite @zhiban ，然后发一条：@zhiban 你好',
    en: 'In the channel that alerts should go to, type /invite @zhiban, then send: @zhiban hello',
  },
};
