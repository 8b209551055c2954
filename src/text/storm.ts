/** What is said of a storm: how many, how fast, where, and why its groups were not told one by one. */

import { type StormSummary, type StormView, stormRate, stormTrend } from '../domain/storm.ts';
import { fill, type Locale } from '../domain/text.ts';

export const stormText = {
  title: { 'zh-CN': '告警风暴：许多分组同时告警', en: 'Alert storm: many groups fire at once' },
  now: {
    'zh-CN': '风暴：{groups} 个分组，{groupsFiring} 个仍在触发；每分钟新增 {rate} 条告警，{trend}。',
    en: 'Storm: {groups} groups, {groupsFiring} still firing; {rate} new alerts a minute, {trend}.',
  },
  over: {
    'zh-CN': '风暴已过：{groups} 个分组，{groupsFiring} 个仍在触发。',
    en: 'The storm is over: {groups} groups, {groupsFiring} still firing.',
  },
  where: { 'zh-CN': '集中在：{places}', en: 'Where: {places}' },
  why: {
    'zh-CN': '为何没有逐个通知：{seconds} 秒内新开的分组达到 {max} 个，其余分组并入此故障，只排查一次；严重告警仍单独通知。',
    en: 'Why not told one by one: {max} groups had opened within {seconds} s, so the others are told here and looked into once; critical ones still get their own incident.',
  },
  told: {
    'zh-CN': '为何没有单独通知：风暴期间新开的分组并入同一故障，只排查一次。',
    en: 'Why not told by itself: during a storm, groups that begin are told in one incident and looked into once.',
  },
  ended: {
    'zh-CN': '风暴已过。{released} 个分组另开故障继续跟进；仍留在此故障中触发的有 {remaining} 个分组：{names}',
    en: 'The storm is over. {released} group(s) got incidents of their own; still firing in this one: {remaining} group(s): {names}',
  },
  endedClear: {
    'zh-CN': '风暴已过。{released} 个仍在触发的分组另开故障继续跟进。',
    en: 'The storm is over. {released} group(s) that still fire got incidents of their own.',
  },
  'trend.growing': { 'zh-CN': '仍在扩大', en: 'growing' },
  'trend.steady': { 'zh-CN': '没有扩大', en: 'not growing' },
  'trend.waning': { 'zh-CN': '正在平息', en: 'waning' },
  'trend.over': { 'zh-CN': '已过', en: 'over' },
} as const;

/** For programs and the console, in one language. */
export function stormView(summary: StormSummary, locale: Locale): StormView {
  const atMs = Date.parse(summary.lastAt);
  const { groups, groupsFiring, beganAt, endedAt, top } = summary;
  const count = { groups, groupsFiring, perMinute: stormRate(summary), trend: stormTrend(summary, atMs) };
  return { ...count, beganAt, endedAt, top, lines: [...stormLines(summary, atMs, locale), stormText.told[locale]] };
}

export function stormLines(summary: StormSummary, nowMs: number, locale: Locale): readonly string[] {
  const { groups, groupsFiring, top } = summary;
  const trend = stormTrend(summary, nowMs);
  const count = { groups, groupsFiring, rate: stormRate(summary), trend: stormText[`trend.${trend}`][locale] };
  const first = fill(trend === 'over' ? stormText.over[locale] : stormText.now[locale], count);
  if (top.length === 0) return [first];
  const places = top.map(({ name, value, firing }) => `${name}=${value}${locale === 'zh-CN' ? `（${firing}）` : ` (${firing})`}`);
  return [first, fill(stormText.where[locale], { places: places.join(locale === 'zh-CN' ? '、' : ', ') })];
}
