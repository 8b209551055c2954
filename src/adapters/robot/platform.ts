/** What differs between the platforms of custom robots. */

import type { Announcement } from '../../domain/announcement.ts';
import type { JsonAnswer } from '../voice/post-json.ts';

export interface RobotDialect {
  /** Kept below the vendor's limit, for what others send through the same robot. */
  readonly perMinute: number;
  /** The request for an announcement, signed where there is a secret. */
  request(
    address: string,
    secret: string | null,
    announcement: Announcement,
    nowMs: number,
  ): { readonly url: string; readonly body: string };
  /** Throws ChatError when an answer with status 200 is a refusal. */
  refuse(who: string, answer: JsonAnswer): void;
}
