/** A thorough look at everything that Zhiban needs. Checks run side by side, each bounded; one that fails is an answer and not an end. */

import type { DoctorCheck } from '../../api/contract.ts';
import { textOfError } from '../../domain/errors.ts';

/** Looks at one part; several findings are fine. */
export interface Examination {
  /** Named in the findings when it doesn't come back. */
  readonly id: string;
  readonly timeoutMs: number;
  examine(signal: AbortSignal): Promise<readonly DoctorCheck[]>;
}

/** In the order given, whatever order they come back in. */
export async function runDoctor(examinations: readonly Examination[]): Promise<readonly DoctorCheck[]> {
  const found = await Promise.all(examinations.map(runOne));
  return found.flat();
}

async function runOne({ id, timeoutMs, examine }: Examination): Promise<readonly DoctorCheck[]> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly DoctorCheck[]>((resolve) => {
    timer = setTimeout(() => {
      controller.abort();
      const seconds = timeoutMs / 1_000;
      resolve([{ id, level: 'fail', text: { en: `no answer within ${seconds} s`, 'zh-CN': `${seconds} 秒内没有响应` }, advice: null }]);
    }, timeoutMs);
  });
  try {
    return await Promise.race([examine(controller.signal), late]);
  } catch (error) {
    return [{ id, level: 'fail', text: textOfError(error), advice: null }];
  } finally {
    clearTimeout(timer);
  }
}

export function fine(id: string, en: string, chinese: string): DoctorCheck {
  return { id, level: 'ok', text: { en, 'zh-CN': chinese }, advice: null };
}
