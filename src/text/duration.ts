/** How long something took, as people say it. */

import type { LocalText } from '../domain/text.ts';

const units: readonly { readonly ms: number; readonly 'zh-CN': string; readonly en: string }[] = [
  { ms: 86_400_000, 'zh-CN': '天', en: 'd' },
  { ms: 3_600_000, 'zh-CN': '小时', en: 'h' },
  { ms: 60_000, 'zh-CN': '分', en: 'min' },
  { ms: 1_000, 'zh-CN': '秒', en: 's' },
];

/** The two largest units: `2 小时 5 分`, `2 h 5 min`. Negative counts as none. */
export function durationText(ms: number): LocalText {
  let rest = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const parts: { readonly count: number; readonly unit: (typeof units)[number] }[] = [];
  for (const unit of units) {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    if (count > 0 && parts.length < 2) parts.push({ count, unit });
  }
  if (parts.length === 0) return { 'zh-CN': '0 秒', en: '0 s' };
  const say = (locale: 'zh-CN' | 'en'): string => parts.map(({ count, unit }) => `${count} ${unit[locale]}`).join(' ');
  return { 'zh-CN': say('zh-CN'), en: say('en') };
}
