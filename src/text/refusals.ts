/** Why something was not done: told to the person alone, with what can be done instead. */

import type { LocalText } from '../domain/text.ts';

export const refusals = {
  'no-system': { 'zh-CN': '没有名为“{name}”的系统；`系统列表`可查看全部。', en: 'There is no system “{name}”; `systems` lists them all.' },
  'no-detection': {
    'zh-CN': '没有名为“{name}”的检测；`zhiban detect list` 可查看全部。',
    en: 'There is no detection “{name}”; `zhiban detect list` shows them all.',
  },
  'no-detections': { 'zh-CN': '此进程不能运行检测。', en: 'Detections can’t be run by this process.' },
  'no-detection-incident': {
    'zh-CN': '{code} 不是由检测触发的，无需评价。',
    en: '{code} was not opened by a detection, so there is nothing to mark.',
  },
  'which-system': {
    'zh-CN': '您要看哪个系统的 {probe}？请带上名称：{systems}',
    en: 'Which system’s {probe} do you mean? Name one: {systems}',
  },
  'which-look': { 'zh-CN': '要看 {system} 的什么？可以看：{probes}', en: 'What of {system}? There is: {probes}' },
  'no-look': {
    'zh-CN': '没看懂要看什么。请带上系统名称和要看的内容，例如“查看 orders-db 最近一小时的慢查询”。',
    en: 'It isn’t clear what to look at. Name the system and what of it, for example “show the slow queries of orders-db in the last hour”.',
  },
  'wrong-parameters': { 'zh-CN': '{probe} 的参数不对：{issue}', en: '{probe} can’t be run like that: {issue}' },
  'no-commands': { 'zh-CN': '{kind} 类系统不接受自由命令。', en: 'Systems of the kind {kind} take no free commands.' },
  'command-refused': {
    'zh-CN': '不能执行“{what}”：{why}。可以用的相近命令：{near}',
    en: '“{what}” can’t be run: {why}. What is allowed near it: {near}',
  },
  'command-refused-alone': { 'zh-CN': '不能执行“{what}”：{why}。', en: '“{what}” can’t be run: {why}.' },
  'command-secret': {
    'zh-CN': '命令里像是带有口令或密钥，没有提交：提交的命令会被展示和保存。',
    en: 'The command seems to hold a password or a key, so it was not taken: what is asked for is shown and kept.',
  },
  'command-read-only': {
    'zh-CN': '{system} 在配置中是只读的（actionsEnabled: false），只接受读取类命令。',
    en: '{system} is read-only in the configuration (actionsEnabled: false): it only takes commands that read.',
  },
  'command-not-now': { 'zh-CN': '现在不能执行：{reason}', en: 'It can’t be done now: {reason}' },
  'command-repeated': { 'zh-CN': '这条命令已经提交过。', en: 'This command has been asked for already.' },
  role: {
    'zh-CN': '{person} 无权审批：需要角色 {role}。可审批的人：{who}。',
    en: '{person} may not decide this: it takes the role {role}. Who can: {who}.',
  },
  requester: {
    'zh-CN': '高风险方案不能由提出者本人审批。可审批的人：{who}。',
    en: 'Whoever asked for a high-risk plan can’t approve it. Who can: {who}.',
  },
  'already-decided': { 'zh-CN': '方案已有决定，当前状态：{state}。', en: 'The plan has been decided already; it is {state}.' },
  'second-person': { 'zh-CN': '您已批准过，还需要另一个人批准。', en: 'You have approved it already; it takes a second person.' },
  closed: { 'zh-CN': '方案{state}，不能再审批。', en: 'The plan is {state} and can’t be decided any more.' },
  'closed-by': { 'zh-CN': '方案{state}，决定人：{by}。', en: 'The plan is {state}; decided by {by}.' },
  expired: {
    'zh-CN': '方案已于 {at} 过期，没有执行。请重新排查以得到新方案。',
    en: 'The plan expired at {at} and was not run. Investigate again to get a fresh one.',
  },
  changed: {
    'zh-CN': '方案内容与您批准的摘要不一致，没有执行；请查看最新方案。',
    en: 'The digest is not that of this plan, so nothing was approved; look at the plan as it is now.',
  },
  'own-decision': {
    'zh-CN': '您已批准过此方案，不能再改为驳回；其他有权限的人可以驳回，也可以停止执行。',
    en: 'You have approved this plan and can’t reject it any more; somebody else with the right can, and anybody on duty can stop it.',
  },
  deed: {
    'zh-CN': '{person} 无权{deed}：需要角色 {role}。有此权限的人：{who}。',
    en: '{person} may not {deed}: it takes the role {role}. Who can: {who}.',
  },
  'no-incident': { 'zh-CN': '没有编号为“{name}”的故障。', en: 'There is no incident “{name}”.' },
  'no-plan': { 'zh-CN': '没有编号为“{name}”的方案。', en: 'There is no plan “{name}”.' },
  'no-adapter': {
    'zh-CN': '没有配置聊天平台“{name}”。可用的有：{known}。',
    en: 'No chat platform “{name}” is configured; there are {known}.',
  },
  'no-rooms': { 'zh-CN': '{name}不能建作战群，或没有配置。', en: 'No room can be opened in {name}: it is not configured, or can’t.' },
  'thread-taken': {
    'zh-CN': '这个话题已属于 {code}，请换一个话题，或直接在频道里同步。',
    en: 'This thread is that of {code}; use another one, or the channel itself.',
  },
  'no-rules': { 'zh-CN': '没有版本 {version} 的规则。', en: 'There is no version {version} of the rules.' },
  'no-silence': {
    'zh-CN': '没有编号以“{name}”开头的静默；`zhiban silence list` 可查看全部。',
    en: 'There is no silence that begins with “{name}”; `zhiban silence list` shows them all.',
  },
  'which-silence': {
    'zh-CN': '以“{name}”开头的静默不止一条，请多写几位。',
    en: 'More than one silence begins with “{name}”: give more of it.',
  },
  'silence-target': {
    'zh-CN':
      '没看懂要静默什么：“{name}”既不是系统，也不是正在触发的告警名。可以写系统名、故障编号（ZB-42）、告警名，或匹配条件 alertname="…"。',
    en: 'It isn’t clear what to silence: “{name}” is neither a system nor the name of an alert that fires. Name a system, an incident (ZB-42), an alert, or give matchers: alertname="…".',
  },
  'silence-incident': {
    'zh-CN': '{code} 没有告警，没有可静默的内容；请写系统名或匹配条件。',
    en: '{code} has no alerts, so there is nothing to silence; name a system, or give matchers.',
  },
  'silence-time': {
    'zh-CN': '静默要说明多久：例如 2h、30m、2 小时；结束要晚于开始和现在，最长 {days} 天。',
    en: 'Say for how long, for example 2h or 30m; it has to end after it starts and after now, and within {days} days.',
  },
  'silence-comment': { 'zh-CN': '请写明为什么静默，别人会看到。', en: 'Say why: others will ask.' },
  'silence-matchers': { 'zh-CN': '匹配条件不对：{issue}', en: 'These matchers can’t be used: {issue}' },
  'silence-over': { 'zh-CN': '这条静默已经结束，不能再改；请新建一条。', en: 'This silence is over and can’t be changed; make a new one.' },
  'no-dead-delivery': { 'zh-CN': '没有编号为“{name}”的待重发消息。', en: 'No message “{name}” was given up.' },
  'no-evidence': { 'zh-CN': '没有编号为“{name}”的证据。', en: 'There is no evidence “{name}”.' },
  'no-feed': { 'zh-CN': '没有日历地址 {name}', en: 'There is no calendar address {name}' },
  'snooze-time': {
    'zh-CN': '请说明暂缓多久，1 分钟到 24 小时，例如 30m 或 2 小时',
    en: 'Say for how long, from a minute to a day: 30m, 2h',
  },
  'snooze-nothing': {
    'zh-CN': '{code} 没有升级阶梯，不会呼叫任何人，无需暂缓',
    en: '{code} is on no ladder: nobody is called for it, so there is nothing to snooze',
  },
  'snooze-none': { 'zh-CN': '{code} 没有在暂缓。', en: '{code} is not snoozed.' },
  'resolved-already': { 'zh-CN': '{code} 已经恢复。', en: '{code} is resolved already.' },
  'resolved-ask-again': {
    'zh-CN': '{code} 已经恢复；需要时请重新提问，会新开一个故障。',
    en: '{code} is resolved; ask again to open a new one.',
  },
  'empty-text': { 'zh-CN': '内容为空，请写明要补充、排除或询问什么。', en: 'There is nothing in it: say what it is.' },
  'empty-question': { 'zh-CN': '问题为空，请写明想了解什么。', en: 'The question is empty; write what you want to know.' },
  'long-question': {
    'zh-CN': '问题有 {length} 个字符，上限是 {limit}。',
    en: 'The question has {length} characters; the limit is {limit}.',
  },
  'unknown-systems': { 'zh-CN': '没有这些系统：{unknown}。现有系统：{known}。', en: 'No such system: {unknown}. Known are {known}.' },
  'not-running': { 'zh-CN': '方案{state}，没有可停止的步骤。', en: 'The plan is {state}: there is nothing to stop.' },
  'nothing-undoable': {
    'zh-CN': '方案里没有可以撤销的步骤，请按各步骤的说明人工处理。',
    en: 'No step of the plan can be undone; act by hand as its steps say.',
  },
  'no-schedules': {
    'zh-CN': '没有配置值班表：请在配置文件的 oncall.schedules 中添加。',
    en: 'No schedule is configured; add one under oncall.schedules in the configuration.',
  },
  'no-schedule': { 'zh-CN': '没有值班表“{name}”。现有：{known}。', en: 'There is no schedule “{name}”; there are {known}.' },
  'which-schedule': { 'zh-CN': '您指的是哪个值班表？请写明其一：{known}', en: 'Which schedule do you mean? Name one: {known}' },
  'which-person': { 'zh-CN': '您指的是谁？请写明其一：{known}', en: 'Whom do you mean? Name one: {known}' },
  'no-time': {
    'zh-CN': '没看懂是什么时间，例如“明天晚上”“12月3日 20:00 到 8:00”。',
    en: 'It isn’t clear when. Say for example “tomorrow night” or “Friday 18:00 to Saturday 9:00”.',
  },
  'shift-over': { 'zh-CN': '这段时间已经过去：{at}。', en: 'That time is over: {at}.' },
  'shift-too-long': { 'zh-CN': '一次最多代班 {limit} 天。', en: 'A shift can be taken for {limit} days at most.' },
  'not-on-duty-then': {
    'zh-CN': '{person} 在这段时间没有值班，下一班从 {at} 开始。',
    en: '{person} is not on duty then; their next shift begins at {at}.',
  },
  'on-duty-already': { 'zh-CN': '这段时间本来就是 {person} 值班。', en: '{person} is on duty then already.' },
  'not-your-shift': {
    'zh-CN': '只有接班的人、被代班的人或管理员可以更改这一班。',
    en: 'Only who takes the shift, whose shift it is, or an administrator can change it.',
  },
  'no-duty-role': {
    'zh-CN': '{person} 没有 responder 角色，不能值班。',
    en: '{person} can’t be on duty without the role responder.',
  },
  'wrong-confirmation': {
    'zh-CN': '没有等待您确认的代班“{name}”：可能已确认、已过期，或是别人提出的。',
    en: 'No shift waits for your “{name}”: it was confirmed, has expired, or somebody else asked for it.',
  },
  'no-override': { 'zh-CN': '没有生效的代班“{name}”。', en: 'No override “{name}” is in force.' },
  'no-person': { 'zh-CN': '配置中没有人员“{name}”。', en: 'There is no person “{name}” in the configuration.' },
  'foreign-workspace': {
    'zh-CN': '“{workspace}”不是我们的工作区（{own}），其成员无权操作。',
    en: '“{workspace}” is not our workspace ({own}); its members have no rights here.',
  },
  'unknown-workspace': {
    'zh-CN': '{adapter} 尚未连接，不知道自己的工作区；请稍后再试，或用 --workspace 指明。',
    en: '{adapter} is not connected yet and doesn’t know its workspace; try again shortly, or name it with --workspace.',
  },
  'wrong-code': {
    'zh-CN': '关联码错误、已使用或已过期。请在聊天里再点一次，会收到新的关联码。',
    en: 'This code is wrong, used or expired. Click again in chat to be told a new one.',
  },
  'identity-taken': {
    'zh-CN': '该聊天账号已关联到 {person}。请管理员先解除原有关联。',
    en: 'This account is linked to {person} already. An administrator can unlink it first.',
  },
  'identity-of-another': {
    'zh-CN': '聊天平台登记的邮箱或手机号表明，该账号属于 {person}，没有关联。',
    en: 'The platform’s e-mail or phone says that this account is {person}’s; nothing was linked.',
  },
  'not-linked-at-all': { 'zh-CN': '账号“{name}”没有关联到任何人。', en: 'The account “{name}” is not linked to anybody.' },
  'linked-by-config': {
    'zh-CN': '账号“{name}”由配置关联到 {person}，请修改配置文件。',
    en: 'The account “{name}” is {person}’s by the configuration; change it there.',
  },
  'merged-away': {
    'zh-CN': '{code} 已合并到 {into}，请到 {into} 操作，或先撤销合并。',
    en: '{code} was merged into {into}: say it there, or undo the merge first.',
  },
  'merge-itself': { 'zh-CN': '{code} 不能合并到它自己。', en: '{code} can’t be merged into itself.' },
  'move-storm': {
    'zh-CN':
      '{code} 是告警风暴，由它自己收拢和放出告警组，不能合并或拆分：变为严重的组会立即单独成为故障，其余的在风暴平息后单独成为故障。现在要单独看某一部分：用“zhiban alerts --incident {code}”按标签查看，静默其余部分，或直接提问某个系统。',
    en: '{code} is a storm: it takes groups in and lets them go by itself, and can’t be merged or split. A group that becomes critical gets an incident of its own at once, and few that are left get theirs when the storm is over. To work on a part of it now, list it by its labels (zhiban alerts --incident {code}), silence the rest, or ask about a system.',
  },
  'move-plan': {
    'zh-CN': '{code} 有正在执行的方案。请等它结束，或先停止它。',
    en: '{code} has a plan that is being carried out. Wait for its end, or stop it first.',
  },
  'split-none': { 'zh-CN': '{code} 中没有告警符合“{what}”。', en: 'No alert of {code} fits “{what}”.' },
  'split-all': {
    'zh-CN': '这会把 {code} 的全部告警都拆走，原故障将没有告警。请少选一些。',
    en: 'That is every alert of {code}, and nothing would be left of it. Choose fewer.',
  },
  'split-large': {
    'zh-CN': '{code} 的告警超过 {limit} 条，太多，不能拆分。',
    en: '{code} has more than {limit} alerts: too many to split.',
  },
  'split-quiet': {
    'zh-CN': '选中的告警都已恢复，不需要单独的故障。',
    en: 'None of the chosen alerts fires any more; they need no incident of their own.',
  },
  'split-which': {
    'zh-CN': '要拆出哪些告警？请给出标签，例如 `拆分 instance=db-2:9100`。',
    en: 'Which alerts? Name labels, for example `split instance=db-2:9100`.',
  },
  'no-move': {
    'zh-CN': '“{name}”没有可以撤销的合并或拆分。',
    en: 'There is no merge or split of “{name}” to undo.',
  },
  'move-undone': { 'zh-CN': '{person} 已经撤销过了。', en: '{person} has undone it already.' },
  'move-later': {
    'zh-CN': '此后 {code} 的告警又被合并或拆分过，请先撤销后来的那次。',
    en: 'Alerts of {code} were merged or split again since: undo that first.',
  },
  'move-over': {
    'zh-CN': '{code} 已恢复，已结束的告警留在原处。',
    en: '{code} is resolved, and what is over stays where it is.',
  },
  'move-fires': {
    'zh-CN': '{code} 的告警组此后已有新的故障 {other}，无法放回。',
    en: 'The alert group of {code} has a new incident since, {other}: it can’t be given back.',
  },
  'not-undoable': { 'zh-CN': '方案{state}，不能撤销。', en: 'The plan is {state} and can’t be undone.' },
} as const satisfies Readonly<Record<string, LocalText>>;

