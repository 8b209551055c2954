/** What changed, in order, for whoever follows it live. */

export type EventKind = 'incident' | 'verdict' | 'plan' | 'step' | 'message' | 'timeline' | 'people' | 'answer' | 'oncall';
export interface LiveEvent {
  readonly seq: number;
  readonly kind: EventKind;
  readonly incidentId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface EventStore {
  emit(kind: EventKind, incidentId: string | null, payload: Readonly<Record<string, unknown>>): Promise<void>;
  after(seq: number, limit: number): Promise<readonly LiveEvent[]>;
  latestSeq(): Promise<number>;
  forgetBefore(seq: number): Promise<void>;
}
