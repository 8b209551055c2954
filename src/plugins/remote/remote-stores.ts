/** The logs and numbers that a plugin's kind keeps for others, and the logs that lie on it: read in its process, bounded again where they arrive. */

import type { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import type { SystemClient } from '../../systems/contract.ts';
import type { LogLimit } from '../../systems/logs/contract.ts';
import { metricAnswerSchema, metricLimits } from '../command-protocol.ts';
import { PluginError } from '../process/plugin-error.ts';
import { type KindDescription, logAnswerSchema, logFindSchema, logLimits, logTailsSchema, type Method } from '../protocol.ts';
import type { RemoteClient } from './remote-client.ts';

export function remoteStores({
  hasLogStore,
  hasFindService,
  hasLogFiles,
  hasMetricStore,
}: KindDescription): Pick<AnySystemKind, 'logStore' | 'logFiles' | 'metricStore'> {
  return {
    ...(hasLogStore
      ? {
          logStore: {
            read(client, request, limit) {
              const linesMax = Math.min(request.linesMax, logLimits.lines);
              return ask(client, 'logs.read', { request: { ...request, linesMax } }, logAnswerSchema, limit);
            },
            ...(hasFindService
              ? { findService: async (client, request, limit) => (await ask(client, 'logs.find', { request }, logFindSchema, limit)).query }
              : {}),
          },
        }
      : {}),
    ...(hasLogFiles
      ? {
          logFiles: {
            tail(client, paths, bytesMax, limit) {
              const given = { paths: paths.slice(0, logLimits.paths), bytesMax: Math.min(bytesMax, logLimits.tailBytes) };
              return ask(client, 'logs.tail', given, logTailsSchema, limit);
            },
          },
        }
      : {}),
    ...(hasMetricStore
      ? {
          metricStore: {
            range(client, request, limit) {
              const seriesMax = Math.min(request.seriesMax, metricLimits.series);
              return ask(client, 'metrics.range', { request: { ...request, seriesMax } }, metricAnswerSchema, limit);
            },
          },
        }
      : {}),
  };
}

async function ask<T>(
  client: SystemClient,
  method: Method,
  params: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
  { timeoutMs, signal }: LogLimit,
): Promise<T> {
  try {
    // Only clients of this kind are ever given to it.
    return await (client as RemoteClient).ask(method, { ...params, timeoutMs }, schema, { withinMs: timeoutMs, signal });
  } catch (error) {
    const retry = error instanceof PluginError && error.kind === 'refused' && error.detail === 'never' ? 'never' : 'later';
    throw new SystemError(maskSecrets(error instanceof Error ? error.message : String(error)), { retry, cause: error });
  }
}
