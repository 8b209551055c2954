/** The rules: seen, tried, saved as a whole, and brought back. */

import { parse, stringify } from 'yaml';
import { compileWindow } from '../../analysis/noise/windows.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import { type RuleBook, ruleBookSchema, type SavedRuleBook, usualRuleBook } from '../../domain/rule-book.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { auditLine, refusal, requireRole, withAudit } from '../guard.ts';
import { tellHeldLadders } from '../tell-ladder.ts';
import { dryRun } from './dry-run.ts';
import { renewInhibitors } from './inhibitors.ts';
import { createJudge, readJudge } from './judge.ts';
import type { BookInput, RuleBookView, RuleOperations, RuleVersionView } from './rules-contract.ts';

const bytesMax = 200_000;
const versionsMax = 200;
const daysMax = 30;
const openingsShown = 3;

export function createRules(deps: OperationsDeps): RuleOperations {
  const tenant = (caller: Caller) => deps.store.forTenant(caller.tenantId);
  return {
    async showRules(caller, version) {
      requireRole(deps, caller, 'viewer', 'see');
      const { ruleBooks } = tenant(caller);
      const saved = version === undefined ? await ruleBooks.current() : await ruleBooks.get(version);
      if (saved === null) throw new ZhibanError('not-found', refusal(caller.locale, 'no-rules', { version: version ?? 0 }));
      return viewOf(saved, deps.clock.now());
    },
    async listRuleVersions(caller, limit = 50) {
      requireRole(deps, caller, 'viewer', 'see');
      const found = await tenant(caller).ruleBooks.list(Math.max(1, Math.min(versionsMax, limit)));
      return found.map(({ version, comment, savedBy, savedAt }): RuleVersionView => ({ version, comment, savedBy, savedAt }));
    },
    async tryRules(caller, input, days = daysMax) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = tenant(caller);
      const current = await store.ruleBooks.current();
      const tried = input === null ? current : { ...current, book: readBook(deps, input) };
      return dryRun(deps, store, { current, tried, days: Math.max(1, Math.min(daysMax, days)) });
    },
    async saveRules(caller, input, { after, comment }) {
      return save(deps, caller, { action: 'rules.save', after, comment }, async () => readBook(deps, input));
    },
    async revertRules(caller, version) {
      return save(deps, caller, { action: 'rules.revert', after: undefined, comment: `← ${version}` }, async () => {
        const earlier = await tenant(caller).ruleBooks.get(version);
        if (earlier === null) throw new ZhibanError('not-found', refusal(caller.locale, 'no-rules', { version }));
        return earlier.book;
      });
    },
  };
}

async function save(
  deps: OperationsDeps,
  caller: Caller,
  change: { readonly action: string; readonly after: number | undefined; readonly comment: string },
  read: () => Promise<RuleBook>,
): Promise<RuleBookView> {
  const saved = await withAudit(deps, caller, { action: change.action, target: 'rules' }, async (store) => {
    requireRole(deps, caller, 'approver', 'rules');
    const book = await read();
    const nowMs = deps.clock.now();
    const savedAt = new Date(nowMs).toISOString();
    const comment = maskSecrets(change.comment).replace(/\s+/g, ' ').trim().slice(0, 500);
    return store.transaction(async (inside) => {
      const before = await inside.ruleBooks.current();
      const made = await inside.ruleBooks.save({ book, comment, savedBy: caller.person.name, savedAt }, change.after ?? before.version);
      const revision = await inside.suppressions.bumpRevision();
      await renewInhibitors(inside, await readJudge(inside, deps.pool, revision, nowMs));
      await inside.suppressions.recheckAll(nowMs);
      await tellHeldLadders(inside, nowMs);
      const details = {
        from: before.version,
        comment,
        rules: book.rules.length,
        windows: book.windows.length,
        inhibitions: book.inhibitions.length,
      };
      await auditLine(inside, caller, savedAt, {
        action: change.action,
        incidentId: null,
        target: `v${made.version}`,
        outcome: 'ok',
        details,
      });
      return made;
    });
  });
  deps.wake();
  return viewOf(saved, deps.clock.now());
}

/** Throws ZhibanError `invalid` that names the place. */
function readBook(deps: Pick<OperationsDeps, 'pool'>, input: BookInput): RuleBook {
  const parsed = ruleBookSchema.safeParse('book' in input ? input.book : readText(input.text));
  if (!parsed.success) {
    const lines = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'rules'}: ${message}`);
    throw new ZhibanError('invalid', lines.join('; '), { details: { fields: lines } });
  }
  createJudge(deps.pool, { version: 0, book: parsed.data, comment: '', savedBy: '', savedAt: null }, [], 0);
  return parsed.data;
}

function readText(text: string): unknown {
  if (text.length > bytesMax) throw new ZhibanError('too-large', `The rules have ${text.length} characters; the most is ${bytesMax}`);
  try {
    return parse(text, { maxAliasCount: 20 }) ?? {};
  } catch (cause) {
    throw new ZhibanError('invalid', `This is no YAML: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}`, { cause });
  }
}

function viewOf(saved: SavedRuleBook, nowMs: number): RuleBookView {
  const openings = saved.book.windows.flatMap((window) =>
    compileWindow(window)
      .next(nowMs, openingsShown)
      .map(({ startMs, endMs }) => ({
        ...{ id: window.id, name: window.name },
        ...{ startsAt: new Date(startMs).toISOString(), endsAt: new Date(endMs).toISOString() },
      })),
  );
  return { ...saved, text: textOf(saved.book), openings };
}

/** What is as ever is left out, so that people read what was decided. */
function textOf(book: RuleBook): string {
  const decided = Object.entries(book).filter(([name, value]) => {
    const usual: unknown = Reflect.get(usualRuleBook, name);
    return JSON.stringify(value) !== JSON.stringify(usual);
  });
  return decided.length === 0 ? '' : stringify(Object.fromEntries(decided), { lineWidth: 120 });
}
