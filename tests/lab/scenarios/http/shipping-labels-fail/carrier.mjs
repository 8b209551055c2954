import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { dir, pause, port, serve } from './kit.mjs';

serve(
  port(2),
  async (_request, say) => {
    await pause(40);
    say(200, { ok: true });
  },
  {},
  (listener) => createServer({ cert: readFileSync(`${dir}/carrier/cert.pem`), key: readFileSync(`${dir}/carrier/key.pem`) }, listener),
);
