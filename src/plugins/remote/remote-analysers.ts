/** The analysers of plugins: each reads the evidence before the verdict is drawn, and may name causes that are likely at most. */

import type { Analyse } from '../../activities/deps.ts';
import { maskSecretsDeep } from '../../domain/mask-secrets.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import { findingsSchema } from '../protocol.ts';

const withinMs = 5_000;
/** Of each look: enough to read, and well below what goes over in one line. */
const textLengthMax = 4_000;
const evidenceMax = 100;

export function createAnalyse(
  plugins: readonly KeptPlugin[],
  log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void },
): Analyse {
  return async ({ title, systemIds, evidence }) => {
    const input = maskSecretsDeep({
      ...{ title, systemIds },
      evidence: evidence.slice(-evidenceMax).map((each) => ({ ...each, text: each.text.slice(0, textLengthMax) })),
    });
    const asked = plugins.flatMap((plugin) =>
      plugin.found.manifest.capabilities.analysers.map(async (analyser) => {
        try {
          const findings = await plugin.ask('analyser.analyse', { analyser, input }, findingsSchema, { withinMs });
          return findings.map((finding) => ({ ...finding, analyser: `plugin:${plugin.name}/${analyser}` }));
        } catch (error) {
          log.warn({ plugin: plugin.name, analyser, reason: String(error) }, 'An analyser brought nothing; the verdict goes without it');
          return [];
        }
      }),
    );
    return (await Promise.all(asked)).flat();
  };
}
