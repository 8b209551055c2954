import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPasswordName, isSecretName } from '../../src/domain/secret-names.ts';

test('isSecretName() goes by how a name ends, in every spelling', () => {
  for (const name of [
    'password',
    'DB_PASSWORD',
    'spring.datasource.password',
    'clientSecret',
    'client-secret',
    'apiKey',
    'X-Api-Key',
    'accessToken',
  ]) {
    assert.equal(isSecretName(name), true, name);
  }
  for (const name of [
    'requirepass',
    'masterauth',
    'db_pass',
    'userPass',
    'password2',
    '数据库密码',
    '令牌',
    'aws_secret_access_key',
    'SessionId',
  ]) {
    assert.equal(isSecretName(name), true, name);
  }
});

test('isSecretName() leaves names alone that only speak of secrets', () => {
  for (const name of [
    'secretName',
    'token_count',
    'tokens',
    'password_file',
    'passwordPolicy',
    'bypass',
    'compass',
    'keyspace',
    'key',
    'user',
    '密码策略',
  ]) {
    assert.equal(isSecretName(name), false, name);
  }
  assert.equal(isSecretName('x'.repeat(100_000)), false);
});

test('isPasswordName() is true where even a number is a secret', () => {
  assert.equal(isPasswordName('db.password'), true);
  assert.equal(isPasswordName('masterauth'), true);
  assert.equal(isPasswordName('token'), false);
  assert.equal(isPasswordName('x'.repeat(100_000)), false);
});
