// What the stories share: choosing as a person chooses, reading a matter's page and a desk, and `send`, the short way to put a
// matter into the stage in which a story begins.
import { expect, type Locator, type Page } from '@playwright/test';

const inShanghai = (at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at);

/** `2026-11-25`: today at the school, or so many days from it. */
export function day(from = 0): string {
  return inShanghai(new Date(Date.now() + from * 86_400_000));
}

/** A day so many days after that one. */
export function dayAfter(of: string, days: number): string {
  return new Date(Date.parse(`${of}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `2026年11月5日`, as sheets and messages write a day. */
export function longDay(of: string): string {
  const [y, m, d] = of.split('-').map(Number);
  return `${y}年${m}月${d}日`;
}

export const year = () => day().slice(0, 4);

/** `https://…/matters/<id>` without what follows: the path of the matter that the page is about. */
export function matterOf(page: Page): string {
  const found = /\/matters\/[0-9a-f-]{36}/.exec(page.url());
  if (!found) throw new Error(`not on the page of a matter: ${page.url()}`);
  return found[0];
}

/** Chooses in a list, through its search box where the script gave it one. */
export async function pick(page: Page, name: string, label: string): Promise<void> {
  const select = page.locator(`select[name="${name}"]`).first();
  if (await select.evaluate((list) => list.classList.contains('tomselected'))) {
    const box = select.locator('xpath=following-sibling::div[contains(@class,"ts-wrapper")][1]');
    await box.locator('.ts-control').click();
    await type(box, label);
    await box.locator('.ts-dropdown .option').filter({ hasText: label }).first().click();
  } else {
    const value = await select.locator('option').filter({ hasText: label }).first().getAttribute('value');
    await select.selectOption(value ?? '');
  }
}

/** Adds one to a list of many, through its search box where the script gave it one. */
export async function add(page: Page, name: string, label: string): Promise<void> {
  const group = page.locator(`fieldset:has(input[type=checkbox][name="${name}"])`).last();
  const search = group.locator('.ts-wrapper');
  if (await search.count()) {
    await search.locator('.ts-control').click();
    await type(search, label);
    await search.locator('.ts-dropdown .option').filter({ hasText: label }).first().click();
    await search.locator('input').first().press('Tab');
    await expect(search.locator('.ts-dropdown')).toBeHidden();
  } else {
    await group.getByLabel(label).check();
  }
}

/** Nobody chooses within the 300 ms after which the list follows what was typed. */
async function type(box: Locator, text: string): Promise<void> {
  await box.locator('input').first().fill(text);
  await box.page().waitForTimeout(350);
}

/** The row of what this person owes on this matter; the page goes to the desk for it. */
export async function owed(page: Page, title: string, what: string): Promise<Locator> {
  await page.goto('/');
  const row = page.locator('li.owe').filter({ hasText: title }).filter({ has: page.locator('.owe-verb', { hasText: what }) });
  await expect(row, `工作台上的“${what}”`).toBeVisible();
  return row;
}

/** Opens, from the desk, the form of what is owed. */
export async function takeUp(page: Page, title: string, what: string): Promise<void> {
  const row = await owed(page, title, what);
  await row.getByRole('link', { name: title }).last().click();
}

/** The message about this matter that says so; the page goes to the inbox for it. */
export async function told(page: Page, title: string, says: string | RegExp): Promise<Locator> {
  await page.goto('/inbox');
  const row = page.locator('.inbox-row').filter({ hasText: title }).filter({ hasText: says }).first();
  await expect(row, `站内消息“${says}”`).toBeVisible();
  return row;
}

/** The line of 下一步 in which this party owes this. */
export async function owes(page: Page, who: string, what: string): Promise<void> {
  const line = page.locator('.next-list li').filter({ hasText: what }).filter({ hasText: who });
  await expect(line, `下一步：${who}${what}`).toBeVisible();
  await expect(line.locator('.clause'), `${what}的依据`).not.toBeEmpty();
}

/** The box of the flow chart is passed, today, by this person. */
export async function passed(page: Page, box: string, who: string): Promise<void> {
  const step = flowBox(page, box);
  await expect(step).toHaveClass(/is-passed/);
  await expect(step.locator('.flow-when')).toContainText(day());
  await expect(step.locator('.flow-when')).toContainText(who);
}

export function flowBox(page: Page, box: string): Locator {
  return page.locator('.flow-step').filter({ has: page.locator('.flow-label', { hasText: new RegExp(`^${box}$`) }) });
}

/** One urging of the chain on the matter's page: 催办, 二次催办 …; of several, the last. */
export function urgingOf(page: Page, heading: string): Locator {
  const named = page.locator('.urging-head strong', { hasText: new RegExp(`^${heading}$`) });
  return page.locator('#urgings .urging').filter({ has: named }).last();
}

/** What stands in a list under this label. */
export function fact(within: Page | Locator, label: string): Locator {
  return within.locator(`dl > div:has(> dt:text-is("${label}")) > dd`);
}

/** The cell of a form beside its own words. */
export function cellOf(sheet: Locator, label: string): Locator {
  return sheet.getByRole('row').filter({ has: sheet.page().getByRole('rowheader', { name: label }) }).getByRole('cell');
}

/** On how many sheets of paper it comes out. */
export async function sheets(page: Page): Promise<number> {
  const printed = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  return printed.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** A button of the matter's page. */
export async function act(page: Page, label: string): Promise<void> {
  await page.locator('.acts').first().getByRole('link', { name: label, exact: true }).click();
}

/** The same for what others did on paper or by telephone. */
export async function record(page: Page, label: string): Promise<void> {
  await page.locator('.acts-paper summary').click();
  await page.locator('.acts-paper').getByRole('link', { name: label }).click();
}

export async function submit(page: Page, label: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: label, exact: true }).click();
}

/** It was done, and the page says what. */
export async function done(page: Page, said: string | RegExp): Promise<void> {
  await expect(page.locator('.flash').first()).toContainText(said);
}

type Said = string | string[];

/**
 * Sends the form at `path` as it is prefilled, with these changes; choices may be named by their labels. Answers with the
 * address that the form led to; a refused form throws with what the page says.
 */
export async function send(page: Page, path: string, changes: Record<string, Said> = {}, button?: [string, string]): Promise<string> {
  const led = await page.evaluate(
    async ({ path, changes, button }) => {
      const shown = await fetch(path);
      const read = (html: string) => new DOMParser().parseFromString(html, 'text/html');
      const doc = read(await shown.text());
      const wanted = new URL(path, location.href).pathname;
      const forms = [...doc.querySelectorAll<HTMLFormElement>('main form[method=post]')];
      const target = (form: HTMLFormElement) => form.getAttribute('action')!.split('?')[0]!;
      const form = forms.find((form) => wanted.startsWith(target(form)) && !form.classList.contains('one-click')) ?? forms[0];
      if (!form) return { status: shown.status, problems: doc.querySelector('main')?.textContent ?? '', url: '' };
      const data = new FormData(form);
      for (const [name, value] of Object.entries(changes)) {
        data.delete(name);
        for (const said of [value].flat()) {
          const fields = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)];
          const options = fields.flatMap((field): Array<HTMLInputElement | HTMLOptionElement> =>
            field instanceof HTMLSelectElement ? [...field.options] : [field],
          );
          const called = (option: HTMLElement) =>
            option instanceof HTMLOptionElement ? option.text.trim() : (option.closest('label')?.textContent?.trim() ?? '');
          const found = options.find((option) => called(option).startsWith(said) && said !== '');
          data.append(name, found?.value ?? said);
        }
      }
      if (button) data.append(button[0], button[1]);
      const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data as unknown as Record<string, string>);
      const answer = await fetch(form.getAttribute('action')!, { method: 'POST', body });
      const said = read(await answer.text());
      return { status: answer.status, problems: said.querySelector('.problems, .error-page')?.textContent ?? '', url: answer.url };
    },
    { path, changes, button },
  );
  if (led.problems || led.status >= 400) throw new Error(`${path}: ${led.status} ${led.problems.replace(/\s+/g, ' ').trim()}`);
  return new URL(led.url).pathname;
}

