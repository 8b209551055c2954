/**
 * Takes secrets out of text before anything keeps, shows or sends it. What is taken out can't be brought back.
 * When in doubt it takes too much: a masked host name costs a second look, a leaked password costs a night.
 * Every pattern is bounded, so that the time grows with the length of the text and with nothing else.
 */

import { mayHoldSecret } from './secret-hints.ts';
import { isPasswordName, isSecretName, passwordWords } from './secret-names.ts';

/** What stands where a secret was. */
export const secretMark = '«secret»';

/** How deep `maskSecretsDeep` follows; what lies deeper is replaced as a whole. */
const depthMax = 40;

/** Pure and idempotent. */
export function maskSecrets(text: string): string {
  return text.length < 4 || !mayHoldSecret(text) ? text : maskThoroughly(text);
}

/** Every pattern, whatever the first look says. */
export function maskThoroughly(text: string): string {
  let masked = maskHeaders(text);
  for (const [pattern, replacement] of shapes) masked = masked.replace(pattern, replacement);
  masked = maskPairs(masked);
  masked = masked.replace(flagPair, maskFlag).replace(namedValue, maskNamedValue).replace(xmlPair, maskXml);
  return masked.replace(nearby, maskNearby);
}

/** `maskSecrets` for every string of a JSON value; a value under a secret's name goes as a whole. Keys are masked too. */
export function maskSecretsDeep<Value>(value: Value): Value;
export function maskSecretsDeep(value: unknown): unknown {
  return maskValue(value, '', 0);
}

function maskValue(value: unknown, name: string, depth: number): unknown {
  if (typeof value === 'string') return isSecretName(name) && !isHarmless(value, name) ? secretMark : maskSecrets(value);
  if (typeof value === 'number') return isPasswordName(name) ? secretMark : value;
  if (value === null || typeof value !== 'object') return value;
  if (depth >= depthMax) return secretMark;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, name.replace(/s$/i, ''), depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [maskSecrets(key), maskValue(item, nameWithin(value, key), depth + 1)]),
  );
}

/** `{ name: DB_PASSWORD, value: … }` as Kubernetes writes its environment: the name of the value stands beside it. */
function nameWithin(holder: object, key: string): string {
  if (key !== 'value') return key;
  const beside: unknown = Reflect.get(holder, 'name') ?? Reflect.get(holder, 'key') ?? Reflect.get(holder, 'parameter');
  return typeof beside === 'string' ? beside : key;
}

const before = '(?<![A-Za-z0-9_])';
const rest = '[A-Za-z0-9_-]';

