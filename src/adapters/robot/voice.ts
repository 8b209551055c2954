/** Custom group robots of Slack, DingTalk and Feishu: they push and hear nothing, for groups where the bot itself can't be. */

import type { ResolveSecret } from '../../domain/secret.ts';
import { ChatError } from '../contract.ts';
import type { Voice, VoiceContext, VoiceHabits } from '../voice/contract.ts';
import { postJson, refuseByStatus } from '../voice/post-json.ts';
import { robotAddress } from '../voice/robot-address.ts';
import type { RobotConfig, RobotPlatform } from './config.ts';
import { dingtalkDialect } from './dingtalk.ts';
import { feishuDialect } from './feishu.ts';
import type { RobotDialect } from './platform.ts';
import { slackDialect } from './slack.ts';

interface Robot {
  readonly dialect: RobotDialect;
  readonly address: string;
  readonly secret: string | null;
}

const dialects: Readonly<Record<RobotPlatform, RobotDialect>> = {
  slack: slackDialect,
  dingtalk: dingtalkDialect,
  feishu: feishuDialect,
};

/** Throws ZhibanError `invalid` when a secret is missing or leads elsewhere. */
export function createRobotVoice(config: RobotConfig, resolveSecret: ResolveSecret, { clock }: VoiceContext): Voice {
  const robots = new Map(
    Object.entries(config).map(([name, { platform, webhook, secret, apiUrl }]): [string, Robot] => [
      name,
      {
        dialect: dialects[platform],
        address: robotAddress(platform, resolveSecret(webhook), apiUrl),
        secret: secret === undefined ? null : resolveSecret(secret).trim(),
      },
    ]),
  );
  return {
    name: 'robot',
    destinations: [...robots.keys()],
    habits: (destination): VoiceHabits => ({
      gathers: 'everything',
      perMinute: robots.get(destination)?.dialect.perMinute ?? 1,
      digestMinutes: 0,
    }),
    async say(destination, _to, announcement) {
      const robot = robots.get(destination);
      const who = `The robot '${destination}'`;
      if (robot === undefined) throw new ChatError('gone', `${who} is not configured`);
      const nowMs = clock.now();
      const { url, body } = robot.dialect.request(robot.address, robot.secret, announcement, nowMs);
      const secrets = [robot.address, ...(robot.secret === null ? [] : [robot.secret])];
      const answer = await postJson({ url, body, who, secrets }, nowMs);
      refuseByStatus(who, answer);
      robot.dialect.refuse(who, answer);
    },
    check: async () => false,
    close: async () => undefined,
  };
}
