/** Reads tables of services as RCAEval lays them out: `time,service_metric,…`; calls from spans, or from a table of callers and callees. Pure. */

import type { ServiceColumn, ServiceTable } from './rank-services.ts';

/** Throws RangeError that says what is missing. */
export function readServiceTable(text: string): Omit<ServiceTable, 'calls'> {
  const [header = [], ...rows] = rowsOf(text);
  const timeAt = header.findIndex((name) => /^(time|timestamp|ts)$/i.test(name));
  if (timeAt < 0) throw new RangeError("there is no column 'time'");
  if (rows.length === 0) throw new RangeError('there are no rows below the header');
  const columns = header.flatMap((name, index): readonly ServiceColumn[] => {
    const parts = /^(.+)_([^_]+)$/.exec(name);
    if (index === timeAt || parts === null) return [];
    return [{ service: parts[1] ?? '', metric: parts[2] ?? '', values: rows.map((row) => numberOf(row[index])) }];
  });
  if (columns.length === 0) throw new RangeError("no column is named 'service_metric'");
  return { times: rows.map((row) => timeOf(row[timeAt] ?? '')), columns };
}

/** `caller,callee`, or spans with `spanID`, `parentSpanID` and `serviceName`. */
export function readCalls(text: string): readonly (readonly [string, string])[] {
  const [header = [], ...rows] = rowsOf(text);
  const at = (name: RegExp): number => header.findIndex((each) => name.test(each));
  const [from, to] = [at(/^(caller|source|from)$/i), at(/^(callee|target|to)$/i)];
  if (from >= 0 && to >= 0) return unique(rows.map((row) => [row[from] ?? '', row[to] ?? ''] as const));
  const [span, parent, service] = [at(/^span_?id$/i), at(/^parent_?span_?id$/i), at(/^service(_?name)?$/i)];
  if (span < 0 || parent < 0 || service < 0)
    throw new RangeError("expected 'caller,callee', or 'spanID', 'parentSpanID' and 'serviceName'");
  const services = new Map(rows.map((row) => [row[span] ?? '', row[service] ?? '']));
  return unique(rows.flatMap((row) => [[services.get(row[parent] ?? '') ?? '', row[service] ?? ''] as const]));
}

function unique(calls: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const known = new Map(calls.filter(([from, to]) => from !== '' && to !== '' && from !== to).map((call) => [call.join('\0'), call]));
  return [...known.values()];
}

function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
}

function numberOf(cell: string | undefined): number {
  return cell === undefined || cell === '' ? Number.NaN : Number(cell);
}

/** Seconds, milliseconds, or a date. */
function timeOf(cell: string): number {
  const number = Number(cell);
  if (!Number.isFinite(number)) return Date.parse(cell);
  return number < 1e11 ? number * 1_000 : number < 1e14 ? number : number / 1_000;
}
