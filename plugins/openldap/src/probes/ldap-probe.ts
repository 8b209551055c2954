/** What the probes share: a search in cn=Monitor, numbers out of it, and a failure as an answer. */

import { type Facts, type Look, type LookContext, type Probe, sameText, z } from 'zhiban/plugin';
import type { LdapClient } from '../client.ts';
import { failureOf } from '../failure.ts';
import type { DirectoryEntry } from '../messages.ts';

export interface Seen {
  readonly headline: Look['headline'];
  readonly facts: Facts;
  readonly entries: readonly DirectoryEntry[];
}

export interface LdapProbe extends Omit<Probe<LdapClient>, 'look' | 'parameters' | 'timeoutMs'> {
  /** As a person would type it. */
  readonly query: string;
  see(client: LdapClient, context: LookContext): Promise<Seen>;
}

const timeoutMs = 5_000;
const textLinesMax = 200;

export function ldapProbe({ query, see, ...probe }: LdapProbe): Probe<LdapClient> {
  return {
    ...probe,
    parameters: z.strictObject({}),
    timeoutMs,
    async look(client, _parameters, context) {
      const command = `ldapsearch -H ${client.url} ${query}`;
      try {
        const { headline, facts, entries } = await see(client, context);
        return { status: 'ok', headline, facts, query: command, text: monitorText(entries) };
      } catch (error) {
        const failure = failureOf(error);
        return { ...failure, headline: sameText(failure.reason), facts: {}, query: command, text: '' };
      }
    },
  };
}

export const monitor = (client: LdapClient, base: string, { signal }: LookContext, entriesMax = 200): Promise<readonly DirectoryEntry[]> =>
  client.search({ base: `${base}cn=Monitor`, scope: 'subtree', attributes: ['*', '+'], entriesMax }, signal);

/** Of the entry whose name begins so; null where there is none. */
export function numberOf(entries: readonly DirectoryEntry[], name: string, attribute: string): number | null {
  const entry = entries.find(({ dn }) => dn.toLowerCase().startsWith(`${name.toLowerCase()},`));
  return numberIn(entry, attribute);
}

export function numberIn(entry: DirectoryEntry | undefined, attribute: string): number | null {
  const value = Number(entry?.attributes.get(attribute.toLowerCase())?.[0] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** Null where one of them isn't known or the whole is none. */
export function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

const ownAttributes =
  /^(objectclass|structuralobjectclass|creatorsname|modifiersname|entrydn|subschemasubentry|hassubordinates|createtimestamp)$/;

/** As `ldapsearch` prints it, without what a directory says of every entry. */
export function monitorText(entries: readonly DirectoryEntry[]): string {
  const lines = entries.flatMap(({ dn, attributes }) => [
    `dn: ${dn}`,
    ...[...attributes]
      .filter(([name]) => !ownAttributes.test(name))
      .flatMap(([name, values]) => values.map((value) => `${name}: ${value}`)),
    '',
  ]);
  const shown = lines.slice(0, textLinesMax);
  return [...shown, ...(lines.length > textLinesMax ? [`… ${lines.length - textLinesMax} more lines`] : [])].join('\n').slice(0, 15_000);
}
