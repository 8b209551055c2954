import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({
  features: z.object({ slash_commands: z.array(z.object({ command: z.string() })) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.literal(true) }),
    socket_mode_enabled: z.literal(true),
  }),
});

/** What Slack wants for each event, and each method that the adapter calls. */
const scopeOf: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  'chat.postMessage': 'chat:write',
  'files.completeUploadExternal': 'files:write',
  'conversations.create': 'channels:manage',
  'conversations.open': 'im:write',
  'conversations.list': 'channels:read',
  '/zhiban': 'commands',
  'users.info': 'users:read',
  'users.info, profile.email': 'users:read.email',
};

it('config/slack-manifest.yaml asks for what it uses and for nothing that it does not', () => {
  const { features, oauth_config, settings } = manifest.parse(
    parse(readFileSync(new URL('../../../config/slack-manifest.yaml', import.meta.url), 'utf8')),
  );

  const rooms = ['conversations.create', 'conversations.list', 'conversations.open'];
  const calls = ['chat.postMessage', 'files.completeUploadExternal', 'users.info', 'users.info, profile.email', ...rooms];
  const used = [...settings.event_subscriptions.bot_events, ...calls, '/zhiban'];
  const needed = new Set([...used.map((name) => scopeOf[name]), 'files:read']);
  assert.deepEqual(new Set(oauth_config.scopes.bot), needed);
  assert.deepEqual(
    features.slash_commands.map((one) => one.command),
    ['/zhiban'],
  );
});
