/** Assertions that the contract suite of systems shares. */

import assert from 'node:assert/strict';
import { evidenceLimits, type Look } from '../../domain/evidence.ts';
import { type LocalText, locales } from '../../domain/text.ts';
import type { Probe } from '../../systems/contract.ts';

/** The runner cuts at the limits; room beyond them only lets it see that something was cut. */
const roomFactor = 4;

/** Both languages, neither empty, the same placeholders. */
export function assertText(text: LocalText, where: string): void {
  for (const locale of locales) assert.ok(text[locale].trim().length > 0, `${where} is empty in ${locale}`);
  assert.deepEqual(placeholdersOf(text['zh-CN']), placeholdersOf(text.en), `${where} has other placeholders in each language`);
}

export function placeholdersOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(/\{([\w.@-]+)(?:\|\w+)?\}/g)].map((match) => match[1] ?? ''))].sort();
}

export function assertBounded(probe: string, look: Look): void {
  assertText(look.headline, `headline of ${probe}`);
  assert.ok(Buffer.byteLength(look.text) <= evidenceLimits.textBytes * roomFactor, `probe ${probe} brings unbounded text`);
  assert.ok(Object.keys(look.facts).length <= evidenceLimits.factsMax, `probe ${probe} brings too many facts`);
  assert.ok(look.query.length > 0, `probe ${probe} doesn't say what it ran`);
  for (const [name, value] of Object.entries(look.facts)) {
    assert.match(name, /^[\w.@-]+$/, `probe ${probe}: fact '${name}' can't be named in a text`);
    if (typeof value === 'number') assert.ok(Number.isFinite(value), `probe ${probe}: fact ${name} is ${String(value)}`);
    if (typeof value === 'string')
      assert.ok(value.length <= evidenceLimits.factTextLength, `probe ${probe}: fact ${name} is longer than is kept`);
    if (/Ratio$/.test(name) && typeof value === 'number') assert.ok(value >= 0, `probe ${probe}: fact ${name} is ${String(value)}`);
  }
  assert.ok((look.series?.length ?? 0) <= evidenceLimits.seriesMax, `probe ${probe} brings too many series`);
  for (const series of look.series ?? []) {
    assert.equal(series.times.length, series.values.length, `series ${series.name} of probe ${probe}`);
    assert.ok(series.times.length <= evidenceLimits.pointsMax, `series ${series.name} of probe ${probe} is too long`);
  }
}

export function assertFactsDeclared<Client>(probe: Probe<Client>, look: Look | undefined): void {
  if (probe.facts === undefined || look === undefined) return;
  const undeclared = Object.keys(look.facts).filter((name) => !isDeclared(name, probe.facts ?? []));
  assert.deepEqual(undeclared, [], `probe ${probe.name} brings facts that it does not declare`);
}

/** `*` stands for one varying part, which may itself hold dots. */
export function isDeclared(fact: string, declared: readonly string[]): boolean {
  return declared.some((name) => name === fact || (name.includes('*') && patternOf(name).test(fact)));
}

function patternOf(name: string): RegExp {
  const escaped = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.+')}$`);
}
