/** Which names announce a secret: by how they end, so that `token_count`, `secretName` and `password_file` are no such names. */

/** Words for a password, as part of a regular expression. */
export const passwordWords = 'password|passwd|passphrase|passcode|passwort|pwd';

const endings = [
  passwordWords,
  'requirepass|masterauth|primaryauth|authpass|userpass|dbpass|rootpass|adminpass|bindpw|rootpw|userpw',
  'secret|token|apikey|accesskey|accesskeyid|accesskeysecret|secretkey|secretaccesskey|secretid|privatekey|authkey|signingkey|signkey',
  'encryptionkey|encryptkey|aeskey|encodingaeskey|masterkey|sharedkey|accountkey|storagekey|sessionkey|sessionid|jsessionid|phpsessid',
  'credential|credentials|cookie|authorization|authcode|otp|csrf|xsrf|dsn|connectionstring|webhookurl|sentinelpass|sshkey|pskkey|psk',
].join('|');

const suffix = '(?:\\d{0,3}|value|plain|plaintext|b64|base64|hash|enc|encrypted|old|new|current)';
const secretEnding = new RegExp(`(?:${endings})${suffix}$`);
const passwordEnding = new RegExp(`(?:${passwordWords}|requirepass|masterauth|authpass|pass)${suffix}$`);
const chineseName = /(?:密码|口令|密钥|秘钥|令牌|凭证|私钥|授权码)$/;

/** True when a value under this name is to be taken as a secret. */
export function isSecretName(name: string): boolean {
  if (name.length > 200) return false;
  const flat = name.toLowerCase().replace(/[-_.:]/g, '');
  return secretEnding.test(flat) || isPassWord(name) || chineseName.test(name);
}

/** True for names of passwords, which may be plain numbers. */
export function isPasswordName(name: string): boolean {
  if (name.length > 200) return false;
  const flat = name.toLowerCase().replace(/[-_.:]/g, '');
  return passwordEnding.test(flat) && isSecretName(name);
}

/** `pass` only as a word of its own: not in `bypass` or `compass`. */
function isPassWord(name: string): boolean {
  return /(?:^|[-_.])pass\d{0,2}$/i.test(name) || /[a-z0-9]Pass\d{0,2}$/.test(name);
}
