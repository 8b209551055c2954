/** What came of a scenario. */

import type { CauseView } from '../../../src/domain/view.ts';
import type { Judgement } from './judge.ts';

interface Identity {
  readonly name: string;
  readonly title: string;
  readonly tier: string;
}

/** It could not be put on here, so it says nothing about Zhiban. Never counted as passed. */
export interface NotRun extends Identity {
  readonly status: 'not-run';
  readonly reason: string;
}

export interface Ran extends Identity, Judgement {
  readonly status: 'ran';
  /** From the alert or question to the verdict. */
  readonly seconds: number;
  readonly state: string | null;
  readonly causes: readonly Pick<CauseView, 'systemId' | 'signatureId' | 'state' | 'confidence' | 'title' | 'explanation'>[];
  /** The actions of the plan. */
  readonly proposed: readonly string[];
  readonly probes: number;
  /** Looks that could not be taken, and why. */
  readonly blindSpots: readonly string[];
  /** Null when nothing was approved. */
  readonly isFixed: boolean | null;
  /** Null when there was nothing to undo; unchecked when only Zhiban says so, since the scenario has no `state`. */
  readonly undone: 'yes' | 'no' | 'unchecked' | null;
  readonly notes: readonly string[];
}

export type Outcome = Ran | NotRun;
