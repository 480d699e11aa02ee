// 问责移送（第六条）：记录显示的情形、提请、单位说明、审核批准、纪委签收；单位只看到说明的要求，别人看不到。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { day, done, fact, matterCalled, submit } from '../../support/office.ts';

const title = '艺术设计学院违规占用公用房清理腾退';
const unit = '艺术设计学院';

const phone = () => test.info().project.name === 'phone';
/** Both widths refer the same matter, on different grounds. */
const ground = () => (phone() ? '不深入调查研究、弄虚作假，反映情况失实' : '不能按时完成督办事项并不能做出合理解释');

async function fromDesk(page: Page, verb: string): Promise<void> {
  await page.goto('/');
  await page.locator('li.owe').filter({ hasText: verb }).filter({ hasText: title }).getByRole('link', { name: title }).last().click();
}

test('从记录到移送：单位先说明，主任审核，校领导批准，纪委签收并反馈', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 4(22|04)/);
  const clerk = await signIn('linxiaowen');
  const matter = await matterCalled(clerk, title);
  await clerk.goto('/matters');
  await clerk.getByRole('link', { name: '问责移送' }).click();
  await wellMade(clerk);
  await shot(clerk, 'referrals-01-list');
  if (phone()) {
    await clerk.getByRole('link', { name: '提请移送', exact: true }).click();
    await test.step('编号写错：说明怎么填', async () => {
      await clerk.getByLabel('督办编号').fill('督办〔2026〕9999号');
      await submit(clerk, '下一步');
      await expect(clerk.locator('.problems')).toContainText('请核对编号');
      await wellMade(clerk);
    });
    await clerk.getByLabel('督办编号').fill(matter.number!);
    await submit(clerk, '下一步');
    await clerk.locator('select[name=unit]').selectOption({ label: unit });
    await clerk.getByLabel(ground()).check();
  } else {
    const row = clerk.getByRole('row').filter({ hasText: title });
    await expect(row).toContainText(/已催办 \d 次，仍未办结/);
    await row.getByRole('link', { name: '提请移送' }).click();
    await expect(clerk.locator('select[name=unit] option:checked')).toHaveText(unit);
    await expect(clerk.getByLabel(ground())).toBeChecked();
    await expect(clerk.getByLabel('事由和依据')).toHaveValue(/仍未办结/);
  }
  await clerk.getByLabel('事由和依据').fill('二次催办的限期已过，仍有 4 间未腾退。');
  await test.step('说明期限不晚于今天：被拒，写的字还在', async () => {
    const by = clerk.getByLabel('请单位在此日前说明');
    const usual = await by.inputValue();
    expect(usual > day()).toBe(true);
    await by.fill(day());
    await submit(clerk, '提请移送');
    await expect(clerk.locator('.problems')).toContainText('说明期限');
    await expect(clerk.getByLabel('事由和依据')).toHaveValue('二次催办的限期已过，仍有 4 间未腾退。');
    await by.fill(usual);
    await wellMade(clerk);
    await shot(clerk, 'referrals-02-new');
  });
  await submit(clerk, '提请移送');
  await done(clerk, '已提请移送');
  const path = new URL(clerk.url()).pathname;

  const head = await signIn('huoyunting');
  await test.step('单位只看到说明的要求', async () => {
    await fromDesk(head, '说明');
    await expect(head.getByRole('heading', { name: '请说明情况' })).toBeVisible();
    await expect(head.getByRole('main')).not.toContainText('仍有 4 间未腾退');
    await wellMade(head);
    await shot(head, 'referrals-03-request');
    await head.locator('textarea[name=text]').fill('工作室承担毕业设计，学期中腾退影响教学；已定于寒假第一周腾退。');
    await submit(head, '提交说明');
    await done(head, '提交说明');
    await expect(head.getByRole('main')).toContainText('已定于寒假第一周腾退');
    expect((await head.request.get(`${path}/letter`)).status()).toBe(404);
  });
  await test.step('别的单位、还没轮到的纪委都看不到', async () => {
    for (const login of ['wanchangqing', 'yanyiheng']) {
      const other = await signIn(login);
      expect((await other.request.get(path)).status(), login).toBe(404);
    }
  });
  const office = await signIn('chenboyan');
  await fromDesk(office, '审核问责移送');
  await expect(office.getByRole('main')).toContainText('已定于寒假第一周腾退');
  await wellMade(office);
  await shot(office, 'referrals-04-head');
  await submit(office, '审核同意移送');
  await done(office, '审核同意移送');
  const leader = await signIn('panguodong');
  await fromDesk(leader, '批准问责移送');
  await submit(leader, '批准移送');
  await done(leader, '批准移送');
  const discipline = await signIn('yanyiheng');
  await test.step('纪委从工作台签收，看移送函', async () => {
    await fromDesk(discipline, '签收问责移送');
    await submit(discipline, '签收');
    await done(discipline, '签收');
    await wellMade(discipline);
    await shot(discipline, 'referrals-05-signed');
    await discipline.getByRole('link', { name: '查看移送函，下载' }).click();
    await expect(discipline.locator('.letter')).toContainText('仍有 4 间未腾退');
    await expect(discipline.locator('.letter')).toContainText('已定于寒假第一周腾退');
    await wellMade(discipline);
    await shot(discipline, 'referrals-06-letter');
    const pdf = await discipline.request.get(`${path}/letter?format=pdf`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await discipline.goto(path);
    await discipline.locator('summary', { hasText: '反馈结果' }).click();
    await discipline.locator('textarea[name=text]').fill('已约谈单位负责人。');
    await submit(discipline, '反馈结果');
    await done(discipline, '反馈结果');
  });
  await clerk.goto(path);
  await expect(clerk.getByRole('main')).toContainText('已约谈单位负责人。');
  await expect(fact(clerk, '纪委签收')).toContainText(day());
  await head.goto(path);
  await expect(head.getByRole('main'), '结果不给单位看').not.toContainText('已约谈');
});

test('纪委自己立卷，学校办公室看不到', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 404/);
  const discipline = await signIn('yanyiheng');
  const matter = await matterCalled(discipline, title);
  await discipline.goto('/');
  if (phone()) await discipline.goto('/referrals');
  else await discipline.getByRole('navigation').getByRole('link', { name: '问责移送' }).click();
  await discipline.getByRole('link', { name: '立卷' }).click();
  await discipline.getByLabel('督办编号').fill(matter.number!);
  await submit(discipline, '下一步');
  await discipline.locator('select[name=unit]').selectOption({ label: unit });
  await discipline.getByLabel('落实督办事项不力，造成重大损失或严重后果').check();
  await wellMade(discipline);
  await shot(discipline, 'referrals-07-open');
  await submit(discipline, '立卷');
  await done(discipline, '已立卷');
  const path = new URL(discipline.url()).pathname;
  const office = await signIn('chenboyan');
  expect((await office.request.get(path)).status()).toBe(404);
});
