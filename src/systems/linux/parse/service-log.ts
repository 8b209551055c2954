/** Error lines of any program's log, and the messages of the operating system in them, which are the same in all languages. */

import { shellNotFound } from '../../../analysis/logs/known-errors/programs.ts';
import { type KnownIn, mostKnownIn } from '../../../analysis/logs/known-errors.ts';
import type { LogEntry } from '../../../analysis/logs/log-reader.ts';
import { maskSecrets } from '../../../domain/mask-secrets.ts';
import { type Peer, peerIn } from './peer-address.ts';
import { portInUse } from './port-in-use.ts';

const sorts = {
  noSpace: /No space left on device|\bENOSPC\b|disk (?:is )?full|Disk quota exceeded/i,
  tooManyOpenFiles: /Too many open files|\bE[MN]FILE\b/i,
  addressInUse: /Address already in use|\bEADDRINUSE\b|bind(?:\(\)|ing)?[^\n]*(?:failed|in use)/i,
  connectionRefused: /Connection refused|\bECONNREFUSED\b/i,
  // A cache that refuses a write is full itself.
  outOfMemory:
    /^(?!.*(?:OOM command not allowed|maxmemory)).*(?:Out of memory|Allowed memory size of \d+ bytes exhausted|Java heap space|Cannot allocate memory|\bENOMEM\b|OutOfMemoryError|heap out of memory|MemoryError|OutOfMemoryException|std::bad_alloc)/i,
  permissionDenied:
    /Permission denied|UnauthorizedAccessException|Access to the path \S+ is denied|\bEACCES\b|Operation not permitted|\bEPERM\b/i,
  readOnly: /Read-only file system|\bEROFS\b/i,
  timeouts: /timed? ?out(?!s?\W{0,2}[=:] ?0\b)|\bETIMEDOUT\b|deadline exceeded/i,
  dnsFailures: /Name or service not known|Temporary failure in name resolution|\bEAI_AGAIN\b|\bENOTFOUND\b|no such host|getaddrinfo/i,
  certificateErrors:
    /certificate (?:has expired|verify failed|is not yet valid|signed by unknown)|x509:|CERT_HAS_EXPIRED|SSL_ERROR|PKIX path|valid certification path|CertPath\w*Exception|self[- ]signed certificate|issuer certificate|UNABLE_TO_VERIFY_LEAF|SELF_SIGNED_CERT|CERTIFICATE_VERIFY_FAILED|CERT_ALTNAME_INVALID|tls: (?:bad certificate|failed to verify)/i,
  cannotFork:
    /Resource temporarily unavailable|EAGAIN.*(?:fork|thread|spawn)|can(?:not|'t) (?:fork|create (?:a )?(?:new )?(?:native )?thread)|fork: retry|unable to create (?:new )?(?:native )?thread/i,
  missingFile: new RegExp(`No such file or directory|\\bENOENT\\b|${shellNotFound.source}`, 'i'),
  configErrors:
    /(?:config(?:uration)?|syntax|parse) error|invalid (?:config|option|argument|directive)|unknown (?:directive|option)|bad directive|required (?:environment )?variable|is not set$/i,
} as const satisfies Readonly<Record<string, RegExp>>;

type Sort = keyof typeof sorts;
const sortNames = Object.keys(sorts) as readonly Sort[];

const errorWord =
  /\b(?:error|fatal|panic|critical|crit|emerg|alert|exception|traceback|fail(?:ed|ure)?|segfault|abort(?:ed)?|denied|refused|cannot|could not|unable|panicked|timed? ?out)\b|[a-z](?:Error|Exception)\b|max_children|listen queue of socket|错误|失败|异常|超时|已满/i;
const harmless = /\b(?:0|no) (?:errors?|failures?)\b|errors?[=:] ?0\b|"level":"?(?:info|debug)|\b(?:INFO|DEBUG|TRACE)\b/;

/** The program itself calls it no error; what it says there of a peer that it tries again still counts. */
const isCalm = /^(?:\S+ ){0,3}\W*(?:INFO|DEBUG|TRACE)\b/;
const ofPeers: ReadonlySet<Sort> = new Set<Sort>(['connectionRefused', 'dnsFailures', 'missingFile']);

export interface LogFindings {
  readonly lines: number;
  readonly errors: number;
  readonly newestError: string;
  /** The error that the log ends with, without its time: why a program that is gone has ended. Empty where it ends otherwise. */
  readonly endReason: string;
  readonly counts: Readonly<Record<Sort, number>>;
  /** What most of the errors mean that no sort of the operating system is; null where that is not known. */
  readonly known: KnownIn | null;
  readonly addressInUsePort: number;
  readonly connectionRefusedTo: string;
  /** The shortest time limit, in ms, that lines about timeouts name; null where they name none. */
  readonly timeoutMs: number | null;
  /** Whom the program could not reach, each once, the newest first: refused, not answered or without a way there. */
  readonly unreached: readonly Peer[];
}

/** As the program says that it did not get through. */
const notReached = new RegExp(
  `${sorts.connectionRefused.source}|${sorts.timeouts.source}|No route to host|EHOSTUNREACH|ENETUNREACH|Network is unreachable`,
  'i',
);
const unreachedMax = 8;

/** Of entries: what was folded is one line, and a level that stands in a field counts. */
export function readEntryFindings(entries: readonly LogEntry[]): LogFindings {
  return readLogFindings(entries.map(lineOf).join('\n'));
}

function lineOf({ level, message }: LogEntry): string {
  return `${level === 'none' ? '' : `${level.toUpperCase()} `}${message.replaceAll('\n', ' ')}`;
}

export function readLogFindings(text: string): LogFindings {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/\p{Cc}+/gu, ' ').trim())
    .filter((line) => line !== '');
  const told = new Set(lines.filter((line) => !isCalm.test(line)));
  const isOf = (sort: Sort, line: string): boolean => (told.has(line) || ofPeers.has(sort)) && sorts[sort].test(line);
  const isError = (line: string): boolean => sortNames.some((sort) => isOf(sort, line)) || (errorWord.test(line) && !harmless.test(line));
  const errorLines = lines.filter(isError);
  const counts = Object.fromEntries(sortNames.map((sort) => [sort, lines.filter((line) => isOf(sort, line)).length]));
  const refused = lines.filter((line) => sorts.connectionRefused.test(line)).slice(-peerLinesMax);
  return {
    lines: lines.length,
    errors: errorLines.length,
    newestError: errorLines.at(-1)?.slice(0, 400) ?? '',
    endReason: endReasonOf(lines, errorLines),
    counts: { ...noCounts, ...counts },
    known: mostKnownIn(
      lines.filter(
        (line) =>
          !isOfSystem(line) && (isError(line) || warns.test(line) || throws.test(line) || (ends.test(line) && !harmless.test(line))),
      ),
    ),
    timeoutMs: shortestLimitIn(lines.filter((line) => sorts.timeouts.test(line))),
    addressInUsePort: portInUse(lines, sorts.addressInUse),
    connectionRefusedTo: peersIn(refused, sorts.connectionRefused)[0]?.address ?? '',
    unreached: peersIn(lines.filter((line) => notReached.test(line)).slice(-peerLinesMax), notReached).slice(0, unreachedMax),
  };
}

