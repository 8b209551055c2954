/** The doctor from within a running Zhiban: its own parts tell how they are, its own clients look at the systems. */

import type { AdapterMemory } from '../../adapters/contract.ts';
import type { Voice } from '../../adapters/voice/contract.ts';
import type { DoctorCheck, HealthReport, PartHealth } from '../../api/contract.ts';
import type { Directory } from '../../config/directory.ts';
import type { Environment } from '../../config/environment.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { secretDirectoryOf } from '../../config/settings.ts';
import type { Clock } from '../../domain/clock.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import { sameText } from '../../domain/text.ts';
import type { Override, Span } from '../../oncall/schedule.ts';
import { createMarkets, type Markets } from '../../plugins/market/markets.ts';
import type { Plugins } from '../../plugins/open-plugins.ts';
import type { SystemPool } from '../../systems/pool.ts';
import { builtInKinds } from '../../systems/registry.ts';
import { runbookDirectories } from '../runbook-directories.ts';
import { type Examination, fine, runDoctor } from './doctor.ts';
import { examineAccounts } from './examine-accounts.ts';
import { examineConfig, examineDirectory, examineHookToken } from './examine-config.ts';
import { examineDetections, type KnownDetections } from './examine-detections.ts';
import { examineDingtalk } from './examine-dingtalk.ts';
import { examineLogs } from './examine-logs.ts';
import { examineHome, examineNode } from './examine-machine.ts';
import { examineOncall } from './examine-oncall.ts';
import { examineMarkets } from './examine-plugins.ts';
import { examineRunbooks } from './examine-runbooks.ts';
import { examineModels } from './examine-services.ts';
import { examineSystems } from './examine-systems.ts';
import { examineGivenUp, examineVoices, type GivenUp } from './examine-voices.ts';

export interface RunningDoctorDeps {
  readonly environment: Environment;
  readonly loaded: () => LoadedConfig;
  readonly directory: () => Directory;
  readonly resolveSecret: ResolveSecret;
  readonly hookToken: () => string;
  readonly pool: SystemPool;
  readonly plugins: Pick<Plugins, 'kinds' | 'runbookDirectories'>;
  /** The parts as /readyz tells them: store, Temporal, worker, adapters. */
  readonly health: () => Promise<HealthReport>;
  /** What could not be said to people. */
  readonly givenUp: () => Promise<GivenUp>;
  readonly voices: () => Iterable<Voice>;
  /** What people took over from each other. */
  readonly overrides: (scheduleId: string, span: Span) => Promise<readonly Override[]>;
  /** What is watched by itself, with how it did. */
  readonly detections: () => Promise<KnownDetections>;
  readonly clock: Clock;
  /** Where adapters keep their counts. */
  readonly memory: AdapterMemory;
}

export function createRunningDoctor(deps: RunningDoctorDeps): () => Promise<readonly DoctorCheck[]> {
  return () =>
    runDoctor([
      examineNode(process.versions.node),
      examineHome(deps.environment.home),
      examineConfig(deps.loaded(), deps.environment),
      examineRunbooks(runbookDirectories(deps.environment, deps.loaded(), deps.plugins.runbookDirectories()), {
        kinds: [...builtInKinds, ...deps.plugins.kinds],
        systemIds: deps.pool.list().map(({ entry }) => entry.id),
      }),
      examineParts(deps.health),
      examineMarkets(marketsOf(deps), deps.clock.now),
      examineDirectory(deps.directory()),
      examineAccounts(deps.directory(), deps.loaded().config),
      examineOncall(deps.directory(), deps.loaded().config, deps.overrides, deps.clock.now()),
      examineHookToken(deps.hookToken()),
      examineDetections(deps.detections),
      examineGivenUp(deps.givenUp),
      ...examineVoices(deps.voices()),
      ...examineDingtalk(deps.loaded().config.adapters.dingtalk, deps.resolveSecret, deps.memory),
      ...examineModels(deps.loaded().config.llm, deps.resolveSecret),
      ...examineSystems(deps.pool.list(), deps.clock),
      examineLogs(deps.pool.list(), deps.clock),
    ]);
}

function marketsOf({ environment, loaded, clock }: RunningDoctorDeps): Markets {
  const { path, config } = loaded();
  const baseDirectory = secretDirectoryOf(path, environment.home);
  return createMarkets({ entries: config.pluginMarkets, home: environment.home, baseDirectory, clock });
}

function examineParts(health: RunningDoctorDeps['health']): Examination {
  return { id: 'parts', timeoutMs: 8_000, examine: async () => (await health()).parts.map(partCheck) };
}

function partCheck({ name, state, reason }: PartHealth): DoctorCheck {
  if (state === 'up') return fine(name, 'up', '正常');
  const text = reason === null ? { en: state, 'zh-CN': state === 'down' ? '不可用' : '部分可用' } : sameText(reason);
  return { id: name, level: state === 'down' ? 'fail' : 'warn', text, advice: null };
}