/** A draft of the Office's, in the short way. */
export function propose(page: Page, title: string, changes: Record<string, Said> = {}): Promise<string> {
  return send(page, '/matters/new', {
    title,
    content: '按照校长办公会要求，抓紧办理。',
    requirements: '按期完成，报送办结报告。',
    target: '形成清单一份并公布。',
    lead: '后勤保障部',
    leader: '潘国栋',
    category: '学校重要会议',
    ...changes,
  });
}

/** The same, registered and dispatched. */
export async function dispatched(page: Page, title: string, changes: Record<string, Said> = {}): Promise<string> {
  const matter = await propose(page, title, changes);
  await send(page, `${matter}/registration`);
  await send(page, `${matter}/dispatch`);
  return matter;
}

interface Row {
  id: string;
  number: string | null;
  title: string;
  stage: string;
  first_due: string | null;
  due: string | null;
}

/** The matter of the demonstration with this title. */
export async function matterCalled(page: Page, title: string) {
  const found = (await ledger(page, `q=${encodeURIComponent(title)}`)).filter((row) => row.title === title);
  if (found.length !== 1) throw new Error(`${found.length} matters are called ${title}`);
  return { path: `/matters/${found[0]!.id}`, ...found[0]! };
}

/** The rows of the ledger that this person sees. */
export async function ledger(page: Page, query = ''): Promise<Row[]> {
  const rows: Row[] = [];
  let after = '';
  do {
    const answer = await page.request.get(`/api/matters?${query}${after}`);
    const body = (await answer.json()) as { rows: typeof rows; next: string | null };
    rows.push(...body.rows);
    after = body.next ? `&at=${encodeURIComponent(body.next)}` : '';
  } while (after);
  return rows;
}
