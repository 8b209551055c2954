/** What was heard before: clicks and messages that platforms deliver again. */

export interface InteractionStore {
  /** True the first time a key is seen; false for redeliveries. */
  claim(key: string, nowMs: number): Promise<boolean>;
  forgetBefore(ms: number): Promise<void>;
}
