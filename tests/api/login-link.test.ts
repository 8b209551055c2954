import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashToken } from '../../src/api/authenticate.ts';
import { createLoginLink } from '../../src/api/login-link.ts';
import type { SessionStore } from '../../src/store/session-contract.ts';

test('createLoginLink() puts the token behind the hash sign and stores only its hash', async () => {
  const stored: Parameters<SessionStore['create']>[0][] = [];
  const sessions: SessionStore = {
    create: async (session) => void stored.push(session),
    find: async () => null,
    consume: async () => null,
    remove: async () => {},
  };

  const link = await createLoginLink({ sessions, personId: 'lihua', publicUrl: 'https://zhiban.example', nowMs: 0 });

  const token = link.url.split('#token=')[1] ?? '';
  assert.match(link.url, /^https:\/\/zhiban\.example\/login#token=zbl_[\w-]{32}$/);
  assert.deepEqual(stored, [{ tokenHash: hashToken(token), kind: 'login', personId: 'lihua', expiresAtMs: 900_000 }]);
  assert.equal(link.expiresAt, '1970-01-01T00:15:00.000Z');
});
