/** Makes sure that a Temporal server is on this machine, by the same way that `npm start` goes; the tests need it. */

import { homedir } from 'node:os';
import { createScreen } from '../src/main/dev/screen.ts';
import { resolveTemporal, userCacheDirectory } from '../src/main/dev/temporal.ts';

const screen = createScreen({ write: (text) => void process.stdout.write(text), locale: 'en', isTerminal: process.stdout.isTTY === true });

const executable = await resolveTemporal({
  environment: process.env,
  cacheDirectory: userCacheDirectory(process.env, homedir()),
  onProgress: ({ step, seconds, packages, packagesAbout }) => {
    const text = 'Temporal server: {step}, {packages} of about {packagesAbout} packages, {seconds} s';
    screen.progress({ 'zh-CN': text, en: text }, { step, seconds, packages, packagesAbout });
  },
});
screen.raw(`Temporal server ${executable.version} at ${executable.path}`);
