import { refusedImageSignatures } from '../../../../src/systems/docker/signatures/refused-images.ts';
import { dockerSignatures } from '../../../../src/systems/docker/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('docker', dockerSignatures, [
  ['toomanyrequests: You have reached your unauthenticated pull rate limit.', 'pull-rate-limited'],
  ["pull access denied for shop/api, repository does not exist or may require 'docker login'", 'pull-denied'],
  ['unauthorized: authentication required', 'pull-denied'],
  ['manifest for shop/api:1.9 not found: manifest unknown: manifest unknown', 'image-tag-missing'],
  ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'image-platform-missing'],
  ['exec /app/server: exec format error', 'image-architecture-differs'],
  ['Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: i/o timeout', 'registry-unreachable'],
  ['Get "https://hub.corp:5000/v2/": x509: certificate signed by unknown authority', 'registry-untrusted'],
  ['Get "https://hub.corp:5000/v2/": http: server gave HTTP response to HTTPS client', 'registry-untrusted'],
]);

judgeQuotes('docker', refusedImageSignatures, [
  ['does the image exist in the registry, and who may pull it?', null],
  ['pulling takes long: is the registry reachable?', null],
]);
