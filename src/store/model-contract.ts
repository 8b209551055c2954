/** What the analyst may ask of the store. */

/** The durable conversation of an investigation with a model: one row a turn, already masked. */
export interface ModelCall {
  readonly incidentId: string;
  readonly run: number;
  readonly turn: number;
  readonly profile: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
  readonly tokens: number;
}

export interface ModelCallStore {
  /** The same (incident, run, turn) twice keeps the first. */
  save(call: ModelCall): Promise<void>;
  get(incidentId: string, run: number, turn: number): Promise<ModelCall | null>;
  ofRun(incidentId: string, run: number): Promise<readonly ModelCall[]>;
  /** Tokens spent by a profile since a moment, for its budget. */
  tokensSince(profile: string, sinceMs: number): Promise<number>;
}
