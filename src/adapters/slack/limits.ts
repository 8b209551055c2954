/** Slack's limits, and our paces. Characters are what Slack counts; times are milliseconds. */

export const slackLimits = {
  headerCharsMax: 150,
  sectionCharsMax: 2_900, // the platform's 3,000, less what a closing fence may need
  blocksMax: 50,
  /** Slack refuses about 13,200 characters over all blocks (msg_blocks_too_long), undocumented: stay clearly below. */
  cardCharsMax: 12_000,
  fallbackCharsMax: 2_000,
  /** A message of text is one section, so that nothing in it is linked or parsed by itself. */
  textCharsMax: 2_900,
  /** Longer answers become a file below their first part. */
  textPartsMax: 4,
  buttonTextCharsMax: 75,
  buttonValueCharsMax: 2_000,
  optionValueCharsMax: 150,
  /** Of a menu without a label; more of them need one that has. */
  optionsMax: 5,
  choicesMax: 100,
  confirmCharsMax: 300,
  contextCharsMax: 2_000,
  formTitleCharsMax: 24,
  formLabelCharsMax: 2_000,
  formPlaceholderCharsMax: 150,
  formValueCharsMax: 3_000,
  privateMetadataCharsMax: 3_000,
  triggerMs: 3_000,
} as const;

/** Everything that waits or repeats. Tests pass shorter ones. */
export interface SlackPace {
  /** How long one call to the Web API may take. */
  readonly callTimeoutMs: number;
  /** How long opening a form may take: its trigger is worthless after 3 s. */
  readonly formTimeoutMs: number;
  /** Between connection attempts: doubled from the first to the last, with up to a quarter at random. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** A socket that has not said hello by then is given up, whatever the SDK believes, and built afresh. */
  readonly helloWithinMs: number;
  /** After an answer that only a person can mend (a revoked token), the next try. */
  readonly fatalRetryMs: number;
  /** A pong must come within this time. */
  readonly pongWithinMs: number;
  /** How often an open socket is looked at: one that is dead without having said so is replaced. */
  readonly watchEveryMs: number;
  /** A socket that lived this long was healthy: the next one is dialled at once. */
  readonly healthyAfterMs: number;
  /** How long a request in HTTP mode may stay without an answer. */
  readonly answerWithinMs: number;
  /** After an ambiguous failure: the waits before each look for the message. */
  readonly lookAfterMs: readonly number[];
  readonly burst: number;
  readonly everyMs: number;
  readonly waitMsMax: number;
  /** How long stop() waits for what is on its way. */
  readonly drainMs: number;
}

export const defaultSlackPace: SlackPace = {
  callTimeoutMs: 10_000,
  formTimeoutMs: 2_500,
  reconnectMinMs: 500,
  reconnectMaxMs: 30_000,
  helloWithinMs: 15_000,
  fatalRetryMs: 60_000,
  pongWithinMs: 15_000,
  watchEveryMs: 5_000,
  healthyAfterMs: 10_000,
  answerWithinMs: 2_500,
  lookAfterMs: [300, 1_500],
  burst: 3,
  everyMs: 1_000,
  waitMsMax: 30_000,
  drainMs: 5_000,
};
