/** Changes that people and pipelines told of; what nobody will ask for again is forgotten. */

import type { Change } from '../domain/change.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { ChangeStore, NewChange } from './change-contract.ts';
import { and, desc, eq, gte, lt, lte } from './drizzle.ts';
import { changes } from './schema/change-table.ts';
import type { Ground, Work } from './work.ts';
import { idOf } from './work.ts';

export function createChangeStore(ground: Ground): ChangeStore {
  const { run } = ground;
  return {
    add: (change, key) => run((at) => addChange(at, idOf(ground, 'chg'), change, key)),
    between: (from, to, limit) =>
      run(async ({ session }) => {
        const isBetween = and(gte(changes.at, from), lte(changes.at, to));
        const rows = await session.select().from(changes).where(isBetween).orderBy(desc(changes.at), desc(changes.id)).limit(limit);
        return rows.map(toChange);
      }),
    forgetBefore: (at) => run(async ({ session }) => void (await session.delete(changes).where(lt(changes.at, at)))),
  };
}

async function addChange(at: Work, id: string, change: NewChange, key: string): ReturnType<ChangeStore['add']> {
  const { session, tenantId } = at;
  const added = await session
    .insert(changes)
    .values({ ...change, tenantId, id, key })
    .onConflictDoNothing()
    .returning();
  const [row] = added.length > 0 ? added : await session.select().from(changes).where(eq(changes.key, key));
  if (row === undefined) throw new ZhibanError('conflict', 'The change could not be kept: it was forgotten while it was told again');
  return { change: toChange(row), isNew: added.length > 0 };
}

function toChange({ tenantId: _tenant, key: _key, ...change }: typeof changes.$inferSelect): Change {
  return change;
}
