/** What the log of a system says while something is seen of it: the line stands beside the finding, for it is often the whole answer. */

import type { Signature } from '../../domain/signature.ts';
import type { LocalText } from '../../domain/text.ts';
import { isTopErrorTold } from '../logs/top-error.ts';
import { isLogFinding } from './beside-the-point.ts';
import type { FactTable } from './condition.ts';

/** Their logs are those of the services on them: which of these a finding is about is known elsewhere. */
const machines: readonly string[] = ['host', 'ssh', 'docker', 'containerd', 'kubernetes'];
const lineMax = 300;

/** The explanation of a state that others see, with the error that began in the system's own log or fills it; as it was where there is none. */
export function withLogLine(explanation: LocalText, signature: Signature, facts: FactTable): LocalText {
  const isState = signature.role === 'symptom' || signature.looksLike !== undefined || signature.isToldInLog === true;
  if (!isState || isLogFinding.test(signature.id) || machines.includes(signature.kind)) return explanation;
  const line = lineOf(facts);
  if (line === '' || explanation.en.includes(line)) return explanation;
  return {
    'zh-CN': `${explanation['zh-CN']} 同时它的日志写道：${line}`,
    en: `${explanation.en} Meanwhile its log says: ${line}`,
  };
}

function lineOf(facts: FactTable): string {
  const read = (name: string): unknown => facts.get(`logs.${name}`)?.value;
  const fresh = read('newError');
  if (typeof fresh === 'string' && fresh !== '') return fresh.slice(0, lineMax);
  const top = read('topError');
  return isTopErrorTold(read) && read('topErrorSaysWhy') !== false && typeof top === 'string' ? top.slice(0, lineMax) : '';
}
