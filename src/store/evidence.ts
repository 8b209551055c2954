/** Evidence: written once, read for ever. */

import type { Evidence } from '../domain/evidence.ts';
import type { EvidenceStore } from './contract.ts';
import { asc, eq } from './drizzle.ts';
import { evidence } from './schema/incident-tables.ts';
import type { Ground } from './work.ts';

export function createEvidenceStore({ run }: Ground): EvidenceStore {
  return {
    add: (record) =>
      run(async ({ session, tenantId }) => {
        await session
          .insert(evidence)
          .values({ ...record, tenantId })
          .onConflictDoNothing();
      }),
    get: (id) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(evidence).where(eq(evidence.id, id));
        return row ? toEvidence(row) : null;
      }),
    ofIncident: (incidentId) =>
      run(async ({ session }) => {
        const ofIncident = eq(evidence.incidentId, incidentId);
        return (await session.select().from(evidence).where(ofIncident).orderBy(asc(evidence.startedAt), asc(evidence.id))).map(toEvidence);
      }),
  };
}

function toEvidence({ tenantId: _, reason, problem, series, ...rest }: typeof evidence.$inferSelect): Evidence {
  return {
    ...rest,
    ...(reason === null ? {} : { reason }),
    ...(problem === null ? {} : { problem }),
    ...(series === null ? {} : { series }),
  };
}
