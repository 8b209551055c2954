/**
 * The one gate to a model. Text passes it once: secrets are gone for good, people and addresses become placeholders
 * that the report turns back. The gateway takes nothing but `MaskedText`, which only this file makes.
 */

import { isIP } from 'node:net';
import { maskSecrets, maskSecretsDeep } from '../domain/mask-secrets.ts';
import { isCardNumber, isResidentNumber } from './id-number.ts';

declare const masked: unique symbol;
/** Text that may leave for a model. */
export type MaskedText = string & { readonly [masked]: true };

export interface MaskOptions {
  readonly email: boolean;
  readonly phone: boolean;
  readonly id: boolean;
  readonly ip: boolean;
  /** Names to hide wherever they occur: hosts, customers, projects. */
  readonly words: readonly string[];
}

/** Placeholder to original. */
export type MaskTable = Readonly<Record<string, string>>;

export interface Mask {
  /** For text from anywhere but the model. What looks like a placeholder in it is made harmless. */
  mask(text: string): MaskedText;
  /** For what the model wrote: its placeholders stay. */
  keep(text: string): MaskedText;
  keepDeep(value: unknown): unknown;
  unmask(text: string): string;
  maskDeep(value: unknown): unknown;
  unmaskDeep(value: unknown): unknown;
  /** Everything given out so far; with it, another process continues with the same placeholders. */
  table(): MaskTable;
}

type MaskKind = 'email' | 'phone' | 'id' | 'ip' | 'name';

/** Pass the tables of earlier turns as `known`: the same value keeps its placeholder for the whole investigation. */
export function createMask(options: MaskOptions, known: MaskTable = {}): Mask {
  const originals = new Map(Object.entries(known));
  const placeholders = new Map([...originals].map(([placeholder, original]) => [original, placeholder]));
  const counts = new Map<string, number>();
  for (const placeholder of originals.keys()) {
    const [, kind = '', number = '0'] = /^«([a-z]+)-(\d+)»$/.exec(placeholder) ?? [];
    counts.set(kind, Math.max(counts.get(kind) ?? 0, Number(number)));
  }

  function placeholderOf(kind: MaskKind, original: string): string {
    const given = placeholders.get(original);
    if (given !== undefined) return given;
    const number = (counts.get(kind) ?? 0) + 1;
    const placeholder = `«${kind}-${number}»`;
    counts.set(kind, number);
    originals.set(placeholder, original);
    placeholders.set(original, placeholder);
    return placeholder;
  }

  const passes = passesOf(options);
  const hide = (text: string): MaskedText => {
    let hidden = maskSecrets(text);
    for (const pass of passes) {
      hidden = hidden.replace(pass.pattern, (found: string, ...more: readonly unknown[]) =>
        pass.isMeant(found, textBefore(more)) ? placeholderOf(pass.kind, found) : found,
      );
    }
    return hidden as MaskedText;
  };
  const unmask = (text: string): string =>
    text.replace(/(?:«|<<|《|&laquo;)\s?([a-z]{2,5}-\d{1,6})\s?(?:»|>>|》|&raquo;)/gi, (whole, name: string) => {
      return originals.get(`«${name.toLowerCase()}»`) ?? whole;
    });

  return {
    mask: (text) => hide(withoutPlaceholders(text)),
    keep: hide,
    unmask,
    maskDeep: (value) => mapStrings(maskSecretsDeep(value), (text) => hide(withoutPlaceholders(text))),
    keepDeep: (value) => mapStrings(maskSecretsDeep(value), hide),
    unmaskDeep: (value) => mapStrings(value, unmask),
    table: () => Object.fromEntries(originals),
  };
}

interface Pass {
  readonly kind: MaskKind;
  readonly pattern: RegExp;
  isMeant(found: string, before: string): boolean;
}

function passesOf(options: MaskOptions): readonly Pass[] {
  const passes: Pass[] = [];
  const words = options.words.filter((word) => word.trim() !== '').sort((one, other) => other.length - one.length);
  if (words.length > 0) {
    const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
    passes.push({ kind: 'name', pattern, isMeant: () => true });
  }
  if (options.email) passes.push({ kind: 'email', pattern: emailPattern, isMeant: () => true });
  if (options.ip)
    passes.push({ kind: 'ip', pattern: ipv4Pattern, isMeant: isAddress }, { kind: 'ip', pattern: ipv6Pattern, isMeant: isAddress });
  if (options.id) passes.push({ kind: 'id', pattern: numberPattern, isMeant: (found) => isResidentNumber(found) || isCardNumber(found) });
  if (options.phone) passes.push({ kind: 'phone', pattern: phonePattern, isMeant: isPhone });
  return passes;
}

// Bounded and anchored by what may not stand before, so that long runs of the same character cost no more than others.
const emailPattern = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}/g;
const ipv4Pattern = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/g;
const ipv6Pattern = /(?<![0-9A-Za-z:.«-])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40}(?:%[\w.]{1,16})?(?![0-9A-Za-z])/g;
const numberPattern = /(?<![0-9A-Za-z_.-])[1-9]\d{14,17}[\dXx](?:\d{0,2})(?![0-9A-Za-z_])/g;
const phonePattern =
  /(?<![\w.+-])(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8}|\+\d{1,3}[ -]?\(?\d{2,4}\)?(?:[ -]?\d{2,4}){2,3})(?![\w.]?\d|[A-Za-z_])/g;

/** Addresses that say nothing about anyone stay readable: loopback, any, netmasks. */
function isAddress(found: string): boolean {
  const address = found.replace(/%.*$/, '');
  // `a::b` is a name in C++ before it is an address.
  if (isIP(address) === 0 || !/\d/.test(address)) return false;
  return !/^(?:127\.|0\.0\.0\.0$|255\.|::1?$)/.test(address);
}

/** Eleven digits after the name of a quantity are bytes or offsets, not a person. */
function isPhone(_found: string, before: string): boolean {
  return !/(?:bytes?|mem(?:ory)?|size|used|total|max|min|limit|rss|offset|count|peak|free|avail\w*|heap|keys|ops|time|seq|pos|lsn|[kmg]i?b)["']?\s?[:=]\s?$/i.test(
    before,
  );
}

/** Outside text can't speak of a placeholder: what it wrote would be turned back into a value it never had. */
function withoutPlaceholders(text: string): string {
  return text.replace(/«(?=[a-z]{2,5}-\d{1,6}»)/gi, '‹');
}

/** `replace` passes groups, then the offset and the whole text. */
function textBefore(more: readonly unknown[]): string {
  const whole = more.findLast((each) => typeof each === 'string');
  const offset = more.find((each) => typeof each === 'number');
  return typeof whole === 'string' && typeof offset === 'number' ? whole.slice(Math.max(0, offset - 40), offset) : '';
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]));
}
