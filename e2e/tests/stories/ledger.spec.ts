// 台账：批量立项、交办、移交，每件各自核对，一份结果；视图共享；列、排序和导出一致。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { dispatched, done, pick, propose, submit, told } from '../../support/office.ts';

/** Chooses these rows of the ledger, found by a word that they share, and an act. */
async function choose(page: Page, word: string, titles: string[], act: string): Promise<void> {
  await page.goto(`/matters?q=${encodeURIComponent(word)}`);
  for (const title of titles) await page.getByRole('checkbox', { name: title }).check();
  await expect(page.getByText(`已选 ${titles.length} 项`)).toBeVisible();
  await page.locator('.batch-bar').getByRole('button', { name: act, exact: true }).click();
}

test('批量立项和交办：一件不能办的说明原因，其余照办；结果可以重看、下载', async ({ signIn, shot }) => {
  test.slow();
  const clerk = await signIn('linxiaowen');
  const where = test.info().project.name === 'phone' ? '西苑' : '东苑';
  const titles = ['道路修缮', '路灯更换', '树木修剪'].map((what) => `${where}${what}`);
  for (const title of titles) await propose(clerk, title);
  const under = `${where}已交办事项`;
  await dispatched(clerk, under);
  let report = '';
  await test.step('勾选，核对', async () => {
    await choose(clerk, where, [...titles, under], '立项');
    await expect(clerk.getByRole('heading', { name: '批量立项', exact: true })).toBeVisible();
    await expect(clerk.getByRole('heading', { name: '将办理 3 项' })).toBeVisible();
    await expect(clerk.getByRole('heading', { name: '不能办理 1 项' })).toBeVisible();
    await expect(clerk.locator('.batch-why')).toContainText('不能办理“立项”');
    await wellMade(clerk);
    await shot(clerk, 'ledger-01-register');
  });
  await test.step('结果：编号依次；刷新后还在，不重复办理', async () => {
    await submit(clerk, '确认立项');
    await expect(clerk.getByRole('status').filter({ hasText: '已办理 3 项，不能办理 1 项' })).toBeVisible();
    const said = await clerk.locator('.batch-will').allTextContents();
    const numbers = said.map((text) => Number(/〕(\d+)号/.exec(text)![1]));
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
    report = clerk.url();
    await clerk.reload();
    await expect(clerk.getByRole('status').filter({ hasText: '已办理 3 项，不能办理 1 项' })).toBeVisible();
    const file = await clerk.request.get((await clerk.getByRole('link', { name: '下载结果（Excel）' }).getAttribute('href'))!);
    expect((await file.body()).subarray(0, 2).toString()).toBe('PK');
    await wellMade(clerk);
    await shot(clerk, 'ledger-02-report');
  });
  await test.step('批量交办：各项的责任人和时限', async () => {
    await choose(clerk, where, titles, '交办');
    await expect(clerk.locator('.batch-will').first()).toContainText('下发通知单，办结时限');
    await clerk.getByText('核对负责人、联系人和时限').first().click();
    await wellMade(clerk);
    await shot(clerk, 'ledger-03-dispatch');
    await clerk.getByRole('checkbox', { name: `办理 ${titles[2]}` }).uncheck();
    await submit(clerk, '确认交办');
    await expect(clerk.getByRole('status').filter({ hasText: '已办理 2 项，未勾选 1 项' })).toBeVisible();
  });
  await test.step('批量提醒、移交经办人', async () => {
    await choose(clerk, where, titles.slice(0, 2), '提醒');
    await expect(clerk.locator('.batch-will').first()).toContainText('提醒后勤保障部');
    await submit(clerk, '确认提醒');
    await expect(clerk.getByRole('status').filter({ hasText: '已办理 2 项' })).toBeVisible();
    await choose(clerk, where, titles.slice(0, 2), '移交经办人');
    await pick(clerk, 'clerk', '何嘉铭');
    await submit(clerk, '确认移交经办人');
    await expect(clerk.getByRole('status').filter({ hasText: '已办理 2 项' })).toBeVisible();
    await shot(clerk, 'ledger-04-handed-over');
    const other = await signIn('hejiaming');
    await told(other, titles[0]!, '经办人已移交');
    const unit = await signIn('yupeifen');
    await told(unit, titles[0]!, '学校办公室提醒');
  });
  await test.step('记录可以再打开', async () => {
    await clerk.goto('/batches');
    await expect(clerk.getByRole('link', { name: '批量移交经办人' }).first()).toBeVisible();
    await wellMade(clerk);
    await clerk.goto(report);
    await expect(clerk.getByRole('heading', { name: '批量立项：结果' })).toBeVisible();
  });
});

