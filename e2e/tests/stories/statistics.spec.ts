// 统计：数字与点开的事项一致，换时段、分项，写错了有话说，分管领导和单位各看各的。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { dispatched, submit } from '../../support/office.ts';

/** The figure of a line and column; 0 where there is no such line. */
async function figure(page: Page, line: string, column: string): Promise<number> {
  const row = page.locator('table.statistics').first().locator('tbody tr').filter({ has: page.getByRole('rowheader', { name: line, exact: true }) });
  if ((await row.count()) === 0) return 0;
  const cell = row.locator(`td[data-label="${column}"]`);
  return Number(/^\d+/.exec((await cell.innerText()).trim())![0]);
}

test('新交办的计入立项和在办；点开数字就是那些事项', async ({ signIn, shot }) => {
  const clerk = await signIn('linxiaowen');
  const title = `${test.info().project.name === 'phone' ? '北区' : '南区'}统计核对事项`;
  await clerk.goto('/statistics');
  const before = [await figure(clerk, '后勤保障部', '立项'), await figure(clerk, '后勤保障部', '在办')];
  await dispatched(clerk, title);
  await clerk.goto('/matters');
  await clerk.getByRole('link', { name: '统计', exact: true }).click();
  expect(await figure(clerk, '后勤保障部', '立项')).toBe(before[0]! + 1);
  expect(await figure(clerk, '后勤保障部', '在办')).toBe(before[1]! + 1);
  await wellMade(clerk);
  await shot(clerk, 'statistics-01-units');
  await test.step('点开在办', async () => {
    const row = clerk.locator('table.statistics').first().locator('tbody tr').filter({ hasText: '后勤保障部' });
    await row.locator('td[data-label="在办"] a').click();
    await expect(clerk.getByRole('heading', { name: '在办' })).toBeVisible();
    await expect(clerk.locator('tbody tr')).toHaveCount(before[1]! + 1);
    await expect(clerk.getByRole('link', { name: title })).toBeVisible();
    await wellMade(clerk);
    await shot(clerk, 'statistics-02-list');
    await clerk.getByRole('link', { name: '回到统计' }).click();
    await expect(clerk.locator('select[name=unit]'), '回到的是全校').toHaveValue('');
  });
  await test.step('带走：Excel、Word、PDF', async () => {
    for (const [name, head] of [['Excel', 'PK'], ['Word', 'PK'], ['PDF', '%PDF']] as const) {
      const href = await clerk.getByRole('link', { name: `下载 ${name}` }).getAttribute('href');
      const answer = await clerk.request.get(href!);
      expect(answer.status(), name).toBe(200);
      expect((await answer.body()).subarray(0, head.length).toString()).toBe(head);
    }
  });
  await test.step('按月份，一年；各组内容', async () => {
    await clerk.getByRole('link', { name: '本年', exact: true }).click();
    await clerk.locator('select[name=by]').selectOption({ label: '月份' });
    await submit(clerk, '统计');
    await expect(clerk.locator('table.statistics').first().locator('tbody tr')).not.toHaveCount(0);
    for (const [place, group] of ['催办与延期', '报送负担', '归档与评价'].entries()) {
      await clerk.getByRole('link', { name: group, exact: true }).click();
      await expect(clerk.locator('select[name=by]')).toHaveValue('month');
      await wellMade(clerk);
      await shot(clerk, `statistics-03-group-${place}`);
    }
  });
});

test('时段写错了说明怎么改；还没有事项的时段说明为什么空', async ({ signIn, shot }) => {
  const clerk = await signIn('linxiaowen');
  await clerk.goto('/statistics?from=2026-09&to=2026-07');
  await expect(clerk.getByRole('alert')).toContainText('起始月份（2026-09）晚于截止月份（2026-07）');
  await clerk.goto('/statistics?from=' + encodeURIComponent('九月'));
  await expect(clerk.getByRole('alert')).toContainText('“九月”不是月份');
  await clerk.goto('/statistics?from=1999-01&to=1999-12');
  await expect(clerk.getByText('这一时段没有可统计的事项')).toBeVisible();
  await wellMade(clerk);
  await shot(clerk, 'statistics-04-empty');
});

test('单位只看到本单位；分管领导看到全校的数字；系统管理员看不到', async ({ signIn, watch }) => {
  watch.allow(/status of 404/);
  const unit = await signIn('wanchangqing');
  await unit.goto('/statistics');
  await expect(unit.locator('table.statistics').first().locator('tbody tr').filter({ hasNotText: '合计' })).toHaveCount(1);
  const leader = await signIn('panguodong');
  await leader.goto('/statistics');
  expect(await leader.locator('table.statistics').first().locator('tbody tr').count()).toBeGreaterThan(2);
  await wellMade(leader);
  const keeper = await signIn('yinanxing');
  expect((await keeper.goto('/statistics'))!.status()).toBe(404);
});
