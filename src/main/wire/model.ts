/** The analyst with a model, made from the configuration's profiles; null where there is none. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelAnalyst } from '../../activities/deps.ts';
import { createModelAnalyst, type ModelAnalystDeps } from '../../activities/model-analyst.ts';
import type { LlmAnalyst } from '../../analyst/contract.ts';
import { createLlmAnalyst } from '../../analyst/llm.ts';
import { readPrompts } from '../../analyst/read-prompts.ts';
import type { Config } from '../../config/schema.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { Metrics } from '../metrics.ts';

export type ModelOptions = Pick<ModelAnalystDeps, 'store' | 'pool' | 'clock'> & {
  readonly config: () => Pick<Config, 'llm'>;
  readonly resolveSecret: ResolveSecret;
  readonly metrics: Pick<Metrics, 'modelCall'>;
};

/** Made anew when the profiles have changed: budgets are kept in the store, so that nothing is forgotten by it. */
export function modelAnalystOf(options: ModelOptions): () => ModelAnalyst | null {
  const prompts = readPrompts(promptDirectory());
  let made: { readonly from: Config['llm']; readonly analyst: ModelAnalyst } | null = null;
  return () => {
    const { llm } = options.config();
    if (llm.profiles.length === 0) return null;
    if (made?.from === llm) return made.analyst;
    const byTenant = new Map<string, LlmAnalyst>();
    const analyst = createModelAnalyst({
      ...options,
      analystFor(store) {
        const known = byTenant.get(store.tenantId);
        if (known !== undefined) return known;
        const created = createLlmAnalyst({
          profiles: inOrder(llm),
          resolveSecret: options.resolveSecret,
          store: store.model,
          clock: options.clock,
          masking: llm.masking,
          prompts,
          onCall: options.metrics.modelCall,
        });
        byTenant.set(store.tenantId, created);
        return created;
      },
    });
    made = { from: llm, analyst };
    return analyst;
  };
}

function inOrder({ profiles, order }: Config['llm']): Config['llm']['profiles'] {
  if (order === undefined) return profiles;
  return order.flatMap((name) => profiles.filter((profile) => profile.name === name));
}

/** Beside the sources, or beside the compiled files in an image. */
function promptDirectory(): string {
  const root = join(import.meta.dirname, '..', '..', '..');
  const beside = join(root, 'config', 'prompts');
  return existsSync(beside) ? beside : join(root, '..', 'config', 'prompts');
}
