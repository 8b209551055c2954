/** DingTalk's limits, and our paces. Bytes are what DingTalk counts; times are milliseconds. */

export const dingtalkLimits = {
  /** A value of a card's data; keys may have 100. */
  cardValueBytesMax: 1_024,
  /** A message's body may have 20,000 (errcode 460101): this leaves room for the JSON around the text. */
  textBytesMax: 15_000,
  /** Longer answers end with a link, or go on as a file where there is none. */
  textPartsMax: 4,
  titleCharsMax: 60,
  buttonCharsMax: 20,
  actionCardButtonsMax: 5,
  outTrackIdCharsMax: 64,
  fileBytesMax: 20_000_000,
  /** Receivers of one call in the app, and of one by text message or telephone. */
  urgeReceiversMax: { app: 200, sms: 20, phone: 20 },
  groupNameCharsMax: 30,
  /** What the approver writes into the card. */
  reasonCharsMax: 1_000,
  frameBytesMax: 1_048_576,
} as const;

/** Everything that waits or repeats. Tests pass shorter ones. */
export interface DingtalkPace {
  /** How long one call may take. */
  readonly callTimeoutMs: number;
  /** Between connection attempts: doubled from the first to the last, with up to a quarter at random. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** A socket that is not open by then is given up. */
  readonly openWithinMs: number;
  /** After an answer that only a person can mend (a wrong secret), the next try. */
  readonly fatalRetryMs: number;
  /** The gateway pings about once a minute: a socket that has said nothing for this long is dead. */
  readonly idleMs: number;
  /** A socket that lived this long was healthy: the next one is dialled at once. */
  readonly healthyAfterMs: number;
  /** How long a socket that was asked to go is listened to while the next one works; the gateway closes it after about 10 s. */
  readonly drainSocketMs: number;
  /** A card callback is answered by then, with what the clicker is to be told if that is known; the platform waits 2 s. */
  readonly answerWithinMs: number;
  readonly burst: number;
  readonly everyMs: number;
  readonly waitMsMax: number;
  /** When the platform limits us without saying for how long. */
  readonly rateWaitMs: number;
  /** How long stop() waits for what is on its way. */
  readonly drainMs: number;
}

export const defaultDingtalkPace: DingtalkPace = {
  callTimeoutMs: 10_000,
  reconnectMinMs: 500,
  reconnectMaxMs: 30_000,
  openWithinMs: 15_000,
  fatalRetryMs: 60_000,
  idleMs: 75_000,
  healthyAfterMs: 10_000,
  drainSocketMs: 12_000,
  answerWithinMs: 1_200,
  burst: 3,
  everyMs: 1_000,
  waitMsMax: 30_000,
  rateWaitMs: 2_000,
  drainMs: 5_000,
};