/** As clients print it: `timeout of 150ms exceeded`, `timed out after 3 s`, `connectTimeoutMs=500`. */
const limitBehind = /(?:after|within|of|in|exceeded|timeout)[ :=(]{1,3}(\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?)\b/gi;
const limitByName = /time_?out_?(ms|millis|s|seconds)?"?[=:] ?(\d+)\b/gi;

function shortestLimitIn(lines: readonly string[]): number | null {
  const msOf = (amount: string, unit: string): number => Number(amount) * (/^m/i.test(unit) ? 1 : 1_000);
  const found = lines.flatMap((line) => [
    ...[...line.matchAll(limitBehind)].map(([, amount = '', unit = '']) => msOf(amount, unit)),
    ...[...line.matchAll(limitByName)].map(([, unit = 'ms', amount = '']) => msOf(amount, unit)),
  ]);
  const told = found.filter((ms) => ms >= 1);
  return told.length === 0 ? null : Math.min(...told);
}

/** Sorts that say what is wrong by themselves. */
const plainSorts = [
  'noSpace',
  'tooManyOpenFiles',
  'addressInUse',
  'outOfMemory',
  'readOnly',
  'dnsFailures',
  'certificateErrors',
  'cannotFork',
] as const;
/** However it calls it: a framework logs at INFO what it refuses. */
const throws = /[a-z](?:Exception|Error)\b/;
/** What keeps a program from its work is often told as a warning. */
const warns = /^(?:\S+ ){0,3}\W*WARN(?:ING)?\b/;
/** A supervisor tells it without a word of error. */
const ends = /\b(?:exited|ended (?:with|by|on)|terminated|died|killed|restarting|respawning|core dumped)\b/i;

function isOfSystem(line: string): boolean {
  return plainSorts.some((sort) => sorts[sort].test(line));
}

/** What most of the errors of several logs mean, as facts; see src/analysis/logs/known-errors.ts. */
export function knownFacts(findings: readonly Pick<LogFindings, 'known' | 'errors' | 'lines'>[]) {
  const [most] = findings.flatMap(({ known }) => known ?? []).sort((one, other) => other.count - one.count);
  const errors = findings.reduce((total, each) => total + each.errors, 0);
  const lines = findings.reduce((total, each) => total + each.lines, 0);
  return {
    'logs.knownRatio': most === undefined ? 0 : Math.min(1, most.count / Math.max(1, lines)),
    'logs.known': most?.id ?? '',
    'logs.knownCount': most?.count ?? 0,
    'logs.knownShare': most === undefined ? 0 : Math.min(1, most.count / Math.max(1, errors)),
    'logs.knownLine': most === undefined ? '' : maskSecrets(aroundKnown(most)),
  };
}

const knownLineMax = 280;
/** So much stands before the known words of a line that is too long to show. */
const knownLead = 60;

/** The line or, of a long one, the part that says what is known. */
function aroundKnown({ line, at }: KnownIn): string {
  const whole = withoutHead(line);
  const start = Math.max(0, at - (line.length - whole.length) - knownLead);
  if (whole.length <= knownLineMax || start === 0) return whole.slice(0, knownLineMax);
  return `… ${whole.slice(start, start + knownLineMax)}`;
}

/** How many lines of each sort several logs hold, as facts. */
export function countFacts(findings: readonly Pick<LogFindings, 'counts'>[]) {
  const sum = (name: keyof LogFindings['counts']): number => findings.reduce((total, each) => total + each.counts[name], 0);
  return {
    'logs.noSpace': sum('noSpace'),
    'logs.tooManyOpenFiles': sum('tooManyOpenFiles'),
    'logs.addressInUse': sum('addressInUse'),
    'logs.connectionRefused': sum('connectionRefused'),
    'logs.outOfMemory': sum('outOfMemory'),
    'logs.permissionDenied': sum('permissionDenied'),
    'logs.readOnly': sum('readOnly'),
    'logs.timeouts': sum('timeouts'),
    'logs.dnsFailures': sum('dnsFailures'),
    'logs.certificateErrors': sum('certificateErrors'),
    'logs.cannotFork': sum('cannotFork'),
    'logs.missingFile': sum('missingFile'),
    'logs.configErrors': sum('configErrors'),
  };
}

/** Who is away is in the newest lines already. */
const peerLinesMax = 200;

function peersIn(lines: readonly string[], about: RegExp): readonly Peer[] {
  const newestFirst = lines.toReversed().flatMap((line) => peerIn(line, about) ?? []);
  return newestFirst.filter((peer, index) => newestFirst.findIndex(({ address }) => address === peer.address) === index);
}

/** Lines after the last error that may still belong to it: that it exits, that its supervisor tries again. */
const linesAfterMax = 4;
const stackLine = /^(?:at |\.\.\. \d+ more|Caused by:|goroutine \d|File "|\/|\w+\(0x)/;
const timeBefore = /^[\s[(]*(?:\d{4}[-/.]\d\d[-/.]\d\d|\w{3} +\d+)?[T ]*(?:\d\d:\d\d:\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?[\])]*\s*/;

function withoutHead(line: string): string {
  return line.replace(timeBefore, '');
}

function endReasonOf(lines: readonly string[], errorLines: readonly string[]): string {
  const newest = errorLines.at(-1);
  if (newest === undefined) return '';
  const after = lines.slice(lines.lastIndexOf(newest) + 1).filter((line) => !stackLine.test(line));
  return after.length > linesAfterMax ? '' : withoutHead(newest).slice(0, 160);
}

const noCounts: Readonly<Record<Sort, number>> = {
  noSpace: 0,
  tooManyOpenFiles: 0,
  addressInUse: 0,
  connectionRefused: 0,
  outOfMemory: 0,
  permissionDenied: 0,
  readOnly: 0,
  timeouts: 0,
  dnsFailures: 0,
  certificateErrors: 0,
  cannotFork: 0,
  missingFile: 0,
  configErrors: 0,
};
