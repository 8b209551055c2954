import assert from 'node:assert/strict';
import { it } from 'node:test';
import { identityLinks } from '../../../src/store/migrations/0005-identity-links.ts';
import { onBoth } from '../on-both.ts';

it('walls stand around every table that the migration makes', () => {
  const made = [...identityLinks.sql.matchAll(/^create table zhiban\.(\w+)/gm)].map((match) => match[1] ?? '');

  assert.deepEqual(made, ['identity_links', 'link_codes']);
  for (const name of made) assert.match(identityLinks.sql, new RegExp(`array\\[.*'${name}'`));
});

onBoth('identity-links', (given) => {
  it('a link is never changed in place', async () => {
    const { tenantId } = await given().tenant();

    await assert.rejects(
      given().asApp(tenantId, "update zhiban.identity_links set person_id = 'mallory'"),
      /permission denied|Failed query/,
    );
  });
});
