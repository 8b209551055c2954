/** Why a service answers with an error, where its answer says so: in the words that a person would read out of it. */

import { saysWhy } from '../../analysis/logs/says-why.ts';

const lengthMax = 240;
const reasonsMax = 3;
const depthMax = 4;
/** Where the usual frameworks write it, the most telling first. */
const reasonKeys = ['detail', 'message', 'error_description', 'reason', 'msg', 'error', 'title', 'cause', 'exception'];
const downStates = /^(down|out_of_service|outofservice|fail(ed|ing)?|unhealthy|error|critical|unavailable|degraded)$/i;
const partKeys = ['components', 'details', 'checks', 'entries', 'services', 'dependencies', 'info', 'results'];
/** What only repeats the status. */
const empty =
  /^(internal server error|service unavailable|bad gateway|gateway time-?out|error|not found|forbidden|unauthorized|no message available|down|fail(ed)?|unhealthy)$/i;

/** Empty where the body says nothing that its status doesn't. */
export function reasonIn(body: string): string {
  const parsed = parse(body);
  if (isRecord(parsed)) {
    const parts = partsDown(parsed, depthMax);
    return cut(parts.length > 0 ? parts.slice(0, reasonsMax).join('; ') : reasonOf(parsed));
  }
  const thrown =
    /\b(?:[\w$]+\.)*[A-Z]\w*(?:Exception|Error)\b:? [^<\n\r]{3,}/.exec(body)?.[0] ??
    /^\s*(?:fatal|error|panic)[^<\n\r]{3,}/im.exec(body)?.[0];
  return cut(thrown ?? '');
}

/** The parts of a health page that are down, each with what it says of it. */
function partsDown(record: Readonly<Record<string, unknown>>, depth: number): readonly string[] {
  if (depth === 0) return [];
  return partKeys.flatMap((key) => {
    const parts = record[key];
    if (!isRecord(parts)) return [];
    return Object.entries(parts).flatMap(([name, part]) => {
      const single = Array.isArray(part) ? part[0] : part;
      if (!isRecord(single) || !downStates.test(String(single.status ?? single.state ?? ''))) return [];
      const below = partsDown(single, depth - 1);
      if (below.length > 0) return below;
      const why = reasonOf(isRecord(single.details) ? single.details : single) || (typeof single.output === 'string' ? single.output : '');
      return [`${name} ${String(single.status ?? single.state)}${why === '' ? '' : `: ${why}`}`];
    });
  });
}

function reasonOf(record: Readonly<Record<string, unknown>>): string {
  for (const key of reasonKeys) {
    const value = record[key];
    if (typeof value === 'string' && value.trim() !== '' && !empty.test(value.trim()) && saysWhy(value)) return value.trim();
    if (isRecord(value)) {
      const inner = reasonOf(value);
      if (inner !== '') return inner;
    }
  }
  const [first] = Array.isArray(record.errors) ? record.errors : [];
  return isRecord(first) ? reasonOf(first) : typeof first === 'string' ? first : '';
}

function parse(body: string): unknown {
  if (!/^\s*\{/.test(body)) return null;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax - 1)}…`;
}
