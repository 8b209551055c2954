/** Targets of routes that are voices: the destination is one that there is, and nothing is said that the adapter doesn't take. */

import { isVoice, type VoiceName } from '../adapters/voice/contract.ts';
import type { LocalText } from '../domain/text.ts';
import { nearestName } from './nearest-name.ts';
import type { Config, RouteTarget } from './schema.ts';

export interface TargetProblem {
  readonly key: string;
  readonly text: LocalText;
}

const ruleKeys = ['name', 'to', 'severities', 'moments', 'hours'] as const;

/** Plugin voices by name, `plugin:NAME`, with their destinations; none are known while the plugin isn't up. */
export type PluginVoices = ReadonlyMap<string, readonly string[]>;

export function voiceTargetProblems(
  adapters: Config['adapters'],
  target: RouteTarget,
  pluginVoices: PluginVoices = new Map(),
): readonly TargetProblem[] {
  const { adapter, name } = target;
  if (!isVoice(adapter)) {
    return ruleKeys
      .filter((key) => target[key] !== undefined)
      .map((key) => ({
        key,
        text: { en: `only voices take it, ${adapter} is a chat`, 'zh-CN': `只有单向播报渠道支持，${adapter} 是聊天平台` },
      }));
  }
  const names = destinationsOf(adapters, adapter, pluginVoices);
  const problems: TargetProblem[] = [];
  if (target.to !== undefined && adapter !== 'email' && !pluginVoices.has(adapter)) {
    problems.push({ key: 'to', text: { en: `only email takes addresses`, 'zh-CN': '只有 email 支持收件地址' } });
  }
  if (target.channel !== undefined) {
    problems.push({ key: 'channel', text: { en: `${adapter} has no channels; use name`, 'zh-CN': `${adapter} 没有频道，请用 name` } });
  }
  if (name === undefined && names.length > 1) {
    const list = names.join(', ');
    problems.push({ key: 'adapter', text: { en: `say which one by name: ${list}`, 'zh-CN': `请用 name 指明是哪一个：${list}` } });
  }
  if (name !== undefined && names.length > 0 && !names.includes(name))
    problems.push({ key: 'name', text: unknownName(adapter, name, names) });
  return problems;
}

function destinationsOf(adapters: Config['adapters'], adapter: VoiceName, pluginVoices: PluginVoices): readonly string[] {
  if (adapter === 'email') return ['email'];
  return pluginVoices.get(adapter) ?? Object.keys(Reflect.get(adapters, adapter) ?? {});
}

function unknownName(adapter: string, name: string, names: readonly string[]): LocalText {
  const nearest = nearestName(name, names);
  const shown = name.slice(0, 60);
  const list = names.slice(0, 40).join(', ');
  return nearest === null
    ? { en: `adapters.${adapter} has no '${shown}'; there is: ${list}`, 'zh-CN': `adapters.${adapter} 中没有 '${shown}'；现有：${list}` }
    : {
        en: `adapters.${adapter} has no '${shown}'; did you mean '${nearest}'?`,
        'zh-CN': `adapters.${adapter} 中没有 '${shown}'；是否想写 '${nearest}'？`,
      };
}
