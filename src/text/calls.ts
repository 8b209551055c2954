/** Why somebody was called or wasn't, as chat, terminal and pages say it. */

import type { LadderEnd, PageReason, PageWay } from '../domain/ladder.ts';
import type { LocalText } from '../domain/text.ts';

export const wayText: Readonly<Record<PageWay, LocalText>> = {
  mention: { 'zh-CN': '提醒', en: 'by a mention' },
  app: { 'zh-CN': '应用内加急', en: 'urgently in the app' },
  sms: { 'zh-CN': '短信', en: 'by text message' },
  phone: { 'zh-CN': '电话', en: 'by phone' },
};

/** What came of a call; `{who}` was meant, `{how}` is the way. */
export const outcomeText = {
  made: { 'zh-CN': '已通过{how}通知 {who}', en: '{who} was called {how}' },
  madeQuietly: { 'zh-CN': '已提醒 {who}，但{how}被拒绝：{detail}', en: '{who} was mentioned, but could not be called {how}: {detail}' },
  waiting: { 'zh-CN': '正在通过{how}通知 {who}', en: '{who} is being called {how}' },
  failed: { 'zh-CN': '没能通过{how}通知 {who}：{detail}', en: '{who} could not be called {how}: {detail}' },
  reminded: { 'zh-CN': '已问 {who} 是否还在处理', en: '{who} was asked whether they still are on it' },
} as const satisfies Readonly<Record<string, LocalText>>;

export const reasonText: Readonly<Record<PageReason, LocalText>> = {
  'no-account': {
    'zh-CN': '没有通知 {who}：在这个故障所在的聊天平台上没有关联的账号',
    en: '{who} was not called: no account of theirs is linked on a platform where the incident is told',
  },
  'no-phone': { 'zh-CN': '没有通过{how}通知 {who}：没有登记号码', en: '{who} was not called {how}: no phone number is known' },
  'nobody-on-duty': {
    'zh-CN': '这一级（{detail}）当时没有人，改为通知所有可以接手的人',
    en: 'Nobody was there on this level ({detail}); those who may take over were called instead',
  },
  nobody: { 'zh-CN': '没有通知任何人：没有人可以接手', en: 'Nobody was called: there is nobody who may take over' },
  'quiet-hours': { 'zh-CN': '没有通知任何人：安静时段，到 {detail}', en: 'Nobody was called: these are quiet hours, until {detail}' },
  overtaken: {
    'zh-CN': '没有再通知 {who}：已经有人接手或已恢复',
    en: '{who} was not called any more: it was taken over or resolved by then',
  },
  snoozed: { 'zh-CN': '没有通知 {who}：已暂缓到 {detail}', en: '{who} was not called: it was snoozed until {detail}' },
  silenced: {
    'zh-CN': '没有通知任何人：触发中的告警都已静默或在维护窗口内，到 {detail}',
    en: 'Nobody was called: all that fires is silenced, or within a maintenance window, until {detail}',
  },
  lapsed: {
    'zh-CN': '{who} 没有回答 {detail} 的“还在处理吗？”：接手已失效，阶梯继续',
    en: '{who} did not answer the “still on it?” of {detail}, so the acknowledgement lapsed and the ladder went on',
  },
  refused: {
    'zh-CN': '没能通过{how}通知 {who}，服务拒绝：{detail}',
    en: '{who} could not be called {how}; the provider refused: {detail}',
  },
};

/** The step that is ahead. */
export const nextCallText: LocalText = {
  'zh-CN': '没人接手的话，{at} 通过{how}通知 {who}。',
  en: 'If nobody takes it over, {who} will be called {how} at {at}.',
};

export const laddersText = {
  question: { 'zh-CN': '这是一次提问，提问不会通知任何人。', en: 'It is a question, and questions call nobody.' },
  noLadder: {
    'zh-CN': '没有适用的升级阶梯（级别：{severity}），所以没有通知任何人。',
    en: 'No ladder is meant for it (severity: {severity}), so nobody is called.',
  },
  notYet: { 'zh-CN': '阶梯“{ladder}”还没有开始。', en: 'The ladder “{ladder}” has not begun yet.' },
  beforeFirst: {
    'zh-CN': '阶梯“{ladder}”：还没到第一次通知的时间，{next} 开始。',
    en: 'On the ladder “{ladder}” the first call is due at {next}; nobody was to be called before.',
  },
  climbing: { 'zh-CN': '阶梯“{ladder}”：下一次通知在 {next}。', en: 'On the ladder “{ladder}” the next call is due at {next}.' },
  quiet: { 'zh-CN': '安静时段：阶梯“{ladder}”在 {next} 继续。', en: 'These are quiet hours: the ladder “{ladder}” goes on at {next}.' },
  snoozed: { 'zh-CN': '{person} 已暂缓，{until} 之前不通知任何人。', en: '{person} has snoozed it: nobody is called until {until}.' },
  reminding: {
    'zh-CN': '{person} 已接手，不再升级；{next} 会问是否还在处理。',
    en: '{person} has it, so nobody else is called; whether they still are on it is asked at {next}.',
  },
  held: {
    'zh-CN': '阶梯“{ladder}”已暂停：告警被 {person} 静默或在维护窗口内，{next} 仍未恢复则继续。',
    en: 'The ladder “{ladder}” is paused: its alerts are silenced, or in a maintenance window of {person}; it goes on at {next} when they still fire.',
  },
  asked: {
    'zh-CN': '已问 {person} 是否还在处理；{next} 前没有回应就继续逐级呼叫。',
    en: '{person} was asked whether they still are on it; without an answer by {next} the ladder goes on.',
  },
} as const satisfies Readonly<Record<string, LocalText>>;

export const ladderEndText: Readonly<Record<LadderEnd, LocalText>> = {
  taken: { 'zh-CN': '{person} 已接手，不再通知其他人。', en: '{person} has it, so nobody else is called.' },
  mitigated: { 'zh-CN': '故障已缓解，不再通知。', en: 'It is mitigated, so nobody is called any more.' },
  resolved: { 'zh-CN': '故障已恢复，不再通知。', en: 'It is resolved, so nobody is called any more.' },
  exhausted: {
    'zh-CN': '阶梯“{ladder}”的每一级都通知过了，没有人接手。',
    en: 'Every level of the ladder “{ladder}” was called, and nobody has taken it over.',
  },
  'no-ladder': { 'zh-CN': '不再有适用的升级阶梯。', en: 'No ladder is meant for it any more.' },
  'too-old': { 'zh-CN': '已超过一天，不再通知任何人。', en: 'It is more than a day old, so nobody is called.' },
};