/** Forms that are secrets wherever they stand; the order matters only where one contains another. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[\s\S]){0,16000}(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/g,
    secretMark,
  ],
  // The password of a URL may hold anything but a second scheme; a port followed by a path is no password.
  [
    /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,60}:\/\/[^\s:@/?#'"<>]{0,120}):(?!\d{1,5}(?:[/?#]|\b(?!@)(?=[^\s@]{0,256}(?:\s|$))))((?:(?!:\/\/)[^\s"'<>]){1,256})@/gi,
    `$1:${secretMark}@`,
  ],
  [/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,60}:\/\/)[A-Za-z0-9_.~%-]{16,200}@/gi, `$1${secretMark}@`],
  [/\b(bearer|basic)([ \t]{1,4})[A-Za-z0-9._~+/-]{16,8000}={0,3}/gi, `$1$2${secretMark}`],
  [
    /((?:open\.(?:feishu|larksuite)\.(?:cn|com)\/open-apis\/bot\/(?:v2\/)?hook|hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[a-z0-9.-]{0,60}\.office\.com\/webhookb?2?|flashcat\.cloud\/[a-z/]{0,40})\/)[A-Za-z0-9_@/%.=-]{6,400}/gi,
    `$1${secretMark}`,
  ],
  [
    /((?:qyapi\.weixin\.qq\.com|oapi\.dingtalk\.com|sctapi\.ftqq\.com|api\.day\.app)\/[^\s?"'<>]{0,100}\?(?:key|access_token|token)=)[A-Za-z0-9_-]{4,200}/gi,
    `$1${secretMark}`,
  ],
  [new RegExp(`${before}(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g'), secretMark],
  [
    new RegExp(`${before}(?:LTAI[A-Za-z0-9]{12,30}|AKID[A-Za-z0-9]{13,50}|AKLT[A-Za-z0-9]{16,60}|SEC[0-9a-f]{64})(?![A-Za-z0-9])`, 'g'),
    secretMark,
  ],
  [new RegExp(`${before}AIza${rest}{35}|${before}ya29\\.${rest}{20,400}|${before}GOCSPX-${rest}{20,60}`, 'g'), secretMark],
  [new RegExp(`${before}(?:xox[abceoprs]|xapp)-${rest}{8,400}`, 'g'), secretMark],
  [
    new RegExp(
      `${before}(?:gh[pousr]_[A-Za-z0-9]{20,260}|github_pat_[A-Za-z0-9_]{20,260}|gl(?:pat|dt|rt|cbt|ptt|soat)-${rest}{16,100})`,
      'g',
    ),
    secretMark,
  ],
  [new RegExp(`${before}sk-(?=${rest}{0,60}\\d)${rest}{16,300}`, 'g'), secretMark],
  [
    new RegExp(
      `${before}(?:[srp]k_(?:live|test)_|whsec_|npm_|pypi-|hf_|dop_v1_|dapi|shpat_|sq0csp-|rubygems_|figd_|PMAK-|glsa_|hv[sbr]\\.|SG\\.)[A-Za-z0-9_.-]{20,400}`,
      'g',
    ),
    secretMark,
  ],
  [new RegExp(`${before}\\d{8,10}:AA${rest}{32,36}`, 'g'), secretMark],
  [/(?<![\w-])[tuac]-(?=[A-Za-z0-9._]{0,60}\d)[A-Za-z0-9._]{32,400}/g, secretMark],
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,8000}\.[A-Za-z0-9_-]{5,8000}(?:\.[A-Za-z0-9_-]{0,8000})?/g, secretMark],
  // Password hashes as shadow, htpasswd and databases keep them.
  [/\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2[a-z]{0,2}|scrypt|pbkdf2[\w-]{0,12})\$[./A-Za-z0-9$=,+-]{12,300}/g, secretMark],
  [/(?:SCRAM-SHA-256\$\d{1,9}:[A-Za-z0-9+/=$:]{20,300})/g, secretMark],
  // Redis: the directive and its value, on one line, on two, or as a numbered reply.
  [
    /\b(requirepass|masterauth|primaryauth|sentinel[ \t]{1,4}auth-pass[ \t]{1,4}\S{1,80}|tls-key-file-pass|tls-client-key-file-pass)(["']?(?:[ \t]{1,10}|\r?\n[ \t]{0,4})(?:\d{1,6}\)[ \t]{0,4})?)(?!«|\d{1,6}\)[ \t]{0,4}["']?«|""|''|requirepass|masterauth|[:=])("[^"\r\n]{1,400}"?|'[^'\r\n]{1,400}'?|[^\s"']{1,400})/gi,
    `$1$2${secretMark}`,
  ],
  [
    /(^|["'>\s]|\d\s)(auth)(["']?[ \t]{1,4}["']?)(?![=:«])((?:[^\s"']{1,80}["']?[ \t]{1,4}["']?)?)(?=[^\s"']{0,80}[\d!@#$%^&*])([^\s"'«]{4,200})(?=["']?[ \t]{0,4}(?:\r?\n|$))/gim,
    `$1$2$3$4${secretMark}`,
  ],
  [
    /(\bacl[ \t]{1,4}setuser\b[^\r\n]{0,400}?|\buser[ \t]{1,4}\S{1,80}[ \t]{1,4}(?:on|off)\b[^\r\n]{0,200}?)([ \t]["']?[><#!])(?!«)[^\s"']{3,300}/gi,
    `$1$2${secretMark}`,
  ],
  // SQL: accounts and their passwords.
  [
    /\b(identified[ \t]{1,4}(?:with[ \t]{1,4}\S{1,60}[ \t]{1,4})?(?:by|as)[ \t]{1,4}(?:values[ \t]{1,4}|password[ \t]{1,4})?)(?:'[^'\r\n]{0,400}'?|"[^"\r\n]{0,400}"?)/gi,
    `$1'${secretMark}'`,
  ],
  [
    /\b(password[ \t]{0,4}(?:\([ \t]{0,4}|(?:for[ \t]{1,4}\S{1,100}[ \t]{0,4})?=[ \t]{0,4}(?:password[ \t]{0,4}\([ \t]{0,4})?|[ \t]))(?:'[^'\r\n]{1,400}'?|"(?!«)[^"\r\n]{1,400}"(?=[ \t]{0,4}(?:;|\)|$)))/gim,
    `$1'${secretMark}'`,
  ],
  // Command lines whose flags say it with one letter.
  [
    /\b((?:mysql(?:dump|admin|sh|import|check|slap|binlog)?|mariadb(?:-[a-z]{1,12})?|mycli|xtrabackup)\b[^\r\n|;&]{0,400}?[ \t]-p)(?!«)("[^"\r\n]{1,200}"?|'[^'\r\n]{1,200}'?|[^\s"']{1,200})/g,
    `$1${secretMark}`,
  ],
  [
    /\b((?:redis-cli|valkey-cli|keydb-cli)\b[^\r\n|;&]{0,400}?[ \t]-a[ \t]{1,4})(?!«)("[^"\r\n]{1,200}"?|'[^'\r\n]{1,200}'?|[^\s"']{1,200})/g,
    `$1${secretMark}`,
  ],
  [
    /\b(sshpass\b[^\r\n|;&]{0,60}?[ \t]-p[ \t]{0,4}|ldap(?:search|add|modify|passwd|whoami)\b[^\r\n|;&]{0,300}?[ \t]-w[ \t]{1,4}|(?:docker|podman|nerdctl|helm registry)[ \t]{1,4}login\b[^\r\n|;&]{0,200}?[ \t]-p[ \t]{1,4})(?!«)("[^"\r\n]{1,200}"?|'[^'\r\n]{1,200}'?|[^\s"']{1,200})/g,
    `$1${secretMark}`,
  ],
  [
    /\b((?:curl|wget|http)\b[^\r\n|]{0,400}?[ \t](?:-u|--user|--proxy-user)[ \t=]{1,4}["']?[^\s:"']{1,100}:)(?!«)[^\s"']{1,200}/g,
    `$1${secretMark}`,
  ],
  [/\b(login[ \t\r\n]{1,4}\S{1,100}[ \t\r\n]{1,4}password[ \t]{1,4})(?!«)\S{1,200}/gi, `$1${secretMark}`],
  // Prose: a word that looks chosen rather than spoken.
  [
    new RegExp(
      `\\b((?:${passwordWords})[ \\t]{1,3}(?:is|was|to|as|of)[ \\t]{1,3}["'\`]?)(?=[^\\s"'\`]{0,80}[\\d!@#$%^&*])(?!«)[^\\s"'\`]{3,200}`,
      'gi',
    ),
    `$1${secretMark}`,
  ],
  [
    /((?:密码|口令|密钥|秘钥|令牌|凭证|私钥|授权码)(?:[\u4e00-\u9fff]{0,4}(?:是|为|成|改为))?["'”」』】]?[ \t]{0,3}[:：=＝]?[ \t]{0,3}["'“「『【]?)(?!«)(?=[\x21-\x7e]{0,80}[A-Za-z0-9])[\x21-\x26\x28-\x2b\x2d-\x3a\x3c-\x7e]{4,400}/g,
    `$1${secretMark}`,
  ],
];

const headerHead =
  /(["']?)\b(?:(?:proxy-)?authorization|(?:set-)?cookie)(?:\\{0,7}["'])?[ \t]{0,4}[:=][ \t]{0,4}(\\{0,7}["'])?(?:(?:bearer|basic|digest|token|apikey|negotiate|aws4-hmac-sha256)[ \t]{1,4})?/gi;

/** Headers that hold nothing but secrets: to the quote that closes them, else to the end of the line. */
function maskHeaders(text: string): string {
  let out = '';
  let done = 0;
  headerHead.lastIndex = 0;
  for (let head = headerHead.exec(text); head !== null; head = headerHead.exec(text)) {
    const [whole, before = '', inside] = head;
    const start = head.index + whole.length;
    const line = text.slice(start, start + 8_000).split(/[\r\n]/, 1)[0] ?? '';
    const quote = inside ?? before;
    const closed = quote === '' ? -1 : line.indexOf(quote);
    const value = closed === -1 ? line : line.slice(0, closed);
    headerHead.lastIndex = start + value.length;
    if (isHarmless(value, '')) continue;
    out += text.slice(done, start) + secretMark;
    done = start + value.length;
  }
  return done === 0 ? text : out + text.slice(done);
}

