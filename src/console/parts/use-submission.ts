/** What a form does with its button: busy while it is sent, and open with the error when that fails, so that nothing typed is lost. */

import { useState } from 'react';
import { useErrorText } from './use-notices.tsx';

export interface Submission {
  readonly isBusy: boolean;
  /** Why nothing came of it, in words. */
  readonly problem: string | null;
  /** What is missing before anything can be sent. */
  refuse(problem: string): void;
  /** Done well, the form is expected to close: it stays busy until then. Never throws. */
  send(work: () => Promise<void>): Promise<void>;
}

export function useSubmission(): Submission {
  const textOf = useErrorText();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  return {
    isBusy,
    problem,
    refuse: setProblem,
    async send(work) {
      setIsBusy(true);
      setProblem(null);
      try {
        await work();
      } catch (error) {
        setProblem(textOf(error));
        setIsBusy(false);
      }
    },
  };
}
