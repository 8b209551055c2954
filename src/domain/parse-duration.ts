/** How long, as people write it: `2h`, `1h30m`, `90 min`, `2 小时`, `半小时`, `1天`. */

const units: Readonly<Record<string, number>> = {
  ...{ w: 604_800_000, week: 604_800_000, weeks: 604_800_000, 周: 604_800_000, 星期: 604_800_000 },
  ...{ d: 86_400_000, day: 86_400_000, days: 86_400_000, 天: 86_400_000, 日: 86_400_000 },
  ...{ h: 3_600_000, hr: 3_600_000, hrs: 3_600_000, hour: 3_600_000, hours: 3_600_000, 小时: 3_600_000, 钟头: 3_600_000 },
  ...{ m: 60_000, min: 60_000, mins: 60_000, minute: 60_000, minutes: 60_000, 分: 60_000, 分钟: 60_000 },
  ...{ s: 1_000, sec: 1_000, secs: 1_000, second: 1_000, seconds: 1_000, 秒: 1_000, 秒钟: 1_000 },
};
const names = Object.keys(units).sort((one, other) => other.length - one.length);
const part = new RegExp(`^\\s*(\\d{1,6}(?:\\.\\d{1,3})?|半)\\s*个?(${names.join('|')})(?![a-z])`, 'i');

/** Null for what is none, or nothing at all. */
export function parseDuration(given: string): number | null {
  const found = splitDuration(given);
  return found === null || found.rest !== '' ? null : found.ms;
}

/** The duration that the words begin with, and the words after it; null when they begin with none. */
export function splitDuration(given: string): { readonly ms: number; readonly rest: string } | null {
  let rest = given;
  let ms = 0;
  for (let match = part.exec(rest); match !== null; match = part.exec(rest)) {
    const [whole, amount = '', unit = ''] = match;
    ms += (amount === '半' ? 0.5 : Number(amount)) * (units[unit.toLowerCase()] ?? 0);
    rest = rest.slice(whole.length);
  }
  return ms > 0 ? { ms: Math.round(ms), rest: rest.trim() } : null;
}
