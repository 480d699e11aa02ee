// What every browser test starts from: `visit` for a stranger, `signIn` for a person, `watch` for what must not happen.
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { Duban } from './duban.ts';
import { Watch } from './watch.ts';

const screens = resolve(dirname(fileURLToPath(import.meta.url)), '../results/screens');

interface ForTest {
  watch: Watch;
  /** A page of nobody's, with cookies of its own, at `path`. */
  visit: (path?: string) => Promise<Page>;
  /** A page of this person's, signed in through the form; each call is a browser of its own. */
  signIn: (login: string) => Promise<Page>;
  /** Saves the whole page as results/screens/<project>/<name>.png, for a person to look at and for the handbook. */
  shot: (page: Page, name: string) => Promise<void>;
}

interface ForWorker {
  duban: Duban;
}

export const test = base.extend<ForTest, ForWorker>({
  duban: [
    async ({}, use) => {
      const duban = await Duban.start();
      await use(duban);
      await duban.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  watch: async ({ duban }, use) => {
    const watch = new Watch(duban.address);
    await use(watch);
    expect(watch.notes(), 'what a page must never do').toEqual([]);
  },

  visit: async ({ browser, duban, watch }, use) => {
    const open: Array<() => Promise<void>> = [];
    await use(async (path = '/') => {
      const context = await browser.newContext({ baseURL: duban.address });
      open.push(() => context.close());
      await watch.over(context);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    });
    for (const close of open) await close();
  },

  signIn: async ({ duban, visit }, use) => {
    await use(async (login) => {
      const account = duban.account(login);
      const page = await visit('/sign-in');
      await page.getByLabel('登录名').fill(account.login);
      await page.getByLabel('密码').fill(account.password);
      await page.getByRole('button', { name: '登录' }).click();
      await expect(page, `${account.name} is let in`).not.toHaveURL(/\/sign-in/);
      return page;
    });
  },

  shot: async ({}, use, info) => {
    const folder = resolve(screens, info.project.name);
    await use(async (page, name) => {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: resolve(folder, `${name}.png`), fullPage: true, animations: 'disabled' });
    });
  },
});

/** WCAG 2.2 AA, as far as a machine can see. */
export async function axe(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const told = found.violations.map((violation) => {
    const where = violation.nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary ?? ''}`);
    return `${violation.id}: ${violation.help}\n${where.join('\n')}`;
  });
  expect(told, `accessibility of ${page.url()}`).toEqual([]);
}

/** No colour on its way to another: what fades has for a while a contrast that nobody chose. */
async function still(page: Page): Promise<void> {
  const fading = await page.evaluate(() => {
    const moves = (part: Element) => getComputedStyle(part).transitionDuration.split(', ').some((time) => time !== '0s');
    return [...document.querySelectorAll('*')].filter(moves).map((part) => part.outerHTML.slice(0, 80));
  });
  expect(fading, `what fades on ${page.url()}`).toEqual([]);
}

/** Nothing sticks out to the right: the page never scrolls sideways. */
export async function fits(page: Page): Promise<void> {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(wide, `width of ${page.url()}`).toBeLessThanOrEqual(room!);
}

/** What every page owes everybody: accessible, within the screen, with the line about secrets, and looked at. */
export async function wellMade(page: Page): Promise<void> {
  await expect(page.getByText('本系统为非涉密系统，严禁处理涉密信息').first()).toBeVisible();
  await fits(page);
  await still(page);
  await axe(page);
}

export { expect };
