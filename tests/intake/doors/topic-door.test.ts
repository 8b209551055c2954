import assert from 'node:assert/strict';
import { createSign } from 'node:crypto';
import { before, test } from 'node:test';
import type { RawRequest, SourceDoor } from '../../../src/intake/contract.ts';
import { createTopicDoor, type TopicService } from '../../../src/intake/doors/topic-door.ts';
import { amazonSns, huaweiSmn } from '../../../src/intake/doors/topic-services.ts';
import { makeSigningCertificate } from '../../support/signing-certificate.ts';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:alarms';
const topicUrn = 'urn:smn:cn-north-4:bd4140f92d7941cdb34be53d74e37ac5:alarms';
let signer: ReturnType<typeof makeSigningCertificate>;

before(() => {
  signer = makeSigningCertificate();
});

type Message = Readonly<Record<string, string>>;

const notification: Message = {
  Type: 'Notification',
  MessageId: '22b80b92',
  TopicArn: topicArn,
  Subject: 'ALARM: "shop-web-cpu"',
  Message: '{"AlarmName":"shop-web-cpu"}',
  Timestamp: '2026-11-21T01:43:01.123Z',
  SignatureVersion: '1',
  SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-f3ecfb72.pem',
};

const confirmation: Message = {
  ...notification,
  Type: 'SubscriptionConfirmation',
  Token: '2336412f37',
  SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=2336412f37`,
};

/** The text that the service's manual gives, written out here rather than taken from the code. */
function signedText(message: Message, names: readonly string[]): string {
  return names.map((name) => `${name}\n${message[name]}\n`).join('');
}

const snsNotified = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const snsConfirmed = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

function sign(message: Message, names: readonly string[], algorithm = 'RSA-SHA1', field = 'Signature'): Message {
  return { ...message, [field]: createSign(algorithm).update(signedText(message, names)).sign(signer.key, 'base64') };
}

function requestOf(message: unknown): RawRequest {
  const text = JSON.stringify(message);
  return { headers: {}, query: {}, text, json: () => JSON.parse(text) };
}

function openDoor(service: TopicService = amazonSns, topics: readonly string[] = [topicArn]): { door: SourceDoor; fetched: string[] } {
  const fetched: string[] = [];
  const door = createTopicDoor({
    service,
    topics: () => topics,
    fetchText: async (url) => {
      fetched.push(url);
      return signer.certificate;
    },
  });
  return { door, fetched };
}

test('createTopicDoor() knows what the topic signed, in both versions, and fetches the certificate once', async () => {
  const { door, fetched } = openDoor();

  assert.equal(await door.prove(requestOf(sign(notification, snsNotified)), false), 'proved');
  assert.equal(await door.prove(requestOf(sign({ ...notification, SignatureVersion: '2' }, snsNotified, 'RSA-SHA256')), false), 'proved');
  const { Subject: _, ...bare } = notification;
  const unnamed = snsNotified.filter((name) => name !== 'Subject');
  assert.equal(await door.prove(requestOf(sign(bare, unnamed)), false), 'proved');
  assert.deepEqual(fetched, [notification.SigningCertURL]);
});

test('createTopicDoor() refuses what was changed on its way, and versions that it does not know', async () => {
  const { door } = openDoor();
  const signed = sign(notification, snsNotified);

  for (const change of [
    { Message: '{}' },
    { Timestamp: '2026-11-21T01:43:02.000Z' },
    { Signature: '' },
    { SignatureVersion: '3' },
    { Subject: '' },
  ])
    assert.equal(await door.prove(requestOf({ ...signed, ...change }), true), 'forged', JSON.stringify(change));
});

test('createTopicDoor() asks nobody but the service for a certificate', async () => {
  const { door, fetched } = openDoor();
  const elsewhere = [
    'https://attacker.example/SimpleNotificationService.pem',
    'https://sns.us-east-1.amazonaws.com.attacker.example/x.pem',
    'https://sns.us-east-1.amazonaws.com@attacker.example/x.pem',
    'https://user@sns.us-east-1.amazonaws.com/x.pem',
    'http://sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.us-east-1.amazonaws.com:8443/x.pem',
    'https://sns.us-east-1.amazonaws.com/x.json',
    'https://bucket.s3.amazonaws.com/x.pem',
    'no address',
  ];

  for (const SigningCertURL of elsewhere)
    assert.equal(await door.prove(requestOf(sign({ ...notification, SigningCertURL }, snsNotified)), true), 'forged', SigningCertURL);
  assert.deepEqual(fetched, []);
});

test('createTopicDoor() leaves a topic that is not named to the token, and fetches nothing for whoever has none', async () => {
  const { door, fetched } = openDoor(amazonSns, []);
  const signed = requestOf(sign(notification, snsNotified));

  assert.equal(await door.prove(signed, false), 'silent');
  assert.deepEqual(fetched, []);
  assert.equal(await door.prove(signed, true), 'silent');
  assert.equal(await door.prove(requestOf({ ...sign(notification, snsNotified), Message: 'changed' }), true), 'forged');
});

test('createTopicDoor() leaves what has no envelope to the token', async () => {
  const { door } = openDoor();

  for (const body of [{ AlarmName: 'raw' }, [], 'text', null]) assert.equal(await door.prove(requestOf(body), false), 'silent');
  const broken: RawRequest = { headers: {}, query: {}, text: '{', json: () => JSON.parse('{') };
  assert.equal(await door.prove(broken, false), 'silent');
});

test('createTopicDoor() confirms a subscription at the service, and nowhere else', async () => {
  const { door, fetched } = openDoor();

  assert.equal(await door.prove(requestOf(sign(confirmation, snsConfirmed)), false), 'proved');
  assert.equal(await door.greet?.(requestOf(confirmation)), true);
  assert.equal(fetched.at(-1), confirmation.SubscribeURL);
  assert.equal(await door.greet?.(requestOf({ ...confirmation, Type: 'UnsubscribeConfirmation' })), true);
  assert.equal(await door.greet?.(requestOf(notification)), false);
  const elsewhere = requestOf({ ...confirmation, SubscribeURL: 'https://attacker.example/?Action=ConfirmSubscription' });
  await assert.rejects(async () => door.greet?.(elsewhere), { kind: 'invalid' });
  assert.equal(fetched.length, 2);
});

test('createTopicDoor() asks to send again when the service can not be reached, without the address and its token', async () => {
  const door = createTopicDoor({
    service: amazonSns,
    topics: () => [topicArn],
    fetchText: () => Promise.reject(new Error('no route')),
  });

  await assert.rejects(door.prove(requestOf(sign(notification, snsNotified)), false), { kind: 'unavailable' });
  await assert.rejects(
    async () => door.greet?.(requestOf(confirmation)),
    (error: Error) => /could not be confirmed at sns\.us-east-1\.amazonaws\.com$/.test(error.message),
  );
});

test('createTopicDoor() knows what Huawei signs as well', async () => {
  const { door, fetched } = openDoor(huaweiSmn, [topicUrn]);
  const message: Message = {
    type: 'Notification',
    message_id: '1233754a',
    topic_urn: topicUrn,
    subject: '[紧急告警]',
    message: '{"message_type":"alarm"}',
    timestamp: '2026-11-21T01:43:06Z',
    signature_version: 'v1',
    signing_cert_url: 'https://smn.cn-north-4.myhuaweicloud.com/smn/SMN_cn-north-4_439574c9.pem',
  };
  const notified = ['message', 'message_id', 'subject', 'timestamp', 'topic_urn', 'type'];
  const signed = sign(message, notified, 'RSA-SHA256', 'signature');
  const subscribe = {
    ...message,
    type: 'SubscriptionConfirmation',
    subscribe_url: 'https://console.huaweicloud.com/smn/subscription/confirm?token=t',
  };
  const subscribed = ['message', 'message_id', 'subscribe_url', 'timestamp', 'topic_urn', 'type'];

  assert.equal(await door.prove(requestOf(signed), false), 'proved');
  assert.equal(await door.prove(requestOf({ ...signed, message: '{}' }), false), 'forged');
  assert.equal(await door.prove(requestOf(sign(subscribe, subscribed, 'RSA-SHA256', 'signature')), false), 'proved');
  assert.equal(await door.greet?.(requestOf(subscribe)), true);
  assert.equal(fetched.at(-1), subscribe.subscribe_url);
});
