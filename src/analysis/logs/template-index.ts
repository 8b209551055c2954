/**
 * Finds the templates that a line may belong to: those of the same skeleton (marks, spaces and number of tokens) that agree with it in the
 * first or the second half of their words. Two lines that differ at one place agree in one of the halves.
 */

import type { Token } from './scan-line.ts';
import { firstVariable, kinds } from './variable.ts';

/** How many candidates are looked at for one line; the newest first. */
const candidatesMax = 192;

export class TemplateIndex {
  readonly #byHalf = new Map<number, number | number[]>();
  /** Templates with a wild place, by skeleton: any half may hold it. */
  readonly #wild = new Map<number, number | number[]>();

  add(tokens: readonly Token[], index: number, isWild: boolean): void {
    const keys = keysOf(tokens);
    if (isWild) put(this.#wild, keys.skeleton, index);
    else {
      put(this.#byHalf, keys.first, index);
      put(this.#byHalf, keys.second, index);
    }
  }

  remove(tokens: readonly Token[], index: number, isWild: boolean): void {
    const keys = keysOf(tokens);
    if (isWild) take(this.#wild, keys.skeleton, index);
    else {
      take(this.#byHalf, keys.first, index);
      take(this.#byHalf, keys.second, index);
    }
  }

  wild(tokens: readonly Token[]): readonly number[] {
    return newest(this.#wild.get(keysOf(tokens).skeleton));
  }

  halves(tokens: readonly Token[]): readonly number[] {
    const keys = keysOf(tokens);
    const first = newest(this.#byHalf.get(keys.first));
    const second = newest(this.#byHalf.get(keys.second));
    if (second.length === 0) return first;
    const known = new Set(first);
    return [...first, ...second.filter((index) => !known.has(index))];
  }
}

function newest(entry: number | readonly number[] | undefined): readonly number[] {
  if (entry === undefined) return [];
  if (typeof entry === 'number') return [entry];
  return entry.length > candidatesMax ? entry.slice(-candidatesMax) : entry;
}

function put(map: Map<number, number | number[]>, key: number, index: number): void {
  const entry = map.get(key);
  if (entry === undefined) map.set(key, index);
  else if (typeof entry === 'number') map.set(key, [entry, index]);
  else entry.push(index);
}

function take(map: Map<number, number | number[]>, key: number, index: number): void {
  const entry = map.get(key);
  if (entry === undefined) return;
  const rest = typeof entry === 'number' ? (entry === index ? [] : [entry]) : entry.filter((each) => each !== index);
  if (rest.length === 0) map.delete(key);
  else map.set(key, rest.length === 1 ? (rest[0] as number) : rest);
}

interface Keys {
  readonly skeleton: number;
  readonly first: number;
  readonly second: number;
}

/** Small integers, which a map holds without boxes; a collision only adds a candidate that the comparison refuses. */
function keysOf(tokens: readonly Token[]): Keys {
  let skeleton = tokens.length;
  for (const token of tokens) {
    skeleton = Math.imul(skeleton ^ (token.hasSpace ? 0x51ed270b : 0x2545f491), 0x01000193);
    skeleton = token.kind === kinds.mark ? mix(skeleton, token.text) : Math.imul(skeleton ^ 0x7f4a7c15, 0x85ebca6b);
    skeleton ^= skeleton >>> 13;
  }
  const half = tokens.length >> 1;
  return {
    skeleton: skeleton >> 2,
    first: halfKey(tokens, 0, half, skeleton ^ 1),
    second: halfKey(tokens, half, tokens.length, skeleton ^ 2),
  };
}

function halfKey(tokens: readonly Token[], start: number, end: number, seed: number): number {
  let key = seed;
  const hasPairs = countPairs(tokens) >= pairsMin;
  for (let index = start; index < end; index += 1) {
    const token = tokens[index] as Token;
    const varies = token.kind >= firstVariable || (hasPairs && isPairValue(tokens, index));
    key = varies ? Math.imul(key ^ 0x1b873593, 0x01000193) : mix(key, token.text);
    key ^= key >>> 15;
  }
  return key >> 2;
}

/** From so many `key=value` pairs on, a line is found by its keys: its values may differ all at once. */
const pairsMin = 3;

function countPairs(tokens: readonly Token[]): number {
  let count = 0;
  for (const token of tokens) if (token.kind === kinds.mark && token.text === '=') count += 1;
  return count;
}

function isPairValue(tokens: readonly Token[], index: number): boolean {
  if (tokens[index]?.kind === kinds.mark) return false;
  const before = tokens[index - 1];
  if (before?.kind !== kinds.mark) return false;
  return before.text === '=' || ((before.text === '"' || before.text === "'") && tokens[index - 2]?.text === '=');
}

function mix(seed: number, text: string): number {
  let key = seed;
  for (let index = 0; index < text.length; index += 1) key = Math.imul(key ^ text.charCodeAt(index), 0x01000193);
  return Math.imul(key ^ text.length, 0xc2b2ae35);
}