/** What a person wanted to do, as the end of “may not …”. */
export const deeds = {
  ask: { 'zh-CN': '提问', en: 'ask' },
  command: { 'zh-CN': '提出命令', en: 'ask for a command' },
  see: { 'zh-CN': '查看', en: 'look at this' },
  audit: { 'zh-CN': '查看审计日志', en: 'see the audit log' },
  acknowledge: { 'zh-CN': '接手故障', en: 'acknowledge incidents' },
  resolve: { 'zh-CN': '标记故障已恢复', en: 'resolve incidents' },
  steer: { 'zh-CN': '参与排查', en: 'steer an investigation' },
  detect: { 'zh-CN': '运行检测', en: 'run detections' },
  pause: { 'zh-CN': '暂停或恢复检测', en: 'pause or resume detections' },
  mark: { 'zh-CN': '评价检测', en: 'mark detections' },
  move: { 'zh-CN': '合并或拆分故障', en: 'merge or split incidents' },
  mirror: { 'zh-CN': '同步故障到其他频道', en: 'show incidents in further places' },
  room: { 'zh-CN': '建作战群', en: 'open rooms' },
  stop: { 'zh-CN': '停止方案', en: 'stop plans' },
  undo: { 'zh-CN': '撤销此方案', en: 'undo this plan' },
  link: { 'zh-CN': '管理他人的账号关联', en: 'link other people’s accounts' },
  duty: { 'zh-CN': '调整值班', en: 'change who is on duty' },
  unread: { 'zh-CN': '处理无法解析的消息', en: 'deal with messages that could not be read' },
  token: { 'zh-CN': '查看告警源的令牌', en: 'see the token of alert sources' },
  try: { 'zh-CN': '试运行告警源', en: 'try alert sources' },
  replay: { 'zh-CN': '重发消息', en: 'send messages again' },
  silence: { 'zh-CN': '静默告警', en: 'silence alerts' },
  change: { 'zh-CN': '登记变更', en: 'tell of changes' },
  rules: { 'zh-CN': '修改规则', en: 'change the rules' },
  demo: { 'zh-CN': '操作演示', en: 'run the demo' },
} as const satisfies Readonly<Record<string, LocalText>>;