test('不勾选不办理；没有脚本也能办', async ({ signIn }) => {
  const clerk = await signIn('hejiaming');
  const answer = await clerk.evaluate(async () => {
    const csrf = document.querySelector<HTMLInputElement>('input[name=csrf]')!.value;
    const sent = await fetch('/batches', { method: 'POST', body: new URLSearchParams({ csrf, act: 'registration' }) });
    return (await sent.text()).includes('没有选择事项');
  });
  expect(answer).toBe(true);
});

test('列、排序、视图：所见即所导，共享的视图别人看得到，各看各的事项', async ({ signIn, shot }) => {
  test.slow();
  const clerk = await signIn('hejiaming');
  const name = test.info().project.name === 'phone' ? '手机视图' : '电脑视图';
  await test.step('选择列', async () => {
    await clerk.goto('/matters?stage=under_way');
    await clerk.getByText('选择列').click();
    for (const column of ['分管领导', '下一步']) await clerk.getByRole('checkbox', { name: column, exact: true }).uncheck();
    for (const column of ['经办人', '最新进展', '催办次数']) await clerk.getByRole('checkbox', { name: column, exact: true }).check();
    await clerk.getByRole('button', { name: '按所选显示' }).click();
    await clerk.getByRole('link', { name: '经办人前移' }).click();
    await expect(clerk.getByRole('checkbox', { name: '催办次数', exact: true })).toBeChecked();
    await wellMade(clerk);
    await shot(clerk, 'ledger-05-columns');
  });
  await test.step('排序，导出与所见一致', async () => {
    await clerk.goto(clerk.url().replace('columns=1', '').replace(/$/, '&sort=-urged'));
    const heads = (await clerk.locator('table.ledger thead th:not(.col-pick)').allTextContents()).map((text) => text.replace(/[▲▼↕]/g, '').trim());
    expect(heads).toContain('经办人');
    expect(heads.indexOf('经办人')).toBeLessThan(heads.indexOf('时限状态'));
    const counts = await clerk.locator('td.col-urged').allTextContents();
    expect(counts.map(Number)).toEqual(counts.map(Number).sort((a, b) => b - a));
    const csv = await clerk.request.get((await clerk.getByRole('link', { name: '导出 CSV' }).getAttribute('href'))!);
    const lines = (await csv.text()).replace('\uFEFF', '').trim().split('\r\n');
    expect(lines[0]).toBe(heads.join(','));
    const titles = await clerk.locator('td.col-title').allTextContents();
    expect(lines).toHaveLength(titles.length + 1);
    titles.forEach((title, place) => expect(lines[place + 1]).toContain(title.trim().slice(0, 12)));
    const numbers = await clerk.locator('td.col-number .number').allTextContents();
    numbers.forEach((number, place) => expect(lines[place + 1]!.startsWith(number)).toBe(true));
  });
  await test.step('保存为共享视图，设为默认', async () => {
    await clerk.getByText('保存为视图').click();
    await clerk.getByLabel('视图名称').fill(name);
    await clerk.getByRole('checkbox', { name: '共享给全校' }).check();
    await shot(clerk, 'ledger-06-save');
    await submit(clerk, '保存');
    await done(clerk, '视图已保存');
    await expect(clerk.getByRole('navigation', { name: '常用视图' }).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    await wellMade(clerk);
    await shot(clerk, 'ledger-07-view');
    await clerk.goto('/views');
    const row = clerk.locator('.view-list li').filter({ hasText: name });
    await row.getByRole('button', { name: '打开台账时先显示' }).click();
    await wellMade(clerk);
    await shot(clerk, 'ledger-08-views');
    await clerk.goto('/matters');
    await expect(clerk).toHaveURL(/view=[0-9a-f-]{36}&stage=under_way/);
  });
  await test.step('单位的人看到同一个视图，只有自己的事项', async () => {
    const unit = await signIn('yupeifen');
    await unit.goto('/matters');
    await unit.getByRole('navigation', { name: '常用视图' }).getByRole('link', { name }).click();
    await expect(unit.locator('th.col-clerk')).toHaveCount(1);
    const seen = await unit.locator('table.ledger tbody tr').count();
    expect(seen).toBeLessThan(await clerk.locator('table.ledger tbody tr').count());
    expect(await unit.getByRole('checkbox', { name: '选择本页全部事项' }).count()).toBe(0);
    await wellMade(unit);
    await shot(unit, 'ledger-09-shared');
  });
  await test.step('删除', async () => {
    await clerk.goto('/views');
    clerk.on('dialog', (dialog) => void dialog.accept());
    await clerk.locator('.view-list li').filter({ hasText: name }).getByRole('button', { name: '删除' }).click();
    await done(clerk, '视图已删除');
    await clerk.goto('/matters');
    await expect(clerk).toHaveURL(/\/matters$/);
  });
});
