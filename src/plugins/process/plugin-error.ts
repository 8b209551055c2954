/** A call to a plugin that brought no answer of use. */

export type PluginErrorKind =
  /** The plugin is not running; the message says why. */
  | 'stopped'
  /** More calls wait than it may have. */
  | 'busy'
  /** The plugin's code threw. */
  | 'threw'
  /** Expected by the contract: the system refused, or what was given is wrong. */
  | 'refused'
  /** It was started anew since; what was open in it is to be opened again. */
  | 'gone'
  /** A chat platform's answer; the detail is the kind of ChatError. */
  | 'chat'
  /** It answered something that the contract doesn't know. */
  | 'nonsense';

export class PluginError extends Error {
  readonly kind: PluginErrorKind;
  readonly detail: string | null;
  /** Of a chat platform that asks to wait. */
  readonly retryAfterMs: number | null;

  constructor(kind: PluginErrorKind, message: string, detail: string | null = null, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'PluginError';
    this.kind = kind;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}
