/** Finds the time that a log line carries, in the formats that programs write, and where it stands. */

export interface TimeContext {
  /** For times without a year or a day, which lie before it. */
  readonly nowMs: number;
  /** Minutes east of UTC, for times without a zone. */
  readonly zoneMinutes: number;
}

export interface FoundTime {
  /** Epoch milliseconds; NaN for a time that counts from an unknown start, as the kernel's does. */
  readonly atMs: number;
  readonly start: number;
  readonly end: number;
}

type Parts = readonly (string | undefined)[];

interface Format {
  readonly pattern: RegExp;
  readonly read: (parts: Parts, context: TimeContext) => number;
  /** May stand behind other fields; the others only begin a line. */
  readonly isFree: boolean;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const clock = '(\\d{1,2})[:.](\\d{2})[:.](\\d{2})(?:[.,:](\\d{1,9}))?';
const zone = '(?: ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})\\b)?';

const formats: readonly Format[] = [
  {
    pattern: new RegExp(`(?<!\\d)(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T_ -]|, )${clock}${zone}`, 'g'),
    read: ([year, mon, day, ...rest], context) => utc(Number(year), Number(mon), Number(day), rest, context),
    isFree: true,
  },
  {
    pattern: new RegExp(`\\b${month} {1,2}(\\d{1,2})(?: (\\d{4}))? ${clock}${zone}(?: (?:[A-Z]{3,4} )?(\\d{4}))?`, 'g'),
    read: ([name, day, year, hour, minute, second, fraction, offset, late], context) =>
      withYear(year ?? late, monthOf(name), Number(day), [hour, minute, second, fraction, offset], context),
    isFree: true,
  },
  {
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})[/ -]${month}[/ -](\\d{4})[: ]${clock}${zone}`, 'g'),
    read: ([day, name, year, ...rest], context) => utc(Number(year), monthOf(name), Number(day), rest, context),
    isFree: true,
  },
  {
    pattern: new RegExp(`(\\d{4})(\\d{2})(\\d{2})[-T_ ]${clock}${zone}`, 'y'),
    read: ([year, mon, day, ...rest], context) => utc(Number(year), Number(mon), Number(day), rest, context),
    isFree: false,
  },
  {
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})([-./])(\\d{1,2})\\2(\\d{4})(?:[T ]|, )${clock}(?: ?([AP]M)\\b)?`, 'g'),
    read: ([first, , second, year, hour, minute, part, fraction, half], context) => {
      const at = [halved(hour, half), minute, part, fraction, undefined];
      return nearest(
        [utc(Number(year), Number(second), Number(first), at, context), utc(Number(year), Number(first), Number(second), at, context)],
        context.nowMs,
      );
    },
    isFree: true,
  },
  {
    pattern: new RegExp(`(\\d{2})/(\\d{2})/(\\d{2})[ ,]+${clock}`, 'y'),
    read: ([year, mon, day, ...rest], context) => utc(2000 + Number(year), Number(mon), Number(day), rest, context),
    isFree: false,
  },
  {
    pattern: /(\d{4})年(\d{1,2})月(\d{1,2})日\s*(\d{1,2})[时:](\d{1,2})[分:](\d{1,2})秒?/y,
    read: ([year, mon, day, ...rest], context) => utc(Number(year), Number(mon), Number(day), rest, context),
    isFree: false,
  },
  {
    pattern: new RegExp(`(?:[IWEF])?(\\d{2})[-.]?(\\d{2}) ${clock}`, 'y'),
    read: ([mon, day, ...rest], context) => withYear(undefined, Number(mon), Number(day), rest, context),
    isFree: false,
  },
  {
    pattern: /(?<![\w.:-])(1\d{9})(?:(\d{3})|\.(\d{1,9}))?(?![\w.:-])/g,
    read: ([seconds, millis, fraction]) => Number(seconds) * 1_000 + Number(millis ?? 0) + fractionMs(fraction),
    isFree: true,
  },
  {
    pattern: /(\d{2})(\d{2})(\d{2}) (\d{2})(\d{2})(\d{2})(?= )/y,
    read: ([year, mon, day, ...rest], context) => utc(2000 + Number(year), Number(mon), Number(day), rest, context),
    isFree: false,
  },
  { pattern: /\[ *\d{1,8}\.\d{6}\](?=\s)/y, read: () => Number.NaN, isFree: false },
  { pattern: new RegExp(`${clock}(?=[\\s\\]|,])`, 'y'), read: (rest, context) => timeOfDay(rest, context), isFree: false },
];