const pairHead = /(?<![\w.-])([\w.-]{2,120}|[\u4e00-\u9fff]{1,12})((?:\\{0,7}["'`])?[ \t]{0,4}(?:=>|:=|[:=：＝])[ \t]{0,4})/g;

/** `name=value`, `name: value`, `"name": "value"`, also within escaped JSON: the name decides, the value goes. */
function maskPairs(text: string): string {
  let out = '';
  let done = 0;
  pairHead.lastIndex = 0;
  for (let head = pairHead.exec(text); head !== null; head = pairHead.exec(text)) {
    const [whole, name = ''] = head;
    const start = head.index + whole.length;
    if (!isSecretName(name)) {
      // The value may itself be a pair, as in `--from-literal=password=x`.
      pairHead.lastIndex = start;
      continue;
    }
    const value = readValue(text, start);
    if (value === null || isHarmless(value.text, name)) continue;
    out += text.slice(done, value.start) + secretMark;
    done = value.end;
    pairHead.lastIndex = value.end;
  }
  return done === 0 ? text : out + text.slice(done);
}

interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const valueQuote = /(\\{0,7})(["'`])/y;
const valueBlock = /[|>][+-]?[ \t]{0,4}(?:\r?\n[ \t]{1,40}[^\r\n]{0,400}){1,60}/y;
const valueBare =
  /(?:[^\s,;&"'`()[\]{}<>|]|[,;&)\]}>|("'`[{<](?![\s,;&)\]}]|$|[\w.-]{1,40}(?:\\{0,7}["'])?[ \t]?[:=]))(?:[^\s,;&"'`)\]}>|]|[,;&)\]}>|"'`](?![\s,;&)\]}"']|$|["']?[\w.-]{1,40}(?:\\{0,7}["'])?[ \t]?[:=])){0,4000}/y;

function readValue(text: string, start: number): Span | null {
  valueQuote.lastIndex = start;
  const opened = valueQuote.exec(text);
  if (opened !== null) return readQuoted(text, start + opened[0].length, opened[0]);
  for (const form of [valueBlock, valueBare]) {
    form.lastIndex = start;
    const found = form.exec(text);
    if (found !== null && found[0] !== '') return { text: found[0], start, end: start + found[0].length };
  }
  return null;
}

/** To the same quote with the same escaping; to the end of the line when it is never closed. */
function readQuoted(text: string, start: number, quote: string): Span {
  const limit = Math.min(text.length, start + 8_000);
  let end = start;
  while (end < limit) {
    if (text.startsWith(quote, end)) break;
    if (text[end] === '\n' && quote.length === 1) break;
    end += quote.length === 1 && text[end] === '\\' ? 2 : 1;
  }
  const closed = Math.min(end, text.length);
  return { text: text.slice(start, closed), start, end: closed };
}

const harmless =
  /^(?:|null|nil|none|true|false|yes|no|on|off|undefined|unset|empty|enabled|disabled|required|missing|invalid|expired|bearer|basic|digest|token|\*+|x{3,}|-+|\[?<?\(?(?:redacted|masked|hidden|secret|filtered)\)?>?\]?|«secret»|\$\{[^}]{1,100}\}?|\$\([^)]{1,100}\)?|\$[A-Z_][A-Z0-9_]{0,80}|\{\{.{0,100}|\{|\[|%[sdvq])[,;.]?$/i;

function isHarmless(value: string, name: string): boolean {
  const trimmed = value.trim();
  if (harmless.test(trimmed) || trimmed.startsWith(secretMark)) return true;
  // `PWD` is also the working directory, and `pass` also a count.
  if (/^(?:old)?pwd$/i.test(name) && trimmed.startsWith('/')) return true;
  return /^pass$/i.test(name) && /^\d{1,3}$/.test(trimmed);
}

const flagPair = /(?<![\w-])(--?)([A-Za-z][\w.-]{1,60})([ \t]{1,4})("[^"\r\n]{1,400}"?|'[^'\r\n]{1,400}'?|[^\s"'-][^\s"']{0,400})/g;

function maskFlag(whole: string, dashes: string, name: string, gap: string, value: string): string {
  return isSecretName(name) && !isHarmless(value.replace(/^["']|["']$/g, ''), name) ? `${dashes}${name}${gap}${secretMark}` : whole;
}

const namedValue =
  /(["']?(?:name|key)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?)([\w.-]{2,120})(["']?[ \t]{0,4},?\s{0,40}["']?value["']?[ \t]{0,4}[:=][ \t]{0,4})("[^"\r\n]{0,4000}"?|'[^'\r\n]{0,4000}'?|[^\s"',}]{1,4000})/gi;

function maskNamedValue(whole: string, head: string, name: string, middle: string, value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  return isSecretName(name) && !isHarmless(value.replace(/^["']|["']$/g, ''), name)
    ? `${head}${name}${middle}${quote}${secretMark}${quote}`
    : whole;
}

const xmlPair = /<([\w.:-]{2,80})>([^<>\r\n]{1,400})<\//g;

function maskXml(whole: string, name: string, value: string): string {
  return isSecretName(name) && !isHarmless(value, name) ? `<${name}>${secretMark}</` : whole;
}

const nearby =
  /(?<!«)\b((?:secret|token|api[ _-]?key|access[ _-]?key|secret[ _-]?key|private[ _-]?key|passw(?:or)?d|passphrase|credential|signature)s?\b[^\r\n«]{0,24}?[ \t:="'`(])([A-Za-z0-9+/_=-]{24,400})(?![A-Za-z0-9+/_=-])/gi;

/** A long random string soon after a word that announces a secret. */
function maskNearby(whole: string, head: string, value: string): string {
  return isRandom(value) ? `${head}${secretMark}` : whole;
}

/** Letters and digits mixed with an entropy that words and paths don't have: 3.2 bits a character over 20 and more. */
function isRandom(text: string): boolean {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return true;
  const [value = ''] = text.split(/[-_]/).sort((one, other) => other.length - one.length);
  if (value.length < 20 || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits >= 3.2;
}
