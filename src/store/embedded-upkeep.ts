/**
 * What a server does by its autovacuum and PGlite doesn't do at all: the planner learns the sizes of tables that have grown, and dead rows
 * go. Without it the planner has what it learned at the start, of tables that were empty perhaps, and takes the wrong road once they fill.
 */

import type { Engine } from './embedded-engine.ts';
import type { Gate } from './gate.ts';

export interface Upkeep {
  /** To be told of each transaction that ended: where nothing is done nothing grows. */
  worked(): void;
}

/** Between two looks, each of which takes about 4 ms. */
const lookEveryMs = 5_000;
/** Rows that were written before a table is worth it; below that, no road is long. */
const rowsMin = 2_000;
/**
 * Of 300 times as many rows a sample is read: analyzing 100,000 alerts takes about as long as 10,000, where PostgreSQL's own 100 takes
 * 0.4 s of CPU.
 */
const statisticsTarget = 30;
/** A larger table isn't vacuumed while others wait: up to here it takes about 0.2 s. It is at the next start. */
const vacuumBytesMax = 64 * 1024 * 1024;

interface Due {
  readonly name: string;
  readonly isGrown: boolean;
  readonly isLittered: boolean;
}

/** Each table has a turn of its own among the work on incidents, so that nobody waits for more than one. `now` is in milliseconds. */
export function createUpkeep(engine: Engine, gate: Gate, now: () => number): Upkeep {
  let lookedMs = now();
  let isLooking = false;

  async function look(): Promise<void> {
    const tables = await gate.run('work', () => dueTables(engine));
    for (const { name, isGrown, isLittered } of tables) {
      if (isLittered) await gate.run('work', () => engine.exec(`vacuum zhiban.${name}`));
      if (isGrown) await gate.run('work', () => analyze(engine, name));
    }
  }

  return {
    worked() {
      if (isLooking || now() - lookedMs < lookEveryMs) return;
      isLooking = true;
      void look()
        // On a full disk, or as it closes: what is due now still is at the next look.
        .catch(() => {})
        .finally(() => {
          isLooking = false;
          lookedMs = now();
        });
    },
  };
}

/** Those of which as many rows were written as there were at the last time, or of which a third is dead. */
async function dueTables(engine: Engine): Promise<readonly Due[]> {
  const { rows } = await engine.query(`
    select * from (
      select quote_ident(class.relname) as name,
        stats.n_mod_since_analyze >= greatest(${rowsMin}, class.reltuples) as "isGrown",
        stats.n_dead_tup >= greatest(${rowsMin}, stats.n_live_tup / 2) and pg_relation_size(class.oid) <= ${vacuumBytesMax} as "isLittered"
      from pg_class class join pg_stat_user_tables stats on stats.relid = class.oid
      where stats.schemaname = 'zhiban') tables
    where "isGrown" or "isLittered"`);
  return rows as readonly Due[];
}

async function analyze(engine: Engine, name: string): Promise<void> {
  try {
    await engine.exec(`begin; set local default_statistics_target = ${statisticsTarget}; analyze zhiban.${name}; commit`);
  } catch (error) {
    await engine.exec('rollback').catch(() => {});
    throw error;
  }
}
