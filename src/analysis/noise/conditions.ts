/**
 * Conditions in CEL over an alert. Bounded in size when they are read, and in time by that: no loop within a loop, and patterns run in
 * linear time whatever they are.
 */

import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { type IncomingAlert, severityOf } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Subject } from './matchers.ts';

export type Condition = (alert: IncomingAlert, subject: Subject, nowMs: number) => boolean;

const limits = { maxAstNodes: 400, maxDepth: 40, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 };
/** Patterns of one condition that are kept compiled. */
const patternsMax = 100;
const loops: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map'];

/** Ours in place of the library's `matches`. */
const ownMatches = 'matchesInLinearTime';

/** Throws ZhibanError `invalid` with `details.at`, the position of the fault. `timeZone` is that of `hour` and `weekday`. */
export function compileCondition(text: string, timeZone: string): Condition {
  const evaluate = readExpression(text, (at, reason, cause) => {
    const message = `${reason}, at character ${at + 1}: ${aroundOf(text, at)}`;
    return new ZhibanError('invalid', message, { details: { at, reason }, cause });
  });
  const readClock = createClockReader(timeZone);
  const hasSystems = /\bsystems\b/.test(text);
  return (alert, subject, nowMs) => {
    const { hour, weekday } = readClock(nowMs);
    const { source, status, fingerprint, labels, annotations } = alert;
    const words = { alertname: labels.alertname ?? '', severity: severityOf(labels), source, status, fingerprint, labels, annotations };
    const times = { startsAt: new Date(alert.startsAt), now: new Date(nowMs), hour: BigInt(hour), weekday: BigInt(weekday) };
    try {
      return evaluate({ ...words, ...times, systems: hasSystems ? [...subject.systems()] : [] }) === true;
    } catch {
      // A label that isn't there: nothing is said of such an alert.
      return false;
    }
  };
}

type Fault = (at: number, reason: string, cause?: unknown) => ZhibanError;

/** A node of the parser, as far as it is walked. */
interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

function readExpression(text: string, fault: Fault): (context: Record<string, unknown>) => unknown {
  const environment = createEnvironment();
  try {
    const parsed = environment.parse(text);
    const { valid, type, error } = parsed.check();
    if (!valid) throw error ?? new Error('is no condition');
    if (type !== 'bool' && type !== 'dyn') throw fault(0, `This is no condition but a ${type}`);
    return environment.parse(withOwnPatterns(text, patternsIn(parsed.ast, false, fault)));
  } catch (error) {
    if (error instanceof ZhibanError) throw error;
    const at = Number(fieldOf(fieldOf(error, 'range'), 'start') ?? 0);
    const summary = fieldOf(error, 'summary');
    throw fault(Math.max(0, Math.min(at, text.length - 1)), typeof summary === 'string' ? summary : String(error), error);
  }
}

function createEnvironment(): Environment {
  const patterns = new Map<string, RE2JS>();
  return new Environment({ limits })
    .registerVariable('alertname', 'string')
    .registerVariable('severity', 'string')
    .registerVariable('source', 'string')
    .registerVariable('status', 'string')
    .registerVariable('fingerprint', 'string')
    .registerVariable('labels', 'map<string, string>')
    .registerVariable('annotations', 'map<string, string>')
    .registerVariable('systems', 'list<string>')
    .registerVariable('startsAt', 'google.protobuf.Timestamp')
    .registerVariable('now', 'google.protobuf.Timestamp')
    .registerVariable('hour', 'int')
    .registerVariable('weekday', 'int')
    .registerFunction(`string.${ownMatches}(string): bool`, (value: string, pattern: string) => {
      const known = patterns.get(pattern) ?? RE2JS.compile(pattern);
      if (patterns.size < patternsMax) patterns.set(pattern, known);
      return known.matcher(value).find();
    });
}

/** Where `matches` is called; refuses a loop within a loop, whose time would grow with the product. */
function patternsIn(node: unknown, isInLoop: boolean, fault: Fault): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap((each) => patternsIn(each, isInLoop, fault));
  if (!isNode(node)) return [];
  const [name, receiver, given] = Array.isArray(node.args) ? node.args : [];
  const isLoop = node.op === 'rcall' && loops.includes(String(name));
  if (isLoop && isInLoop) throw fault(node.start, 'A loop within a loop is not allowed');
  if (!isLoop) return [...(name === 'matches' && node.op === 'rcall' ? [node] : []), ...patternsIn(node.args, isInLoop, fault)];
  return [...patternsIn(receiver, isInLoop, fault), ...patternsIn(given, true, fault)];
}

/** The library would run patterns by backtracking: they are sent to a function of our own, by its name. */
function withOwnPatterns(text: string, calls: readonly Node[]): string {
  const places = calls.map((call) => text.indexOf('matches', receiverEnd(call))).sort((one, other) => other - one);
  let own = text;
  for (const at of places) own = `${own.slice(0, at)}${ownMatches}${own.slice(at + 'matches'.length)}`;
  return own;
}

function receiverEnd({ args, start }: Node): number {
  const receiver: unknown = Array.isArray(args) ? args[1] : undefined;
  return isNode(receiver) ? receiver.end : start;
}

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === 'object' && 'op' in value && 'args' in value && 'start' in value && 'end' in value;
}

function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
}

function aroundOf(text: string, at: number): string {
  return `${text.slice(Math.max(0, at - 30), at)}⟦${text.slice(at, at + 1)}⟧${text.slice(at + 1, at + 30)}`;
}

/** The hour and the day of the week (Monday is 1) in a zone; kept for a minute, since asking costs more than all the rest. */
function createClockReader(timeZone: string): (nowMs: number) => { readonly hour: number; readonly weekday: number } {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  let known = { minute: Number.NaN, hour: 0, weekday: 0 };
  return (nowMs) => {
    const minute = Math.floor(nowMs / 60_000);
    if (known.minute === minute) return known;
    const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
    const weekday = 1 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.get('weekday') ?? '');
    known = { minute, hour: Number(parts.get('hour')), weekday };
    return known;
  };
}
