/** Feishu's limits, and our paces. Bytes are counted over the serialized request, as Feishu does; times are milliseconds. */

export const feishuLimits = {
  /** The platform's 30 KB, less what the envelope around the content needs. */
  cardBytesMax: 28_000,
  /** A longer message is folded by the client: answers come in parts of this size. */
  textBytesMax: 10_000,
  /** Longer answers become a file below their first part. */
  textPartsMax: 3,
  /** The platform's 50 characters and more: what fits beside a phone's edge. */
  titleCharsMax: 160,
  subtitleCharsMax: 160,
  buttonTextCharsMax: 60,
  confirmCharsMax: 300,
  summaryCharsMax: 200,
  noticeCharsMax: 2_800,
  /** A toast is one or two lines; what is longer is told in private instead. */
  toastCharsMax: 120,
  inputCharsMax: 1_000,
  optionsMax: 10,
  uuidCharsMax: 50,
  fileBytesMax: 30 * 1_024 * 1_024,
  imageBytesMax: 10 * 1_024 * 1_024,
  /** Cards are editable for 14 days; a fresh one is posted half a day before. */
  editWindowMs: (14 * 24 - 12) * 3_600_000,
  membersPerCallMax: 50,
  roomNameCharsMax: 60,
  roomTopicCharsMax: 100,
} as const;

/** Everything that waits or repeats. Tests pass shorter ones. */
export interface FeishuPace {
  /** How long one call to the Open API may take. */
  readonly callTimeoutMs: number;
  /** Before the one retry after an open end: every send carries a key, so that it can't show twice. */
  readonly retryAfterMs: number;
  /** Between connection attempts: doubled from the first to the last, with up to a quarter at random. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  readonly handshakeMs: number;
  /** A socket that is not ready by then is given up, whatever the SDK believes, and built afresh. */
  readonly readyWithinMs: number;
  /** After a ping something must come within this time. */
  readonly pongWithinSeconds: number;
  /** How often an open socket is looked at: one that is dead without having said so is replaced. */
  readonly watchEveryMs: number;
  /** A socket that lived this long was healthy: the next one is dialled at once. */
  readonly healthyAfterMs: number;
  /** After an answer that only a person can mend (a revoked secret), the next try. */
  readonly fatalRetryMs: number;
  /** How long the answer to a click is held back for the word that becomes its toast; Feishu waits 3 s. */
  readonly toastWithinMs: number;
  /** How long a request in HTTP mode may stay without an answer. */
  readonly answerWithinMs: number;
  readonly burst: number;
  readonly everyMs: number;
  readonly waitMsMax: number;
  /** How long stop() waits for what is on its way. */
  readonly drainMs: number;
}

/** Feishu allows five a second in a chat, for all bots together: four leave room for others. */
export const defaultFeishuPace: FeishuPace = {
  callTimeoutMs: 10_000,
  retryAfterMs: 500,
  reconnectMinMs: 500,
  reconnectMaxMs: 30_000,
  handshakeMs: 15_000,
  readyWithinMs: 20_000,
  pongWithinSeconds: 10,
  watchEveryMs: 5_000,
  healthyAfterMs: 10_000,
  fatalRetryMs: 60_000,
  toastWithinMs: 1_000,
  answerWithinMs: 2_500,
  burst: 4,
  everyMs: 250,
  waitMsMax: 30_000,
  drainMs: 5_000,
};
