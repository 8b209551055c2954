/** Takes apart what stands before the message of a raw line: time, host, program and its process, level, thread, component. */

import { levelOfWord } from './level.ts';
import type { Level } from './template.ts';
import type { FoundTime, TimestampReader } from './timestamp.ts';

export interface Header {
  readonly atMs: number;
  readonly hasTime: boolean;
  readonly level: Level;
  readonly component: string;
  readonly pid: string;
  /** Where the message begins. */
  readonly messageStart: number;
}

const capitalNames =
  'TRACE|DEBUG|DBG|VERBOSE|VRB|INFO|INF|INFORMATION|NOTICE|WARN|WRN|WARNING|ERROR|ERR|SEVERE|FATAL|FTL|CRITICAL|CRIT|ALERT|EMERG|PANIC|警告|错误|严重|信息|调试';
const smallNames =
  'trace|trce|debug|dbug|info|notice|warn|warning|error|err|fail|fatal|critical|crit|alert|emerg|panic|Debug|Info|Information|Notice|Warn|Warning|Error|Fatal|Critical';
const levelNames = `${capitalNames}|${smallNames}`;

/** `host program[pid]: `, the classic form of syslog. */
const syslog = /[ \t]+([\w.:-]{1,80})[ \t]+([\w./@()+-]{1,60})(?:\[(\d{1,10})\])?:[ \t]+/y;
/** The container runtime's own field: `stdout F `. */
const stream = /[ \t]*std(?:out|err) [FP] /y;
/** One field at a time, until none fits. */
const levelField = new RegExp(
  // In capitals it is a level anywhere; in small letters it is the first word of a message unless something sets it apart.
  `[\\s\\[(<|,:-]*(?:(?<![\\w])(${capitalNames})(?!\\w)|(?<=[\\[(<|])(${smallNames})(?=[\\])>|])|(?<![\\w])(${smallNames})(?=[:|]|\\t|\\s{2}))[\\]>)]?(?:[ \\t]*[|:-](?=\\s))?[ \\t]*`,
  'y',
);
const levelBefore = new RegExp(`\\b(${levelNames})\\b[\\s\\[:|]*$`);
const bracketField = /[\s|,:-]*\[([^[\]\n]{1,80})\](?:[:|-](?=\s))?[ \t]*/y;
const barField = /[ \t]*\|?[ \t]*([\w.$/@-]{1,60})[ \t]*\|[ \t]*/y;
const androidField = /[ \t]*(\d{1,7})[ \t]+\d{1,7}[ \t]+([VDIWEF])[ \t]+/y;
const numberField = /[ \t]*(\d{1,9})(?=[ \t])[ \t]+(?=[A-Z[(<|-]|---)/y;
const componentField =
  /[ \t]*(?:-{1,3}[ \t]+)?([A-Za-z_$][\w.$/@-]{0,79}(?:\[(\d{1,10})\])?(?:\(\w{1,20}\))?)[ \t]*(?::|[ \t]-{1,2}|\])(?=[ \t])[ \t]+/y;
/** `1 main.go:12] `, behind the time that Go's klog writes. */
const klogField = /[ \t]*\d{1,9}[ \t]+([\w./-]{1,80}:\d{1,6})\][ \t]+/y;
/** `#4211]  ERROR -- orders: `, behind the time that Ruby's Logger writes. */
const rubyField = /[ \t]*#(\d{1,10})\][ \t]+(DEBUG|INFO|WARN|ERROR|FATAL|ANY)[ \t]+--[ \t]+([^:\n]{0,60}):[ \t]*/y;
/** `production.ERROR: `, the channel and level of Monolog. */
const monologField = /[ \t]*([a-z][\w-]{0,40})\.(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY):[ \t]+/y;
/** `fail: Shop.Orders[13]`, alone on its line: what .NET's console logger begins an entry with; the message follows on the next lines, indented. */
export const dotnetHead = /^(trce|dbug|info|warn|fail|crit): ([A-Za-z_][\w.`+<>,]{0,200})\[\d{1,9}\]$/;
/** A second time, in another form or with another precision. */
const secondTime = /[ \t,]*(?:[\w:.-]{1,40}[ \t]+)?\d{4}[-/]\d{2}[-/]\d{2}[T_ -]\d{2}[:.]\d{2}[:.]\d{2}(?:[.,]\d{1,9})?[ \t]+/y;
/** Words in capitals that lead up to the level. */
const capitalFields =
  /[ \t]*(?:[A-Z][A-Z0-9_:.-]{1,39}[ \t]+){1,4}(INFO|WARN|WARNING|ERROR|SEVERE|FATAL|FAILURE|DEBUG|NOTICE|CRITICAL)[ \t]+/y;
const separators = /[\s\]|:,>-]*(?:[*#][ \t]+)?/y;

export class HeaderReader {
  readonly #times: TimestampReader;

  constructor(times: TimestampReader) {
    this.#times = times;
  }

  read(line: string): Header {
    const time = this.#times.find(line);
    return time === null ? withoutTime(line) : behindTime(line, time);
  }
}

function withoutTime(line: string): Header {
  const dotnet = dotnetHead.exec(line);
  if (dotnet !== null)
    return {
      atMs: Number.NaN,
      hasTime: false,
      level: levelOfWord(dotnet[1] ?? ''),
      component: dotnet[2] ?? '',
      pid: '',
      messageStart: line.length,
    };
  levelField.lastIndex = 0;
  const match = levelField.exec(line);
  const isLevel = match !== null && /^[[(<]|^\S+[\])>:]|^[A-Z]{3,}\b/.test(match[0].trimStart());
  if (!isLevel) return { atMs: Number.NaN, hasTime: false, level: 'none', component: '', pid: '', messageStart: 0 };
  return {
    atMs: Number.NaN,
    hasTime: false,
    level: levelOfMatch(match),
    component: '',
    pid: '',
    messageStart: levelField.lastIndex,
  };
}

function behindTime(line: string, time: FoundTime): Header {
  let at = time.end;
  // The zone or a second form of the time that closes its bracket.
  if (line.charCodeAt(at) === 93 || line.charCodeAt(at) === 44) at += 1;
  let level: Level = letterLevel(line, time);
  let component = '';
  let pid = '';
  const system = execAt(syslog, line, at);
  if (system !== null && level === 'none' && levelOfWord(system[1] ?? '') === 'none' && levelOfWord(system[2] ?? '') === 'none') {
    return { atMs: time.atMs, hasTime: true, level, component: system[2] ?? '', pid: system[3] ?? '', messageStart: syslog.lastIndex };
  }
  if (execAt(stream, line, at) !== null) at = stream.lastIndex;
  if (execAt(secondTime, line, at) !== null) at = secondTime.lastIndex - 1;
  const timed = { atMs: time.atMs, hasTime: true } as const;
  const ruby = execAt(rubyField, line, at);
  if (ruby !== null) {
    const [, process = '', word = '', program = ''] = ruby;
    return { ...timed, level: levelOfWord(word), component: program, pid: process, messageStart: rubyField.lastIndex };
  }
  const monolog = execAt(monologField, line, at);
  if (monolog !== null) {
    const [, channel = '', word = ''] = monolog;
    return { ...timed, level: levelOfWord(word), component: channel, pid, messageStart: monologField.lastIndex };
  }
  const klog = level === 'none' ? null : execAt(klogField, line, at);
  if (klog !== null) return { atMs: time.atMs, hasTime: true, level, component: klog[1] ?? '', pid, messageStart: klogField.lastIndex };
  const capitals = execAt(capitalFields, line, at);
  if (capitals !== null)
    return { atMs: time.atMs, hasTime: true, level: levelOfWord(capitals[1] ?? ''), component, pid, messageStart: capitalFields.lastIndex };
  const android = execAt(androidField, line, at);
  if (android !== null) {
    at = androidField.lastIndex;
    pid = android[1] ?? '';
    level = levelOfWord(android[2] ?? '');
  }
  for (let fields = 0; fields < 6; fields += 1) {
    const next = fieldAt(line, at, level === 'none');
    if (next === null) break;
    at = next.end;
    if (next.level !== 'none') level = next.level;
    else if (/^(?:pid |tid )?\d+(?::tid \d+)?$/.test(next.text)) pid = next.text.replace(/^pid /, '').replace(/:.*$/, '');
    else if (next.text !== '' && component === '') component = next.text;
  }
  const named = execAt(componentField, line, at);
  if (named !== null && levelOfWord(named[1] ?? '') === 'none') {
    at = componentField.lastIndex;
    component = named[1] ?? '';
    pid = named[2] ?? pid;
  }
  const rest = execAt(separators, line, at);
  if (rest !== null && separators.lastIndex < line.length) at = separators.lastIndex;
  return { atMs: time.atMs, hasTime: true, level, component, pid, messageStart: Math.min(at, line.length) };
}

function levelOfMatch(match: RegExpExecArray): Level {
  return levelOfWord(match[1] ?? match[2] ?? match[3] ?? '');
}

interface Field {
  readonly end: number;
  readonly level: Level;
  readonly text: string;
}

function fieldAt(line: string, at: number, wantsLevel: boolean): Field | null {
  if (wantsLevel) {
    const match = execAt(levelField, line, at);
    if (match !== null) return { end: levelField.lastIndex, level: levelOfMatch(match), text: '' };
  }
  for (const pattern of [bracketField, barField, numberField]) {
    const match = execAt(pattern, line, at);
    if (match !== null)
      return { end: pattern.lastIndex, level: wantsLevel ? levelOfBracket(match[1] ?? '') : 'none', text: match[1] ?? '' };
  }
  return null;
}

/** `[core:error]`, `[error]`: the module and the level in one bracket, as Apache writes them. */
function levelOfBracket(text: string): Level {
  const last = text.slice(text.lastIndexOf(':') + 1).trim();
  return last.length > 1 ? levelOfWord(last) : 'none';
}

/** `E0102 15:04:05`: the level before the time, as Go's klog writes it; a level word in front of the time. */
function letterLevel(line: string, time: FoundTime): Level {
  const letter = line.charAt(time.start);
  if ('IWEF'.includes(letter) && letter !== '') return levelOfWord(letter);
  if (time.start < 3) return 'none';
  const match = levelBefore.exec(line.slice(Math.max(0, time.start - 14), time.start));
  return match === null ? 'none' : levelOfWord(match[1] ?? '');
}

function execAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}
