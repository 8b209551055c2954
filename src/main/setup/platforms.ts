/** The platforms that can be set up. */

import { dingtalkSetup } from './dingtalk.ts';
import { feishuSetup } from './feishu.ts';
import type { SetupPlatform } from './platform.ts';
import { slackSetup } from './slack.ts';

export const setupPlatforms: readonly SetupPlatform[] = [slackSetup, feishuSetup, dingtalkSetup];
