/** The built console, opened in Debian's Chromium with a peer behind it. */

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Locale } from '../../src/domain/text.ts';
import { type ConsolePeer, type ConsolePeerOptions, startConsolePeer } from '../peers/console-api.ts';
import { keptConsole } from '../support/kept-console.ts';

export interface ConsoleBench {
  /** A fresh peer and a fresh browser profile; `problems` collects what the browser's console complains about. */
  open(options: OpenOptions): Promise<OpenConsole>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly locale: Locale;
  readonly width?: number;
  readonly height?: number;
  readonly peer?: Partial<ConsolePeerOptions>;
  /** Opens the login link first; true by default. */
  readonly isLoggedIn?: boolean;
}

export interface OpenConsole {
  readonly page: Page;
  readonly peer: ConsolePeer;
  readonly problems: string[];
}

export async function openConsoleBench(): Promise<ConsoleBench> {
  const directory = await keptConsole();
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const peers: ConsolePeer[] = [];
  return {
    open: async (options) => {
      const peer = await startConsolePeer({ directory, channelLocale: options.locale, stepMs: 60, ...options.peer });
      peers.push(peer);
      return openPage(browser, peer, options);
    },
    close: async () => {
      await browser.close();
      for (const peer of peers) await peer.close();
    },
  };
}

async function openPage(browser: Browser, peer: ConsolePeer, options: OpenOptions): Promise<OpenConsole> {
  const { locale, width = 1440, height = 900 } = options;
  const settings: BrowserContextOptions = { viewport: { width, height }, locale, reducedMotion: 'reduce' };
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(60_000);
  await context.addInitScript(`localStorage.getItem('zhiban.locale') ?? localStorage.setItem('zhiban.locale', '${locale}')`);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  if (options.isLoggedIn ?? true) {
    await page.goto(peer.loginUrl);
    await page.waitForSelector('.shell');
  }
  return { page, peer, problems };
}

/** By how many pixels the page, or anything in it that scrolls up and down, is wider than it should be. */
export async function overflowOf(page: Page): Promise<number> {
  const parts = "['html', '.shell-content', '.message-list', '.thread-body', '.ant-drawer-body']";
  const script = `Math.max(...${parts}.flatMap((part) => [...document.querySelectorAll(part)]).map((one) => one.scrollWidth - one.clientWidth))`;
  return Number(await page.evaluate(script));
}
