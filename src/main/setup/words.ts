/** What the setup says. */

import type { LocalText } from '../../domain/text.ts';

export const setupText = {
  'head.title': { 'zh-CN': '接入{platform}', en: 'Setting up {platform}' },
  'head.scopes': { 'zh-CN': '需要的权限，以及各自的用途：', en: 'The rights it needs, and what each is for:' },
  'head.optional': { 'zh-CN': '（可选）', en: ' (optional)' },
  'step.number': { 'zh-CN': '第 {index} 步，共 {count} 步', en: 'Step {index} of {count}' },
  'ask.hidden': { 'zh-CN': '（输入不显示）', en: '(not shown)' },
  'ask.kept': { 'zh-CN': '（回车：沿用现有值）', en: '(Enter keeps the present one)' },
  'ask.wrong': { 'zh-CN': '看起来不对：应为{form}。', en: 'That doesn’t look right: {form}.' },
  'ask.again': { 'zh-CN': '完成后按回车', en: 'Press Enter when it is done' },
  missing: {
    'zh-CN': '没有终端可以询问，请用 --set 给出：{keys}。密钥写成 --set {secret}=env:变量名 或 file:路径。',
    en: 'Nobody is here to ask. Give them with --set: {keys}. A secret is given as --set {secret}=env:NAME or file:PATH.',
  },
  badSet: { 'zh-CN': '--set 的写法是 键=值，收到的是“{given}”。', en: '--set takes key=value; it was given “{given}”.' },
  badSecret: {
    'zh-CN': '密钥 {key} 不能直接写在命令行里（会留在历史记录中）。请用 {key}=env:变量名 或 {key}=file:路径。',
    en: 'The secret {key} must not stand on the command line, where it stays in the history. Use {key}=env:NAME or {key}=file:PATH.',
  },
  badConfig: {
    'zh-CN': '{key} 的值不被接受：{reason}',
    en: 'The value of {key} is not accepted: {reason}',
  },
  written: {
    'zh-CN': '已写入 {file}（原文件保留为 .bak，密钥在 secrets/ 目录，仅你可读）',
    en: 'Written to {file} (the earlier one is kept as .bak; secrets are in secrets/, readable by you alone)',
  },
  'check.running': {
    'zh-CN': '值班服务正在运行并已连接{platform}，消息会分给它一部分。请先停止它再检查，或用 --no-check 跳过。',
    en: 'Zhiban is running and connected to {platform}: it would get some of the messages. Stop it first, or give --no-check.',
  },
  'check.connecting': { 'zh-CN': '正在连接{platform}……', en: 'Connecting to {platform}…' },
  'check.up': { 'zh-CN': '凭证有效，连接已建立', en: 'the credentials are good, the connection is up' },
  'check.down': { 'zh-CN': '没有连上：{reason}', en: 'not connected: {reason}' },
  'check.scopes': { 'zh-CN': '权限齐全', en: 'all rights are granted' },
  'check.scopesMissing': { 'zh-CN': '缺少权限：{names}', en: 'rights that are missing: {names}' },
  'check.scopesOptional': { 'zh-CN': '未开通的可选权限：{names}', en: 'optional rights that are not granted: {names}' },
  'check.scopesUnknown': {
    'zh-CN': '平台不提供权限查询，由下面的测试检验',
    en: 'the platform doesn’t tell which rights are granted; the tests below will show',
  },
  'check.waitMention': {
    'zh-CN': '等待消息（最多 {minutes} 分钟，Ctrl-C 跳过）……',
    en: 'Waiting for it (up to {minutes} min, Ctrl-C skips)…',
  },
  'check.heard': { 'zh-CN': '听到了：{name} 在 {channel}', en: 'heard {name} in {channel}' },
  'check.notHeard': {
    'zh-CN': '没有收到消息。机器人是否已加入频道？事件订阅是否已保存并发布？',
    en: 'nothing was heard. Is the bot in the channel? Are the events saved and published?',
  },
  'check.spoke': { 'zh-CN': '测试卡片已发出', en: 'the test card is posted' },
  'check.notSpoke': { 'zh-CN': '测试卡片没有发出：{reason}', en: 'the test card could not be posted: {reason}' },
  'check.waitClick': {
    'zh-CN': '请点一下卡片上的按钮（最多 {minutes} 分钟，Ctrl-C 跳过）……',
    en: 'Press the button on the card (up to {minutes} min, Ctrl-C skips)…',
  },
  'check.clicked': { 'zh-CN': '收到点击：{name}', en: 'the click of {name} came in' },
  'check.notClicked': { 'zh-CN': '没有收到点击。交互回调是否已开启？', en: 'no click came in. Is interactivity turned on?' },
  'person.ask': {
    'zh-CN': '要把 {name}（{userId}）加入值班人员吗？输入一个短 id（小写字母、数字、-），回车跳过',
    en: 'Make {name} ({userId}) a person of the directory? Give a short id (a–z, 0–9, -), or Enter to skip',
  },
  'person.added': {
    'zh-CN': '已加入：{id}，角色 approver。高风险方案提出者不能自己批准，极高风险需要两人。',
    en: 'Added {id} with the role approver. With people, who asks for a plan of high risk can’t approve it, and critical ones need two.',
  },
  'done.good': { 'zh-CN': '接入完成。启动或重启值班服务即可：zhiban start', en: 'All set. Start Zhiban, or restart it: zhiban start' },
  'done.partly': {
    'zh-CN': '配置已写好，有检查未通过。修正后再次运行本命令即可，已有的值会保留。',
    en: 'The configuration is written, but not every check passed. Mend it and run this again; what is there is kept.',
  },
  'done.guide': { 'zh-CN': '说明：docs/guides/{guide}.zh-CN.md', en: 'The guide: docs/guides/{guide}.md' },
  'card.title': { 'zh-CN': '接入检查', en: 'setup check' },
  'card.subtitle': { 'zh-CN': '这不是故障', en: 'this is no incident' },
  'card.label': { 'zh-CN': '下一步', en: 'Next' },
  'card.press': { 'zh-CN': '请点一下按钮，确认点击能送达。', en: 'Press the button, to see that clicks arrive.' },
  'card.button': { 'zh-CN': '点我', en: 'Press me' },
  'card.pressed': { 'zh-CN': '点击已送达，一切就绪。', en: 'Your click arrived. All is well.' },
  'whisper.pressed': { 'zh-CN': '收到。', en: 'Got it.' },
} as const satisfies Readonly<Record<string, LocalText>>;
