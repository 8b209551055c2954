/** Says in one line what is unusual about an event, since when, and compared with what. */

import type { LocalText } from '../../domain/text.ts';
import type { AnomalyEvent } from './events.ts';

/** The zone is that of the reader; IANA's name. */
export function explainEvent(event: AnomalyEvent, timeZone: string): LocalText {
  const what = describe(event, timeZone);
  const since = clockAt(event.fromMs, timeZone);
  return { en: `${what.en}, since ${since.en}`, 'zh-CN': `${what['zh-CN']}，自 ${since['zh-CN']} 起` };
}

/** From this many repeated values on, a series is stuck rather than steady. */
const stuckPoints = 6;
/** Ratios between these are told as differences. */
const [ratioLow, ratioHigh] = [0.75, 1.35];

function describe({ worst, onset }: AnomalyEvent, timeZone: string): LocalText {
  const { value, expected, season, feature, flatPoints, isCounter } = worst;
  if (onset.gapMs > 0) {
    const minutes = Math.round(onset.gapMs / 60_000);
    return { en: `no data for ${String(minutes)} minutes before it`, 'zh-CN': `此前 ${String(minutes)} 分钟没有数据` };
  }
  if (feature === 'flat' && flatPoints >= stuckPoints)
    return {
      en: `stuck at ${number(value)} for ${String(flatPoints)} points`,
      'zh-CN': `连续 ${String(flatPoints)} 个点停在 ${number(value)}`,
    };
  const usual = usualFor(season, worst.timeMs, timeZone);
  const unit = isCounter ? '/s' : '';
  const ratio = value / expected;
  if (expected !== 0 && value * expected > 0 && (ratio >= ratioHigh || ratio <= ratioLow)) {
    const times = ratio >= 10 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : null;
    const shown = `${number(value)}${unit}`;
    if (times !== null)
      return { en: `${times}× the usual${usual.en} (${shown})`, 'zh-CN': `为${usual['zh-CN']}常态的 ${times} 倍（${shown}）` };
    const percent = (100 * ratio).toFixed(ratio < 0.01 ? 1 : 0);
    return { en: `${percent} % of the usual${usual.en} (${shown})`, 'zh-CN': `仅为${usual['zh-CN']}常态的 ${percent}%（${shown}）` };
  }
  if (value !== expected && worst.score >= 0.25) {
    const difference = `${number(Math.abs(value - expected))}${unit}`;
    const [en, zh] = value > expected ? ['above', '高于'] : ['below', '低于'];
    const base = `${number(expected)}${unit}`;
    return { en: `${difference} ${en} the usual ${base}${usual.en}`, 'zh-CN': `${zh}${usual['zh-CN']}常态 ${base}，相差 ${difference}` };
  }
  return movement(feature);
}

/** Where no single value strays, what was rare about the course. */
function movement(feature: string): LocalText {
  if (feature.startsWith('shift') || feature.startsWith('level'))
    return { en: 'the level moved as it hardly ever did before', 'zh-CN': '整体水平出现以往少见的移动' };
  if (feature === 'restless') return { en: 'it swings as it hardly ever did before', 'zh-CN': '波动幅度为以往少见' };
  if (feature.startsWith('day') || feature.startsWith('week')) return { en: 'the usual rhythm is broken', 'zh-CN': '打破了平时的周期规律' };
  return { en: 'a jump of a size hardly ever seen before', 'zh-CN': '出现以往少见的跳变' };
}

function usualFor(season: string, timeMs: number, timeZone: string): LocalText {
  if (season === 'none') return { en: '', 'zh-CN': '' };
  const hour = { hour: '2-digit', hourCycle: 'h23', timeZone } as const;
  const at = `${new Intl.DateTimeFormat('en', hour).format(timeMs).padStart(2, '0')}:00`;
  if (season === 'day') return { en: ` for ${at}`, 'zh-CN': `每日 ${at} ` };
  const day = (locale: string): string =>
    new Intl.DateTimeFormat(locale, { weekday: locale === 'en' ? 'long' : 'short', timeZone }).format(timeMs);
  return { en: ` for ${day('en')} ${at}`, 'zh-CN': `${day('zh-CN')} ${at} ` };
}

function clockAt(timeMs: number, timeZone: string): LocalText {
  const format = (locale: string): string =>
    new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }).format(timeMs);
  return { en: format('en'), 'zh-CN': format('zh-CN') };
}

/** Four digits that mean something, without an exponent where that reads better. */
function number(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}
