/** One message of syslog, RFC 5424 or 3164, as forms and mappings see it. Senders are free with both: what isn't understood stays in `message`. */

import { syslogFacilities, syslogLevels } from '../../domain/syslog.ts';

export interface SyslogRecord {
  readonly format: 'rfc5424' | 'rfc3164' | 'plain';
  readonly facility: string;
  readonly level: (typeof syslogLevels)[number];
  /** ISO 8601 in UTC; null where the sender gave none. */
  readonly time: string | null;
  readonly host: string | null;
  readonly app: string | null;
  readonly procId: string | null;
  readonly msgId: string | null;
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly message: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const elementsMax = 50;
/** Of what comes without a priority, as RFC 3164 has it: user, notice. */
const priorityDefault = 13;

/** `utcOffset` is for times without a zone, which RFC 3164 has, and without a year: the one that is nearest to now is meant. */
export function parseSyslog(given: string, now: string, utcOffset: string): SyslogRecord {
  const text = given.replace(/[\r\n\0]+$/, '').replace(/^\uFEFF/, '');
  const [, digits = '', rest = text] = /^<(\d{1,3})>([\s\S]*)$/.exec(text) ?? [];
  const priority = digits !== '' && Number(digits) <= 191 ? Number(digits) : priorityDefault;
  const head = { facility: syslogFacilities[priority >> 3] ?? 'user', level: syslogLevels[priority & 7] ?? 'notice' };
  return rest.startsWith('1 ') ? parseNew(rest, head) : parseOld(rest, head, now, utcOffset);
}

type Head = Pick<SyslogRecord, 'facility' | 'level'>;

function parseNew(rest: string, head: Head): SyslogRecord {
  const [, time = '-', host = '-', app = '-', procId = '-', msgId = '-', tail = ''] =
    /^1 (\S{1,64}) (\S{1,255}) (\S{1,255}) (\S{1,128}) (\S{1,64}) ?([\s\S]*)$/.exec(rest) ?? [];
  const [data, message] = structuredData(tail);
  const fields = { time: isoOf(time), host: told(host), app: told(app), procId: told(procId), msgId: told(msgId) };
  return { format: 'rfc5424', ...head, ...fields, data, message: message.replace(/^\uFEFF/, '') };
}

/** One element after the other, so that no expression runs over the whole of it. */
function structuredData(tail: string): readonly [SyslogRecord['data'], string] {
  if (!tail.startsWith('[')) return [{}, tail.replace(/^- ?/, '')];
  const data: Record<string, Record<string, string>> = Object.create(null);
  const element = /\[([^ =\]"]{1,64})((?: [^ =\]"]{1,64}="(?:[^"\\\]]|\\[\s\S])*")*) ?\]/y;
  let end = 0;
  for (let count = 0; count < elementsMax; count += 1) {
    element.lastIndex = end;
    const found = element.exec(tail);
    if (found === null) break;
    const parameters = [...(found[2] ?? '').matchAll(/ ([^ =\]"]{1,64})="((?:[^"\\\]]|\\[\s\S])*)"/g)];
    data[found[1] ?? ''] = Object.fromEntries(parameters.map(([, name = '', value = '']) => [name, value.replace(/\\(["\\\]])/g, '$1')]));
    end = element.lastIndex;
  }
  return [{ ...data }, tail.slice(end).replace(/^ /, '')];
}

function parseOld(rest: string, head: Head, now: string, utcOffset: string): SyslogRecord {
  const blank = { time: null, host: null, app: null, procId: null, msgId: null, data: {} };
  const stamp =
    /^(?:(\d{4}-\d\d-\d\dT\S{8,24})|(?:\*|\.)?([A-Z][a-z]{2}) +(\d{1,2})(?: (\d{4}))? (\d\d:\d\d:\d\d)(?:\.\d+)?:?) ([\s\S]*)$/.exec(rest);
  const body = stamp?.[6] ?? rest;
  const time = stamp === null ? null : (isoOf(stamp[1] ?? '-') ?? withoutYear(stamp, now, utcOffset));
  const withHost = stamp === null ? null : /^([\w.:-]{1,255}) ([\s\S]*)$/.exec(body);
  const afterHost = withHost === null ? body : (withHost[2] ?? '');
  const tag = /^([\w./%-]{1,64})(?:\[([^\]\s]{1,64})\])?: ?([\s\S]*)$/.exec(afterHost);
  if (stamp === null && tag === null) return { format: 'plain', ...head, ...blank, message: rest };
  return {
    ...{ format: 'rfc3164', ...head, ...blank, time, host: withHost?.[1] ?? null },
    ...(tag === null ? { message: afterHost } : { app: tag[1] ?? null, procId: tag[2] ?? null, message: tag[3] ?? '' }),
  };
}

function withoutYear([, , month = '', day = '', year, clock = '']: RegExpExecArray, now: string, utcOffset: string): string | null {
  const number = months.indexOf(month) + 1;
  if (number === 0) return null;
  const at = (given: number): string | null =>
    isoOf(`${given}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${clock}${utcOffset}`);
  if (year !== undefined) return at(Number(year));
  const thisYear = new Date(now).getUTCFullYear();
  const candidates = [thisYear - 1, thisYear, thisYear + 1].flatMap((each) => at(each) ?? []);
  const distance = (each: string): number => Math.abs(Date.parse(each) - Date.parse(now));
  return candidates.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
}

function isoOf(given: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT/.test(given)) return null;
  const at = new Date(given);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function told(given: string): string | null {
  return given === '-' ? null : given;
}
