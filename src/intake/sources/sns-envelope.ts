/** The envelope in which Amazon's and Huawei's notification services post: the alarm is text in JSON inside JSON. */

import { ZhibanError } from '../../domain/errors.ts';

/** The message as JSON. Throws ZhibanError `invalid` for text that a person wrote, which is no alarm. */
export function openMessage(message: string, service: string): unknown {
  try {
    return JSON.parse(message);
  } catch (cause) {
    throw new ZhibanError(
      'invalid',
      `The message of ${service} is not JSON: only alarms are understood, sent without a template of your own`,
      {
        cause,
      },
    );
  }
}
