/** The built console over the real API, opened in Debian's Chromium by an administrator. */

import type { Browser, Page } from 'playwright-core';
import { tokens } from '../api/harness.ts';

export interface RealPageOptions {
  readonly locale?: string;
  readonly width?: number;
  readonly height?: number;
  /** What must be there before it is looked at. */
  readonly shows?: string;
}

/** `url` is where the API listens; `problems` collects what the page throws. */
export async function openRealPage(
  browser: Browser,
  url: string,
  path: string,
  { locale = 'en', width = 1440, height = 900, shows = '.shell' }: RealPageOptions = {},
): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(`localStorage.setItem('zhiban.locale', '${locale}')`);
  await context.request.post(`${url}/api/v1/login`, { data: { token: tokens.admin } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${url}${path}`);
  await page.waitForSelector(shows);
  return { page, problems };
}
