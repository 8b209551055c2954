/** What the plugin offers, as data: schemas as JSON schema, functions left out. */

import { z } from 'zod';
import type { Action, Probe, SystemClient } from '../../systems/contract.ts';
import type { PluginParts, PluginSystemKind } from '../contract.ts';

/** Checked by `descriptionSchema` on the other side, which trusts nothing of it. */
export function describeParts(parts: PluginParts): unknown {
  return {
    systems: (parts.systems ?? []).map(describeKind),
    notifier: parts.notifier === undefined ? null : describeNotifier(parts.notifier),
    alertSources: (parts.alertSources ?? []).map(({ name }) => name),
    analysers: (parts.analysers ?? []).map(({ name, title }) => ({ name, title })),
    chat: parts.chat === undefined ? null : describeChat(parts.chat),
    hasHealth: parts.health !== undefined,
  };
}

function describeKind(kind: PluginSystemKind) {
  return {
    kind: kind.kind,
    title: kind.title,
    entry: schemaOf(kind.entry),
    // Whether its clients keep a connection is only known of a client; asking costs nothing.
    hasWarm: true,
    hasCheck: kind.check !== undefined,
    hasLogStore: kind.logStore !== undefined,
    hasFindService: kind.logStore?.findService !== undefined,
    hasLogFiles: kind.logFiles !== undefined,
    hasMetricStore: kind.metricStore !== undefined,
    commands: kind.commands?.forms ?? null,
    probes: kind.probes.map(({ name, summary, parameters, timeoutMs, cost, hints, facts, isFor }: Probe<SystemClient>) => ({
      ...{ name, summary, timeoutMs, cost, parameters: schemaOf(parameters), isForSome: isFor !== undefined },
      ...(hints === undefined ? {} : { hints }),
      ...(facts === undefined ? {} : { facts }),
    })),
    signatures: kind.signatures,
    actions: kind.actions.map((action: Action<SystemClient>) => ({
      name: action.name,
      risk: action.risk,
      arguments: schemaOf(action.arguments),
      verifyWithinMs: action.verifyWithinMs,
      timeoutMs: action.timeoutMs,
      undoImpossible: 'impossible' in action.undo ? action.undo.impossible : null,
      hasPresent: !('impossible' in action.undo) && action.undo.present !== undefined,
    })),
  };
}

function describeNotifier(notifier: NonNullable<PluginParts['notifier']>) {
  return { destinations: notifier.destinations.map((name) => ({ name, ...notifier.habits(name) })) };
}

function describeChat({ capabilities, linkTo, profileOf, urge, upload }: NonNullable<PluginParts['chat']>) {
  return {
    capabilities,
    hasLinks: linkTo !== undefined,
    hasProfiles: profileOf !== undefined,
    hasUrge: urge !== undefined,
    hasUpload: upload !== undefined,
  };
}

function schemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
