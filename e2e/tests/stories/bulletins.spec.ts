// 通报与呈报（第五条（三）、第四条（七））：按记录起草、修改、送单位核对、审核、签发；没有点名的印发、撤回；呈报登记以后校领导看得到。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { add, day, done, fact, submit } from '../../support/office.ts';

const name = (what: string) => `${test.info().project.name === 'phone' ? '北' : '南'}片${what}`;

/** From the ledger to a fresh draft, under a title of its own. A 呈报 is of a period that has ended. */
async function drafted(clerk: Page, kind: string, title: string): Promise<string> {
  await clerk.goto('/matters');
  await clerk.getByRole('link', { name: '通报与呈报' }).click();
  await clerk.getByRole('link', { name: `起草${kind}`, exact: true }).click();
  await clerk.getByLabel('自（月份）').fill(day(-150).slice(0, 7));
  await clerk.getByLabel('至（含）').fill((kind === '呈报' ? day(-31) : day()).slice(0, 7));
  await submit(clerk, '按记录起草');
  await expect(clerk.getByText('一、总体情况').or(clerk.getByText('总体情况')).first()).toBeVisible();
  const path = new URL(clerk.url()).pathname;
  await clerk.getByRole('link', { name: '修改', exact: true }).click();
  await clerk.locator('input[name=title]').fill(title);
  return path;
}

/** Opens, from the desk, what is owed on this 通报 or 呈报. */
async function fromDesk(page: Page, title: string): Promise<void> {
  await page.goto('/');
  await page.locator('li.owe').filter({ hasText: title }).getByRole('link', { name: title }).last().click();
}

test('点名的通报：单位先核对事实，主任审核，校领导签发；核对期未满不能印发', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 4(22|04)/);
  const title = name('点名通报');
  const clerk = await signIn('linxiaowen');
  const path = await drafted(clerk, '通报', title);
  await test.step('增加一个单位，写错日期：说明怎么填，写的字还在', async () => {
    const spare = clerk.getByRole('group', { name: '增加一个进展缓慢的单位' });
    await expect(spare).toBeVisible();
    await shot(clerk, 'bulletins-01-edit');
    await wellMade(clerk);
    await clerk.getByRole('group', { name: '增加一部分' }).getByLabel('正文').fill('各单位要抓紧落实。');
    await submit(clerk, '保存');
    await expect(clerk.locator('.problems')).toContainText('请填写小标题');
    await expect(clerk.getByRole('group', { name: '增加一部分' }).getByLabel('正文')).toHaveValue('各单位要抓紧落实。');
    await clerk.getByRole('group', { name: '增加一部分' }).getByLabel('小标题').fill('下一步安排');
    await add(clerk, 'units', '后勤保障部');
    // The next list opened when it was reached.
    await clerk.keyboard.press('Escape');
    await submit(clerk, '保存');
    await done(clerk, '已保存修改');
    await expect(clerk.getByRole('heading', { name: '下一步安排' })).toBeVisible();
  });
  const units = await clerk.locator('.named-unit h3').allInnerTexts();
  expect(units.length, '演示学校有逾期的单位').toBeGreaterThan(0);
  await wellMade(clerk);
  await shot(clerk, 'bulletins-02-draft');
  await submit(clerk, '送单位核对');
  await done(clerk, '送单位核对');
  await test.step('单位只看到关于自己的事实，写明出入', async () => {
    expect(units).toContain('党委保卫部（保卫处）');
    const head = await signIn('longzaiye');
    await fromDesk(head, title);
    await expect(head.locator('.named-unit')).toHaveCount(1);
    await expect(head.locator('.named-unit')).toContainText('党委保卫部');
    await expect(head.getByText('下一步安排')).toHaveCount(0);
    await head.getByLabel('核对意见').fill('所列日期属实，其中一件昨日已报送办结报告。');
    await wellMade(head);
    await shot(head, 'bulletins-03-facts');
    await submit(head, '核对事实');
    await done(head, '核对事实');
    await expect(head.getByText('其中一件昨日已报送办结报告')).toBeVisible();
    expect((await head.request.get(`${path}/paper`)).status(), '核对的单位看不到全文').toBe(404);
  });
  await test.step('别的单位还看不到', async () => {
    const other = await signIn('jiaqinghe');
    await other.goto('/summaries');
    await expect(other.getByRole('main')).not.toContainText(title);
    if (!units.includes('图书馆')) expect((await other.request.get(path)).status()).toBe(404);
  });
  await clerk.goto(path);
  await expect(clerk.locator('.named-unit').filter({ hasText: '党委保卫部' })).toContainText('其中一件昨日已报送办结报告');
  await submit(clerk, '送审');
  await done(clerk, '送审');
  const head = await signIn('chenboyan');
  await fromDesk(head, title);
  await wellMade(head);
  await shot(head, 'bulletins-04-head');
  await submit(head, '审核通过');
  await done(head, '审核通过');
  const leader = await signIn('panguodong');
  await fromDesk(leader, title);
  await leader.getByLabel('签发意见').fill('同意印发。');
  await wellMade(leader);
  await shot(leader, 'bulletins-05-leader');
  await submit(leader, '签发');
  await done(leader, '签发');
  await test.step('核对期未满', async () => {
    await clerk.goto(path);
    await clerk.getByLabel('发文字号').fill('湖工大办〔2026〕8号');
    await submit(clerk, '印发');
    await expect(clerk.locator('.problems').first()).toContainText(/核对/);
    await expect(clerk.getByLabel('发文字号')).toHaveValue('湖工大办〔2026〕8号');
    await wellMade(clerk);
    await shot(clerk, 'bulletins-06-too-early');
  });
});