/** How far into a line a time is looked for. */
const reach = 90;

export class TimestampReader {
  /** The format that the stream has used before is tried first. */
  #last = 0;
  readonly #context: TimeContext;

  constructor(context: TimeContext) {
    this.#context = context;
  }

  find(line: string): FoundTime | null {
    const from = startOf(line);
    const head = line.length > reach + 60 ? line.slice(0, reach + 60) : line;
    const known = this.#try(this.#last, head, from);
    if (known !== null) return known;
    for (let index = 0; index < formats.length; index += 1) {
      if (index === this.#last) continue;
      const found = this.#try(index, head, from);
      if (found === null) continue;
      this.#last = index;
      return found;
    }
    return null;
  }

  #try(index: number, head: string, from: number): FoundTime | null {
    const format = formats[index] as Format;
    format.pattern.lastIndex = format.isFree ? 0 : from;
    const match = format.pattern.exec(head);
    if (match === null || match.index > reach) return null;
    const atMs = format.read(match.slice(1), this.#context);
    // The kernel's clock counts from boot: found, but no time of day.
    const isTime = Number.isFinite(atMs) ? atMs > 0 && atMs < 4_102_444_800_000 : index === formats.length - 2;
    return isTime ? { atMs, start: match.index, end: match.index + match[0].length } : null;
  }
}

/** Past a syslog priority, a bracket and blanks. */
function startOf(line: string): number {
  let index = 0;
  if (line.charCodeAt(0) === 60) {
    const close = line.indexOf('>');
    if (close > 0 && close <= 4) index = close + 1;
  }
  while (line.charCodeAt(index) === 32) index += 1;
  return line.charCodeAt(index) === 91 && line.charCodeAt(index + 1) !== 32 ? index + 1 : index;
}

function monthOf(name: string | undefined): number {
  return months.indexOf((name ?? '').toLowerCase()) + 1;
}

function utc(year: number, mon: number, day: number, [hour, minute, second, fraction, offset]: Parts, context: TimeContext): number {
  if (mon < 1 || mon > 12 || day < 1 || day > 31 || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return Number.NaN;
  const whole = Date.UTC(year, mon - 1, day, Number(hour), Number(minute), Number(second));
  return whole + fractionMs(fraction) - zoneOf(offset, context) * 60_000;
}

/** Whether the day or the month comes first depends on who writes: logs are read soon after. */
function nearest(times: readonly number[], nowMs: number): number {
  const [best = Number.NaN] = times
    .filter((atMs) => !Number.isNaN(atMs))
    .sort((one, other) => Math.abs(one - nowMs) - Math.abs(other - nowMs));
  return best;
}

function halved(hour: string | undefined, half: string | undefined): string | undefined {
  return half === undefined ? hour : String((Number(hour) % 12) + (half === 'PM' ? 12 : 0));
}

/** Without a year it is the last one in which the time isn't more than a day ahead. */
function withYear(year: string | undefined, mon: number, day: number, rest: Parts, context: TimeContext): number {
  if (year !== undefined) return utc(Number(year), mon, day, rest, context);
  const now = new Date(context.nowMs).getUTCFullYear();
  const atMs = utc(now, mon, day, rest, context);
  return atMs > context.nowMs + 86_400_000 ? utc(now - 1, mon, day, rest, context) : atMs;
}

function timeOfDay(rest: Parts, context: TimeContext): number {
  const now = new Date(context.nowMs + context.zoneMinutes * 60_000);
  const atMs = utc(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate(), rest, context);
  return atMs > context.nowMs + 3_600_000 ? atMs - 86_400_000 : atMs;
}

function fractionMs(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
}

function zoneOf(offset: string | undefined, context: TimeContext): number {
  if (offset === undefined) return context.zoneMinutes;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
