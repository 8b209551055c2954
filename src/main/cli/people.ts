/** `zhiban people list|link|unlink` and `zhiban whoami`. */

import type { IdentityView, PersonView } from '../../domain/people-view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';

export async function runPeopleList(context: CliContext): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly PersonView[] }>('/api/v1/people');
  answer(context, { items }, () => {
    const header = (['id', 'name', 'roles', 'email', 'phone', 'accounts'] as const).map((column) => say(context, `column.${column}`));
    const rows = items.map((person) => [
      person.id,
      person.name,
      person.roles.join(', '),
      person.email ?? '—',
      person.phone ?? '—',
      person.identities.map(accountText).join(', ') || '—',
    ]);
    printTable(context.terminal, header, rows);
  });
  return exitCodes.ok;
}

export async function runWhoami(context: CliContext): Promise<ExitCode> {
  const person = await context.api().get<PersonView>('/api/v1/me');
  answer(context, person, () => printPerson(context, person));
  return exitCodes.ok;
}

export interface Account {
  readonly adapter: string;
  readonly userId: string;
  readonly workspace?: string | undefined;
}

export async function runPeopleLink(context: CliContext, personId: string, { workspace, ...account }: Account): Promise<ExitCode> {
  const body = workspace === undefined ? account : { ...account, workspace };
  const person = await context.api().post<PersonView>(`/api/v1/people/${encodeURIComponent(personId)}/identities`, body);
  answer(context, person, () =>
    context.terminal.line(say(context, 'people.linked', { account: accountText(account), person: person.name })),
  );
  return exitCodes.ok;
}

export async function runPeopleUnlink(context: CliContext, { adapter, userId, workspace }: Account): Promise<ExitCode> {
  const path = `/api/v1/identities/${encodeURIComponent(adapter)}/${encodeURIComponent(userId)}`;
  const result = await context.api().remove<{ readonly removed: readonly IdentityView[] }>(path, { workspace });
  answer(context, result, () => {
    for (const identity of result.removed) context.terminal.line(say(context, 'people.unlinked', { account: accountText(identity) }));
  });
  return exitCodes.ok;
}

export function printPerson(context: CliContext, person: PersonView): void {
  const { terminal } = context;
  terminal.line(`${terminal.colours.bold(person.name)} (${person.id})  ${person.roles.join(', ')}`);
  for (const contact of [person.email, person.phone]) if (contact !== null) terminal.line(`  ${contact}`);
  if (person.identities.length === 0) terminal.line(`  ${terminal.colours.dim(say(context, 'people.noAccounts'))}`);
  for (const identity of person.identities) {
    terminal.line(`  ${accountText(identity)}  ${terminal.colours.dim(say(context, `how.${identity.how}`))}`);
  }
}

/** `slack:U0123 (Li Hua)` */
export function accountText({
  adapter,
  userId,
  name,
}: {
  readonly adapter: string;
  readonly userId: string;
  readonly name?: string | null;
}): string {
  const called = name === undefined || name === null ? '' : ` (${name})`;
  return `${adapter}:${userId}${called}`;
}
