import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const folder = `${process.env.LAB_DIR}/srv/sessions`;
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
setInterval(() => {
  const name = `${folder}/sess_${randomBytes(13).toString('hex')}`;
  try {
    writeFileSync(name, 'user|i:1;');
    say('INFO', 'login ok');
  } catch (error) {
    say('ERROR', `login failed: ${error.message}`);
  }
}, 500);
