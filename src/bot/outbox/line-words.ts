/** A line as it is said in one place: in its language, and where there are no threads with the incident that it belongs to. */

import type { ChatAdapter } from '../../adapters/contract.ts';
import { paragraph, type Rich } from '../../domain/card.ts';
import type { TenantStore, Thread } from '../../store/contract.ts';
import type { OutboxItem } from '../../store/delivery-contract.ts';

/** Without a thread around it nobody could tell one incident's lines from another's. */
export async function lineWords(
  store: TenantStore,
  adapter: ChatAdapter,
  thread: Thread,
  line: Pick<OutboxItem, 'incidentId' | 'text'>,
): Promise<readonly Rich[]> {
  const text = line.text[thread.locale];
  const code = adapter.capabilities.threads === 'native' ? '' : ((await store.incidents.get(line.incidentId))?.code ?? '');
  const isNamed = code === '' || text.startsWith(code);
  return richOf(isNamed ? text : `${code} · ${text}`);
}

/** A paragraph a line; what stands between fences is what a system printed. */
function richOf(text: string): readonly Rich[] {
  return text.split(/\n?```\n?/).flatMap((part, index): readonly Rich[] => {
    if (part === '') return [];
    if (index % 2 === 1) return [{ type: 'code', text: part }];
    return part
      .split('\n')
      .filter((each) => each !== '')
      .map(paragraph);
  });
}
