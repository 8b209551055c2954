/** The sources that the configuration names, as the rest of the intake asks for them. */

import type { AlertSource } from '../config/alert-sources.ts';
import type { IncomingAlert } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import { joinText } from '../domain/text.ts';
import type { NewUnread } from '../store/unread-contract.ts';
import { alertsOf, type Form, problemsOf, type ReadMessage } from './read-message.ts';
import { keyOf, unreadOf } from './unread-of.ts';

export interface ConfiguredSources {
  find(name: string): AlertSource | null;
  list(): readonly AlertSource[];
  /** Throws ZhibanError `invalid` with the reasons when a part of the body can't be read (and keeps it), `not-found` when there is no such HTTP source. */
  parse(tenantId: string, name: string, body: unknown, now: string): Promise<readonly IncomingAlert[]>;
}

const problemsMax = 5;

export function createConfiguredSources(deps: {
  readonly sources: () => readonly AlertSource[];
  readonly read: ReadMessage;
  readonly keep: (tenantId: string, message: NewUnread) => Promise<void>;
}): ConfiguredSources {
  const find = (name: string): AlertSource | null => deps.sources().find((source) => source.name === name) ?? null;
  return {
    find,
    list: deps.sources,
    async parse(tenantId, name, body, now) {
      const source = find(name);
      if (source === null || source.kind !== 'http') {
        const text = { en: `There is no alert source '${name}'`, 'zh-CN': `没有名为 '${name}' 的告警源` };
        throw new ZhibanError('not-found', text.en, { details: { text } });
      }
      const mapped = await deps.read(formOf(source), { body, meta: {}, receivedAt: now });
      const problems = problemsOf(mapped);
      if (problems.length === 0) return alertsOf(mapped);
      const shown = joinText(problems.slice(0, problemsMax), '; ');
      await deps.keep(tenantId, unreadOf(source, { raw: JSON.stringify(body), meta: {} }, shown, now));
      const text = {
        en: `The body does not fit the mapping of '${name}': ${shown.en}`,
        'zh-CN': `请求体不符合告警源 '${name}' 的映射：${shown['zh-CN']}`,
      };
      throw new ZhibanError('invalid', text.en, { details: { text } });
    },
  };
}

/** Alerts of it are told from those of the built-in sources by the kind before its name. */
export function formOf(source: AlertSource): Form {
  return { source: keyOf(source), as: 'as' in source ? source.as : undefined, mapping: source.mapping };
}
