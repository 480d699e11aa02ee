// 日历：放假通知从粘贴到改期；按月看时限；订阅地址由真正的日历程序库读取，撤销后读不到。
import ICAL from 'ical.js';
import { expect, test, wellMade } from '../../support/test.ts';
import { day, dispatched, done, ledger, submit } from '../../support/office.ts';

const next = String(Number(day().slice(0, 4)) + 1);

/** The first of January and what lies around it, as that year's weekdays have it. */
function notice(): { text: string; off: string } {
  const week = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
  const on = (of: number) => new Date(Date.UTC(Number(next), 0, of)).getUTCDay();
  const weekday = [1, 2, 3, 4, 5, 6, 7].find((of) => on(of) >= 1 && on(of) <= 5)!;
  const text = `国务院办公厅关于${next}年部分节假日安排的通知\n一、元旦：1月${weekday}日（${week[on(weekday)]}）放假1天，不调休。\n`;
  return { text, off: `${next}-01-0${weekday}` };
}

test('主任：粘贴通知，核对，看影响，确认', async ({ signIn, shot }) => {
  const page = await signIn('chenboyan');
  await page.goto(`/work-calendar?year=${next}`);
  await expect(page.getByText(`${next} 年的放假安排尚未登记`)).toBeVisible();
  await wellMade(page);
  await shot(page, 'work-calendar');
  const { text, off } = notice();
  await page.getByLabel('通知全文').fill(text);
  await submit(page, '读入并核对');
  await expect(page.getByRole('heading', { name: `核对 ${next} 年放假安排` })).toBeVisible();
  await expect(page.getByLabel(`${off}：日期`)).toHaveValue(off);
  await wellMade(page);
  await shot(page, 'work-calendar-reading');
  await submit(page, '看会影响哪些时限');
  await expect(page.getByRole('heading', { name: `登记 ${next} 年放假安排` })).toBeVisible();
  await wellMade(page);
  await shot(page, 'work-calendar-preview');
  await submit(page, '确认登记，并按新日历重算');
  await done(page, `${next} 年放假安排已登记`);
  await expect(page.getByText('按旧日历计算')).toHaveCount(0);
  await wellMade(page);
});

test('联络员：按月看时限，订阅，由日历程序读取，撤销', async ({ signIn, duban, shot, watch }) => {
  watch.allow(/status of 404/);
  const clerk = await signIn('linxiaowen');
  const title = `订阅日历的事项，含标点；与《书名》${Date.now()}`;
  const matter = await dispatched(clerk, title);
  const contact = duban.accounts.find((account) => account.unit === '后勤保障部')!;
  const page = await signIn(contact.login);
  await page.goto('/calendar');
  await wellMade(page);
  await shot(page, 'calendar');
  const [found] = await ledger(page, `q=${encodeURIComponent(title)}`);
  expect(found!.title).toBe(title);
  await page.goto('/calendar?whose=seen');
  await wellMade(page);

  await submit(page, '生成订阅地址');
  const address = await page.locator('.once code').innerText();
  await wellMade(page);
  await shot(page, 'calendar-subscribed');
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  const due = events.find((event) => event.summary === `办结：${title}（${found!.number}）`)!;
  expect(due, '办结时限在订阅中').toBeTruthy();
  expect(due.startDate.isDate && due.endDate.isDate).toBe(true);
  expect(due.duration.toSeconds(), '全天，次日结束').toBe(86_400);
  expect(due.uid).toMatch(new RegExp(`^${matter.split('/').pop()}-\\d+@duban$`));
  expect(due.sequence).toBeGreaterThan(0);
  expect(due.description).toContain('本系统为非涉密系统');
  expect(new Set(events.map((event) => event.uid)).size).toBe(events.length);
  const shown = await page.request.get(`/calendar?day=${due.startDate.toString()}`);
  expect(await shown.text()).toContain(title);

  const again = await fetch(address, { headers: { 'If-None-Match': answer.headers.get('etag')! } });
  expect(again.status).toBe(304);
  await page.goto('/calendar');
  await page.locator('#feeds').getByRole('button', { name: /撤销/ }).first().click();
  await done(page, '订阅地址已撤销');
  expect((await fetch(address)).status).toBe(404);
});
