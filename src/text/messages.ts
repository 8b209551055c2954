/** What Zhiban says in threads and on the timeline. Placeholders are `{name}`; a test holds both languages to the same ones. */

import { fillText, type LocalText, type TextValue } from '../domain/text.ts';

export const messages = {
  'incident.opened.alert': { 'zh-CN': '告警触发：{title}', en: 'Alert firing: {title}' },
  'incident.opened.question': { 'zh-CN': '{person} 提问：{title}', en: '{person} asked: {title}' },
  'incident.again': {
    'zh-CN': '同一告警组上次的故障是 {code}，已于 {at} 恢复。',
    en: 'The last incident of this alert group was {code}, resolved at {at}.',
  },
  'incident.recurs': {
    'zh-CN': '近 7 天内第 {count} 次：{codes}。',
    en: 'It is number {count} within 7 days: {codes}.',
  },
  'incident.reopened': {
    'zh-CN': '恢复 {duration}后再次触发，故障重新打开。',
    en: 'It fires again {duration} after it was resolved: the incident is open again.',
  },
  'alert.flapping': {
    'zh-CN': '“{title}”反复波动：{minutes} 分钟内变化了 {changes} 次。平稳 {calm} 分钟之前不再通知它的变化。',
    en: '“{title}” is flapping: {changes} changes within {minutes} min. Its changes are not told until it has been calm for {calm} min.',
  },
  'incident.resolved': { 'zh-CN': '告警已全部恢复，持续 {duration}。', en: 'All alerts have resolved after {duration}.' },
  'incident.resolvedBy': { 'zh-CN': '{person} 标记为已恢复。{note}', en: '{person} marked it as resolved. {note}' },
  'incident.ran': { 'zh-CN': '命令已执行，没有改变系统。', en: 'The command was run and changed nothing.' },
  'incident.fixed': { 'zh-CN': '处置已验证生效。', en: 'The fix is verified.' },
  'incident.quiet': {
    'zh-CN': '一小时内没有新消息，问题已关闭；需要时请重新提问。',
    en: 'Closed after an hour without a word; ask again whenever needed.',
  },
  'incident.acknowledged': { 'zh-CN': '{person} 已接手。', en: '{person} has acknowledged it.' },
  'incident.mirrored': { 'zh-CN': '{person} 把故障同步到了{where}。', en: '{person} shows it in {where} as well.' },
  'incident.mirroredHere': {
    'zh-CN': '{person} 把 {code} 同步到了这里：此后的进展也会在这里说；之前的过程见控制台。',
    en: '{person} shows {code} here as well: what happens from now on is told here too; what came before is in the console.',
  },
  'incident.mergedAway': {
    'zh-CN': '{person} 把 {code} 合并到了 {into}，它的告警（{count} 条）已移到那里。请到 {into} 继续；这里不再更新。',
    en: '{person} merged {code} into {into}, which has its alerts now ({count}). Go on in {into}: nothing more is told here.',
  },
  'incident.mergedIn': {
    'zh-CN': '{person} 把 {code} 合并了进来：多了 {count} 条告警，它的后续告警也会归到这里。',
    en: '{person} merged {code} into this one: {count} more alerts, and what comes of them later is told here too.',
  },
  'incident.splitOff': {
    'zh-CN': '{person} 从这里拆分出 {count} 条告警，由 {code} 单独处理。',
    en: '{person} split {count} alerts off; they are {code} now.',
  },
  'incident.splitFrom': {
    'zh-CN': '由 {person} 从 {code} 拆分而来：{title}',
    en: 'Split off {code} by {person}: {title}',
  },
  'incident.moveUndone': {
    'zh-CN': '{person} 撤销了 {from} 与 {to} 之间的{kind}，告警已回到原处。',
    en: '{person} took back the {kind} of {from} and {to}: the alerts are where they were.',
  },
  'incident.emptied': {
    'zh-CN': '留下的告警都已恢复。',
    en: 'All alerts that are left have resolved.',
  },
  'room.wanted': { 'zh-CN': '{person} 要求在{where}建作战群。', en: '{person} asked for a room in {where}.' },
  'room.opened': { 'zh-CN': '已在{where}建立作战群：{name}。', en: 'There is a room for it in {where} now: {name}.' },
  'room.closed': { 'zh-CN': '作战群 {name} 已关闭。', en: 'The room {name} is closed.' },
  'room.gone': { 'zh-CN': '作战群 {name} 已被人关闭或移除。', en: 'The room {name} was closed or taken away by somebody.' },
  'room.failed': { 'zh-CN': '没能在{where}建作战群：{reason}', en: 'No room could be opened in {where}: {reason}' },
  'incident.unacknowledged': {
    'zh-CN': '{code} 是严重故障，{duration}无人接手。',
    en: '{code} is critical, and nobody has taken it over for {duration}.',
  },
  'incident.called': { 'zh-CN': '已呼叫 {people}。', en: 'Called {people}.' },
  'incident.calledLoudly': { 'zh-CN': '已加急呼叫 {people}。', en: 'Called {people} urgently.' },
  'incident.calledByPhone': { 'zh-CN': '已电话或短信通知 {people}。', en: 'Texted or phoned {people}.' },
  'incident.calledInVain': {
    'zh-CN': '联系不上 {people}：没有可用的账号或电话。',
    en: 'There is no account or number to reach {people} by.',
  },
  'incident.untaken': { 'zh-CN': '{code} 已 {duration}无人接手。', en: 'Nobody has taken {code} over for {duration}.' },
  'incident.stillOnIt': {
    'zh-CN': '{code}：{person} 接手已 {duration}，还在处理吗？处理完请回复“已恢复”，需要安静一会儿请回复“暂缓 1 小时”。',
    en: '{code}: {person} took it over {duration} ago. Still on it? Say “resolve” when it is over, or “snooze 1h”.',
  },
  'incident.stillOnItOrElse': {
    'zh-CN':
      '{code}：{person} 接手已 {duration}，还在处理吗？请在 {within}内回复“还在处理”，处理完回复“已恢复”，需要安静一会儿回复“暂缓 1 小时”；没有回应就继续逐级呼叫。',
    en: '{code}: {person} took it over {duration} ago. Still on it? Within {within} say “still on it”, “resolve” when it is over, or “snooze 1h”; without an answer the next people are called.',
  },
  'incident.stillOnItYes': { 'zh-CN': '{person} 还在处理。', en: '{person} is still on it.' },
  'incident.lapsed': {
    'zh-CN': '{code}：{person} {duration}没有回应，接手已失效，继续逐级呼叫。',
    en: '{code}: {person} has not answered for {duration}, so it is nobody’s again and the ladder goes on.',
  },
  'incident.nobodysAgain': { 'zh-CN': '{code} 又没有人处理了。', en: '{code} is nobody’s again.' },
  'incident.paused.silence': {
    'zh-CN': '{code} 的告警已被 {by} 静默（{name}），还有 {duration}：暂停呼叫，静默结束时仍未恢复则继续。',
    en: '{code} is silenced by {by} (“{name}”) for another {duration}: the calls pause, and go on when it still fires then.',
  },
  'incident.paused.maintenance': {
    'zh-CN': '{code} 处于维护窗口“{name}”（{by}），还有 {duration}：暂停呼叫，窗口结束时仍未恢复则继续。',
    en: '{code} is within the maintenance window “{name}” ({by}) for another {duration}: the calls pause, and go on when it still fires then.',
  },
  'incident.snoozed': {
    'zh-CN': '{person} 暂缓了通知，{duration}内不呼叫任何人。',
    en: '{person} has snoozed it: nobody is called for {duration}.',
  },
  'incident.snoozeEnded': {
    'zh-CN': '{person} 结束了暂缓，恢复呼叫。',
    en: '{person} has ended the snooze: people are called again.',
  },
  'incident.calledNobody': {
    'zh-CN': '没有可呼叫的人：没有人值班，也没有人拥有 responder 角色。',
    en: 'There was nobody to call: nobody is on duty, and nobody has the role responder.',
  },
  'alerts.more': { 'zh-CN': '又有 {added} 条告警并入，现有 {firing} 条触发中。', en: '{added} more alert(s) joined; {firing} firing now.' },
  'alerts.fewer': { 'zh-CN': '{changed} 条告警有变化，现有 {firing} 条触发中。', en: '{changed} alert(s) changed; {firing} firing now.' },
  'investigation.startedElsewhere': {
    'zh-CN': '开始排查：说的是 {machines}，它不在看护的系统之中。',
    en: 'Looking into it: it is about {machines}, which is not looked after.',
  },
  'investigation.started': { 'zh-CN': '开始排查，先看 {systems}。', en: 'Looking into it, starting with {systems}.' },
  'investigation.again': { 'zh-CN': '重新排查（第 {run} 次）。', en: 'Investigating again (run {run}).' },
  'runbook.followed': { 'zh-CN': '按预案“{title}”排查。{first}', en: 'Following the runbook “{title}”. {first}' },
  'detection.seen': { 'zh-CN': '{headline}', en: '{headline}' },
  'detection.useless': {
    'zh-CN': '{person}认为这次检测没用：此指标的阈值已提高，可再标记为“有用”或撤销。',
    en: '{person} says that this detection was not useful: the threshold of its series is raised; “useful” or taking it back undoes that.',
  },
  'detection.useful': { 'zh-CN': '{person}认为这次检测有用。', en: '{person} says that this detection was useful.' },
  'detection.unmarked': { 'zh-CN': '{person}撤销了对这次检测的评价。', en: '{person} took back what was said of this detection.' },
  'look.done': { 'zh-CN': '{system} · {probe}：{headline}', en: '{system} · {probe}: {headline}' },
  'hypothesis.suspected': { 'zh-CN': '怀疑（{system}）：{title}', en: 'Suspected on {system}: {title}' },
  'hypothesis.strengthened': { 'zh-CN': '增强（{system}）：{title}', en: 'Strengthened on {system}: {title}' },
  'hypothesis.weakened': {
    'zh-CN': '减弱（{system}）：{title}，另有原因可以解释',
    en: 'Weakened on {system}: {title}; something else explains it',
  },
  'hypothesis.refuted': { 'zh-CN': '排除（{system}）：{title}', en: 'Refuted on {system}: {title}' },
  'hypothesis.confirmed': { 'zh-CN': '确认（{system}）：{title}', en: 'Confirmed on {system}: {title}' },
  'topology.discovered': {
    'zh-CN': '{from} 与 {to} 有连接，但未声明依赖（dependsOn）：一并纳入排查',
    en: '{from} is connected to {to}, which is not declared (dependsOn): it is part of this investigation',
  },
  'verdict.confirmed': { 'zh-CN': '{summary}', en: '{summary}' },
  'verdict.likely': { 'zh-CN': '{summary}', en: '{summary}' },
  'verdict.unknown': { 'zh-CN': '原因未知：{summary}', en: 'Cause unknown: {summary}' },
  'verdict.found': { 'zh-CN': '{system}：{title}', en: '{system}: {title}' },
  'verdict.foundBy': { 'zh-CN': '{explanation}（由 {analyser} 发现）', en: '{explanation} (found by {analyser})' },
  'verdict.healthy': { 'zh-CN': '{summary}', en: '{summary}' },
  'verdict.partial': {
    'zh-CN': '预算用尽，以上是部分结论；可以点“继续排查”。',
    en: 'The budget is spent: this is a partial answer. Use Resume to go on.',
  },
  'model.unavailable': {
    'zh-CN': '大模型不可用（{reason}），结论来自离线分析。',
    en: 'No model was available ({reason}); the verdict is the offline analyst’s.',
  },
  'command.whyRead': { 'zh-CN': '{person} 要求执行。风险低：只读取。', en: '{person} asked for it. The risk is low: it only reads.' },
  'command.whyChange': {
    'zh-CN': '{person} 要求执行。风险与动作 {action} 相同。{note}',
    en: '{person} asked for it. The risk is that of the action {action}. {note}',
  },
  'command.ran': { 'zh-CN': '已执行，输出 {lines} 行', en: 'it was run and printed {lines} lines' },
  'command.output': { 'zh-CN': '{system} 已执行 {command}', en: '{system} ran {command}' },
  'command.more': { 'zh-CN': '只显示了前一部分，全部输出见证据。', en: 'Only the beginning is shown; the evidence has all of it.' },
  'incident.opened.command': { 'zh-CN': '{person} 要求执行命令：{title}', en: '{person} asked for a command: {title}' },
  'plan.proposed': {
    'zh-CN': '建议处置：{title}。有效期至 {until}，等待审批。',
    en: 'Proposed fix: {title}. Valid until {until}; waiting for approval.',
  },
  'plan.void': { 'zh-CN': '方案有变化，原方案 {plan} 作废。', en: 'The plan has changed; {plan} is void.' },
  'plan.approvedBy': { 'zh-CN': '{person} 已批准（{door}）。', en: '{person} approved it ({door}).' },
  'plan.approvedElsewhere': { 'zh-CN': '{person} 已批准方案。', en: '{person} approved the plan.' },
  'plan.approvedPartly': { 'zh-CN': '{person} 已批准，还需 {missing} 人。', en: '{person} approved it; {missing} more needed.' },
  'plan.rejectedBy': { 'zh-CN': '{person} 已驳回。{reason}', en: '{person} rejected it. {reason}' },
  'plan.expired': { 'zh-CN': '方案过期未批，没有执行。', en: 'The plan expired without approval; nothing was run.' },
  'plan.reminder': { 'zh-CN': '方案仍在等待审批，{until} 过期。', en: 'The plan still waits for approval; it expires at {until}.' },
  'plan.running': { 'zh-CN': '开始执行方案。', en: 'Running the plan.' },
  'plan.ran': { 'zh-CN': '命令已执行，输出见证据。', en: 'The command was run; its output is in the evidence.' },
  'plan.verified': { 'zh-CN': '执行完成并已验证。', en: 'Done and verified.' },
  'plan.rolledBack': {
    'zh-CN': '验证未通过，已回滚到执行前的状态。',
    en: 'Verification failed; everything was rolled back to the state before.',
  },
  'plan.failed': { 'zh-CN': '执行失败，请查看各步骤。', en: 'The plan failed; see its steps.' },
  'plan.stopped': {
    'zh-CN': '已停止，没有再执行下一步；可以撤销已做的步骤。',
    en: 'Stopped before the next step; what was done can be undone.',
  },
  'plan.stopRequested': { 'zh-CN': '{person} 要求停止。', en: '{person} asked to stop.' },
  'plan.undoRequested': { 'zh-CN': '{person} 要求撤销。', en: '{person} asked for the undo.' },
  'plan.undone': { 'zh-CN': '已全部撤销。', en: 'Everything was undone.' },
  'plan.refusedAtStart': { 'zh-CN': '方案没有执行：{reason}', en: 'The plan was not run: {reason}' },
  'step.interrupted': { 'zh-CN': '上一次执行中断，已向系统核实', en: 'an earlier attempt was interrupted; asked the system itself' },
  'step.systemGone': { 'zh-CN': '系统 {system} 已不在配置中', en: 'system {system} is no longer configured' },
  'step.changedSinceProposal': {
    'zh-CN': '提出方案之后有人改过它：当时是 {was}，现在是 {now}；没有执行，请重新查看',
    en: 'somebody has changed it since it was proposed: it was {was}, it is {now} now; nothing was done, look again',
  },
  'step.changedSinceStep': {
    'zh-CN': '没有撤销：执行之后有人改过它。这一步留下的是 {left}，现在是 {now}；别人的改动不会被覆盖',
    en: 'not undone, since somebody has changed it after this step: it was left at {left}, it is {now} now; what others set is not overwritten',
  },
  'step.undoImpossible': { 'zh-CN': '无法撤销：{reason}', en: 'can’t be undone: {reason}' },
  'step.nothingToUndo': { 'zh-CN': '没有执行过，无需撤销', en: 'was never applied, nothing to undo' },
  'steer.fact': { 'zh-CN': '{person} 补充：{text}', en: '{person} added: {text}' },
  'steer.rule-out': { 'zh-CN': '{person} 排除：{text}', en: '{person} ruled out: {text}' },
  'steer.unmatched': { 'zh-CN': '没有找到与“{text}”相符的假设；现有：{open}', en: 'No hypothesis fits “{text}”; open ones: {open}' },
  'steer.question': { 'zh-CN': '{person} 追问：{text}', en: '{person} asked: {text}' },
  'steer.investigate-again': { 'zh-CN': '{person} 要求重新排查。', en: '{person} asked to investigate again.' },
  'steer.resume': { 'zh-CN': '{person} 要求继续排查。', en: '{person} asked to go on.' },
  'steer.what-changed': { 'zh-CN': '{person} 询问有什么变化。', en: '{person} asked what changed.' },
  'changes.none': { 'zh-CN': '没有看到最近的变化。', en: 'No recent change was seen.' },
  'changes.list': { 'zh-CN': '最近的变化：\n{changes}', en: 'What changed recently:\n{changes}' },
  'failure.investigation': {
    'zh-CN': '排查中断：{reason}。可以要求重新排查。',
    en: 'The investigation broke off: {reason}. Ask to investigate again.',
  },
  'failure.remediation': {
    'zh-CN': '执行中断：{reason}。请核对各步骤的实际状态。',
    en: 'The run of the plan broke off: {reason}. Check where each step stands.',
  },
  'failure.undo': { 'zh-CN': '没有全部撤销：{reason}', en: 'Not everything could be undone: {reason}' },
  'failure.steer': { 'zh-CN': '没能处理这条消息：{reason}', en: 'This message could not be dealt with: {reason}' },
  'answer.looked': { 'zh-CN': '{headlines}', en: '{headlines}' },
  'answer.nothing': {
    'zh-CN': '现有证据里没有与此相关的内容；可以补充事实，或要求重新排查。',
    en: 'Nothing in the evidence speaks to that; add a fact, or ask to investigate again.',
  },
} as const satisfies Readonly<Record<string, LocalText>>;

export type MessageKey = keyof typeof messages;

/** One message with its values in both languages; a value may itself be a text in both. */
export function message(key: MessageKey, values: Readonly<Record<string, TextValue | LocalText>> = {}): LocalText {
  const side = (locale: 'zh-CN' | 'en'): Record<string, TextValue> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'object' && value !== null ? value[locale] : value]),
    );
  const template: LocalText = messages[key];
  return { 'zh-CN': fillText(template, side('zh-CN'))['zh-CN'].trim(), en: fillText(template, side('en')).en.trim() };
}
