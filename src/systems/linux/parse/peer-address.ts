/** Whom a program could not reach, by the line of its log that says so; the same in the words of any language. */

export interface Peer {
  /** `10.1.2.3:3306`, `[fd00::5]:5432` or `db.internal:5432`, as the line says it. */
  readonly address: string;
  /** Without the port. */
  readonly host: string;
  readonly port: number;
  /** What the program calls it, where the line says that beside its address, or the address is itself a name; else empty. */
  readonly name: string;
}

/** A day, a clock, an offset: `2026-11-30T19:38` looks like a host and its port. */
const times = [
  /\d{4}[-/.]\d\d[-/.]\d\d(?:[T ]+\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?)?/g,
  /\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?/g,
  /(?<![\w.:])\d\d:\d\d:\d\d(?:[.,]\d+)?(?![\w:])/g,
];

const ipv4 = '(?:\\d{1,3}\\.){3}\\d{1,3}';
const ipv6 = '\\[[0-9a-f:.]*:[0-9a-f:.]*\\]';
/** With a letter in it: a number before a colon is a clock or a count. */
const word = '(?=[\\w.-]*[a-z])[a-z0-9_](?:[\\w-]|\\.(?=[\\w-]))*';
const host = `(?:${ipv4}|${ipv6}|${word})`;
/** Not a line and a column, nor a number with a fraction. */
const port = '(\\d{2,5})(?!\\w|[:.]\\d)';
const pair = new RegExp(`(?<![\\w.%-])(${host}):${port}`, 'gi');

/** Words before a colon and a number that are no host. */
const noHost =
  /^(?:at|attempts?|code|column|conn(?:ection)?|count|err(?:no|or)?|exit|failed|fd|id|level|line|pid|port|reason|refused|request|retr(?:y|ies)|status|thread|tid|time(?:out)?|took|worker)$/i;
/** A file of source code and the line in it. */
const sourceFile = /\.(?:c|cc|cjs|cpp|cs|erl|ex|go|h|java|js|kt|lua|mjs|php|pl|py|rb|rs|scala|swift|ts|tsx)$/i;

/** Ways to write a port apart from its host: libpq, Postfix; curl, OpenSSH. */
const namedApart = [
  new RegExp(`"?(${word})"? \\((${ipv4}|[0-9a-f:]*:[0-9a-f:]+)\\),? port (\\d{2,5})\\b`, 'i'),
  new RegExp(`(${word})\\[(${ipv4}|[0-9a-f:]*:[0-9a-f:]+)\\]:(\\d{2,5})\\b`, 'i'),
];
const plainApart = new RegExp(`(?:to|server at|host) "?(${host})"?,?(?: \\(|,? )port:? (\\d{2,5})\\b`, 'i');

/** Null where the line names nobody. `about` is what it says of the failure: whom it names nearest to that is meant. */
export function peerIn(line: string, about: RegExp): Peer | null {
  const text = times.reduce((left, pattern) => left.replace(pattern, (found) => ' '.repeat(found.length)), line);
  const named = namedApart.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  const plain = plainApart.exec(text);
  if (named) return peerOf(named[2] ?? '', Number(named[3]), named[1] ?? '');
  if (plain) return peerOf(plain[1] ?? '', Number(plain[2]), '');
  const found = [...text.matchAll(pair)].filter(([, name = '', number]) => isHost(name) && Number(number) <= 65_535);
  const meant = nearest(found, text, about);
  if (meant === undefined) return null;
  return peerOf(meant[1] ?? '', Number(meant[2]), nameBefore(text.slice(0, meant.index)));
}

function isHost(name: string): boolean {
  return !noHost.test(name) && !sourceFile.test(name);
}

/** A proxy says whom it asked by `upstream`. Else whom the failure is said of right behind it, then the last one before it: a call, and what became of it. */
function nearest(found: readonly RegExpExecArray[], text: string, about: RegExp): RegExpExecArray | undefined {
  const upstream = found.find(({ index }) => /upstream: "[a-z]+:\/\/$/.test(text.slice(0, index)));
  if (upstream !== undefined) return upstream;
  const failure = about.exec(text);
  if (failure === null) return found.at(-1);
  const end = failure.index + failure[0].length;
  const behind = found.find(({ index }) => index >= end);
  if (behind !== undefined && /^(?:[\s:(["'/]|to |by |connecting |[\w.-]+\/)*$/.test(text.slice(end, behind.index))) return behind;
  return found.findLast(({ index }) => index < failure.index) ?? behind;
}

/** `orders-db (10.1.2.3:3306)` and, as Java writes it, `orders-db/10.1.2.3:3306`. */
function nameBefore(before: string): string {
  return new RegExp(`(${word})(?: ?\\(|\\/)$`, 'i').exec(before.replace(/:\/\/$/, ''))?.[1] ?? '';
}

function peerOf(at: string, number: number, called: string): Peer {
  const bare = at.replace(/^\[|\]$/g, '');
  const isAddress = new RegExp(`^${ipv4}$`).test(bare) || bare.includes(':');
  const shown = bare.includes(':') ? `[${bare}]` : bare;
  return { address: `${shown}:${number}`, host: bare, port: number, name: isAddress ? called : bare };
}