test('不点名的通报：印发后全体教职工看得到，主任撤回要写理由', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 4(22|04)/);
  const title = name('不点名通报');
  const clerk = await signIn('hejiaming');
  const path = await drafted(clerk, '通报', title);
  for (const group of await clerk.locator('fieldset').filter({ has: clerk.locator('legend', { hasText: '进展缓慢的单位：' }) }).all()) {
    await group.locator('select').selectOption('', { force: true });
    await group.getByLabel('事实').fill('');
    await group.getByLabel('责令在此日前报告原因和改进措施').fill('');
  }
  await clerk.getByLabel('全体教职工').check();
  await submit(clerk, '保存');
  await done(clerk, '已保存修改');
  await submit(clerk, '送审');
  await done(clerk, '送审');
  const head = await signIn('chenboyan');
  await fromDesk(head, title);
  await submit(head, '审核通过');
  await done(head, '审核通过');
  await fromDesk(clerk, title);
  await clerk.getByLabel('发文字号').fill('湖工大办〔2026〕9号');
  await submit(clerk, '印发');
  await done(clerk, '印发');
  await expect(fact(clerk, '发文字号')).toHaveText('湖工大办〔2026〕9号');
  const staff = await signIn('muchunhui');
  await test.step('教职工从顶部进入，看正文和版面', async () => {
    await staff.goto('/summaries');
    await wellMade(staff);
    await shot(staff, 'bulletins-07-list');
    await staff.getByRole('link', { name: title }).click();
    await expect(staff.getByRole('heading', { name: '总体情况' })).toBeVisible();
    await wellMade(staff);
    await shot(staff, 'bulletins-08-read');
    await staff.getByRole('link', { name: '查看版面，下载' }).click();
    await expect(staff.locator('.letter')).toContainText('湖工大办〔2026〕9号');
    await wellMade(staff);
    await shot(staff, 'bulletins-09-paper');
    const answer = await staff.request.get(`${path}/paper?format=pdf`);
    expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
  });
  await test.step('撤回', async () => {
    await head.goto(path);
    await head.locator('summary', { hasText: '撤回通报' }).click();
    const panel = head.locator('details').filter({ has: head.locator('summary', { hasText: '撤回通报' }) });
    await panel.getByLabel('理由').fill('所附数字有误，另行印发。');
    await panel.getByRole('button', { name: '撤回通报' }).click();
    await done(head, '撤回通报');
    await staff.goto(path);
    await expect(staff.getByRole('note')).toContainText('所附数字有误，另行印发。');
    await wellMade(staff);
    await shot(staff, 'bulletins-10-withdrawn');
  });
});

test('呈报：主任审核后登记，校领导班子看得到', async ({ signIn, shot }) => {
  const title = name('半年督办情况报告');
  const clerk = await signIn('linxiaowen');
  await drafted(clerk, '呈报', title);
  await submit(clerk, '保存');
  await done(clerk, '已保存修改');
  await submit(clerk, '送审');
  await done(clerk, '送审');
  const head = await signIn('chenboyan');
  await fromDesk(head, title);
  await submit(head, '审核通过');
  await done(head, '审核通过');
  await fromDesk(clerk, title);
  await clerk.getByLabel('说明').fill('书面呈报校领导班子各成员。');
  await wellMade(clerk);
  await shot(clerk, 'bulletins-11-report');
  await submit(clerk, '登记呈报');
  await done(clerk, '登记呈报');
  const principal = await signIn('zhoumingyuan');
  await principal.goto('/summaries');
  await principal.getByRole('link', { name: title }).click();
  await expect(fact(principal, '呈报说明')).toHaveText('书面呈报校领导班子各成员。');
  await wellMade(principal);
  await shot(principal, 'bulletins-12-leader-reads');
  const staff = await signIn('muchunhui');
  await staff.goto('/summaries');
  await expect(staff.getByRole('main')).not.toContainText(title);
});
