/** Which sources sign, and with what of the configuration that is checked. */

import type { SourceDoor } from '../contract.ts';
import { createHmacDoor } from './hmac-door.ts';
import { createTopicDoor } from './topic-door.ts';
import { amazonSns, huaweiSmn } from './topic-services.ts';

export interface DoorDeps {
  /** Secrets by the name of their source; null when none is configured. */
  readonly signingSecret: (source: 'pagerduty' | 'sentry') => string | null;
  readonly topics: () => readonly string[];
  readonly fetchText: (url: string) => Promise<string>;
}

export function createDoors(deps: DoorDeps): ReadonlyMap<string, SourceDoor> {
  return new Map([
    ['pagerduty', createHmacDoor({ header: 'x-pagerduty-signature', prefix: 'v1=', secret: () => deps.signingSecret('pagerduty') })],
    ['sentry', createHmacDoor({ header: 'sentry-hook-signature', prefix: '', secret: () => deps.signingSecret('sentry') })],
    ['aws-cloudwatch', createTopicDoor({ ...deps, service: amazonSns })],
    ['huawei-cloud', createTopicDoor({ ...deps, service: huaweiSmn })],
  ]);
}
