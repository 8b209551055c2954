/** Versions of the rules: written once each, the newest is in force. */

import { ZhibanError } from '../domain/errors.ts';
import { ruleBookSchema, type SavedRuleBook, usualRuleBook } from '../domain/rule-book.ts';
import { desc, eq } from './drizzle.ts';
import type { RuleBookStore } from './rule-book-contract.ts';
import { ruleBooks } from './schema/rule-tables.ts';
import type { Ground, Work } from './work.ts';

const usual: SavedRuleBook = { version: 0, book: usualRuleBook, comment: '', savedBy: 'zhiban', savedAt: null };

export function createRuleBookStore({ run }: Ground): RuleBookStore {
  return {
    current: () => run(readCurrent),
    get: (version) =>
      run(async ({ session }) => {
        if (version === 0) return usual;
        const [row] = await session.select().from(ruleBooks).where(eq(ruleBooks.version, version));
        return row ? toSaved(row) : null;
      }),
    list: (limit) =>
      run(async ({ session }) => (await session.select().from(ruleBooks).orderBy(desc(ruleBooks.version)).limit(limit)).map(toSaved)),
    save: (given, after) => run((at) => saveBook(at, given, after)),
  };
}

async function readCurrent({ session }: Work): Promise<SavedRuleBook> {
  const [row] = await session.select().from(ruleBooks).orderBy(desc(ruleBooks.version)).limit(1);
  return row ? toSaved(row) : usual;
}

async function saveBook(at: Work, given: Omit<SavedRuleBook, 'version'>, after: number): Promise<SavedRuleBook> {
  const current = await readCurrent(at);
  const isNewest = current.version === after;
  const version = after + 1;
  const { book, comment, savedBy, savedAt } = given;
  const values = { tenantId: at.tenantId, version, book, comment, savedBy, savedAt: savedAt ?? '' };
  const [row] = isNewest ? await at.session.insert(ruleBooks).values(values).onConflictDoNothing().returning() : [];
  if (row) return toSaved(row);
  const newest = await readCurrent(at);
  throw new ZhibanError('conflict', `The rules are at version ${newest.version} now, saved by ${newest.savedBy}: look at that one first`, {
    details: { version: newest.version, savedBy: newest.savedBy },
  });
}

/** What an older program saved has the defaults of what it did not know. */
function toSaved({ tenantId: _, book, ...row }: typeof ruleBooks.$inferSelect): SavedRuleBook {
  return { ...row, book: ruleBookSchema.parse(book) };
}
