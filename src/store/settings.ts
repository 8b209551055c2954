/** Small values that outlive the process; JSON, null when there is none. */

import { toJson } from './columns.ts';
import { eq, inArray, sql } from './drizzle.ts';
import { settings } from './schema/record-tables.ts';
import type { Ground } from './work.ts';

export interface SettingStore {
  /** Null when it was never set. */
  get(key: string): Promise<unknown>;
  /** Those of them that were ever set. */
  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  set(key: string, value: unknown): Promise<void>;
}

export function createSettingStore({ run }: Ground): SettingStore {
  return {
    get: (key) =>
      run(async ({ session }) => {
        const [row] = await session.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
        return row?.value ?? null;
      }),
    getMany: async (keys) =>
      run(async ({ session }) => {
        if (keys.length === 0) return new Map();
        const rows = await session
          .select({ key: settings.key, value: settings.value })
          .from(settings)
          .where(inArray(settings.key, [...keys]));
        return new Map(rows.map(({ key, value }) => [key, value]));
      }),
    set: (key, value) =>
      run(async ({ session, tenantId }) => {
        // As an expression, since Drizzle would take a null for the absence of a value.
        const written = sql`${toJson(value)}::jsonb`;
        await session
          .insert(settings)
          .values({ tenantId, key, value: written })
          .onConflictDoUpdate({ target: [settings.tenantId, settings.key], set: { value: written } });
      }),
  };
}
