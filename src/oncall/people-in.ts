/** Whom an entry of a calendar is about: its attendees, or who is named in its words by address, number or name. */

import { peopleNamed } from './read-names.ts';

export interface Reachable {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** With the country code. */
  readonly phone?: string;
}

interface Entry {
  readonly summary: string;
  readonly description: string;
  readonly attendees: readonly { readonly name: string; readonly address: string }[];
}

/** Shorter ones are parts of other numbers. */
const digitsMin = 7;

/** What is surest decides: an attendee's address before names, the title before what is written below it. */
export function peopleIn<T extends Reachable>({ summary, description, attendees }: Entry, people: readonly T[]): readonly T[] {
  const looks: readonly (() => readonly T[])[] = [
    () => people.filter((person) => attendees.some(({ address }) => isAddressOf(address, person))),
    () => people.filter(({ id, name }) => attendees.some((each) => each.name === name || each.name === id)),
    () => people.filter((person) => addressesIn(summary).some((address) => isAddressOf(address, person))),
    () => peopleNamed(summary, people),
    () => people.filter((person) => addressesIn(description).some((address) => isAddressOf(address, person))),
    () => peopleNamed(description, people),
  ];
  for (const look of looks) {
    const found = look();
    if (found.length > 0) return found;
  }
  return [];
}

/** E-mail addresses, and what may be a phone number. */
function addressesIn(text: string): readonly string[] {
  return text.match(/[^\s<>,;:()（）：，；]+@[^\s<>,;:()（）：，；]+|\+?\d[\d\s().-]{5,}\d/g) ?? [];
}

function isAddressOf(address: string, { email, phone }: Reachable): boolean {
  if (address.includes('@')) return email !== undefined && email.toLowerCase() === address.toLowerCase();
  const digits = address.replace(/\D/g, '');
  return phone !== undefined && digits.length >= digitsMin && phone.replace(/\D/g, '').endsWith(digits);
}
