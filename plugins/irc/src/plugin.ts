/** IRC for Zhiban. */

import { definePlugin } from 'zhiban/plugin';
import { createIrcChat } from './adapter.ts';
import { ircConfig } from './config.ts';

export const plugin = definePlugin({
  config: ircConfig,
  load(config, { clock, resolveSecret, memory }) {
    const secrets = {
      password: config.password === undefined ? null : resolveSecret(config.password),
      saslPassword: config.sasl === undefined ? null : resolveSecret(config.sasl.password),
    };
    return { chat: createIrcChat(config, secrets, clock, memory) };
  },
});
