// 查找和导出：一个框找遍名称、编号、内容、附件；看不到的找不到；台账按所见导出。
import { expect, test, wellMade } from '../../support/test.ts';
import { day, dispatched, submit } from '../../support/office.ts';

test('查找：两个字、编号、拼音首字母、附件的名称和文字；看不到的找不到', async ({ signIn, shot }) => {
  test.slow();
  const clerk = await signIn('linxiaowen');
  // Both widths share one school.
  const where = test.info().project.name === 'phone' ? '北区' : '南区';
  const matter = await dispatched(clerk, `${where}实训楼消防喷淋整治`);
  await test.step('顶部的框，两个字', async () => {
    await clerk.goto('/');
    if (where === '南区') {
      await clerk.getByRole('searchbox', { name: '查找事项' }).fill('喷淋');
      await clerk.keyboard.press('Enter');
    } else {
      await clerk.getByText('菜单').click();
      await clerk.getByRole('link', { name: '查找' }).click();
      await clerk.getByRole('searchbox').fill('喷淋');
      await submit(clerk, '查找');
    }
    await expect(clerk.locator('.hit').first()).toContainText(`${where}实训楼消防喷淋整治`);
    await expect(clerk.locator('.hit mark').first()).toHaveText('喷淋');
    await wellMade(clerk);
    await shot(clerk, 'finding-01-hits');
  });
  await test.step('编号的几种写法', async () => {
    await clerk.goto(matter);
    const number = (await clerk.locator('h1, .matter-head').first().textContent())!.match(/督办〔(\d+)〕(\d+)号/);
    const written = number ?? (await clerk.locator('body').textContent())!.match(/督办〔(\d+)〕(\d+)号/)!;
    for (const q of [written[0], `${written[1]}-${written[2]}`]) {
      await clerk.goto(`/search?q=${encodeURIComponent(q)}`);
      await expect(clerk.locator('.hit')).toHaveCount(1);
      await expect(clerk.locator('.hit')).toContainText('实训楼消防喷淋整治');
    }
  });
  await test.step('拼音首字母找到单位', async () => {
    await clerk.goto('/search?q=tsg');
    await expect(clerk.locator('.meant')).toContainText('图书馆');
    await expect(clerk.locator('.hit').first()).toBeVisible();
  });
  await test.step('附件：名称当时，文字随后', async () => {
    await clerk.goto(matter);
    const text = `${where}喷淋主管已更换为镀锌钢管，压力测试合格。`;
    await clerk.locator('input[type=file]').first().setInputFiles({ name: `${where}管网竣工说明.txt`, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await submit(clerk, '上传');
    await expect(clerk.locator('#attachments').getByRole('link', { name: `${where}管网竣工说明.txt` })).toBeVisible();
    await clerk.goto(`/search?q=${where}管网`);
    await expect(clerk.locator('.hit')).toHaveCount(1);
    await expect(async () => {
      await clerk.goto(`/search?q=${where}喷淋主管`);
      await expect(clerk.locator('.hit')).toHaveCount(1, { timeout: 500 });
    }).toPass({ timeout: 60_000 });
    await expect(clerk.locator('.hit-text').last()).toContainText('附件内容');
    await shot(clerk, 'finding-02-attachment');
  });
  await test.step('条件缩小，没有时说怎么办', async () => {
    await clerk.goto(`/search?q=${where}实训楼`);
    await clerk.getByLabel('年度').selectOption({ index: 1 });
    await submit(clerk, '查找');
    await expect(clerk.locator('.hit')).toHaveCount(1);
    await clerk.goto('/search?q=不存在的词');
    await expect(clerk.getByText('没有找到')).toBeVisible();
    await wellMade(clerk);
    await shot(clerk, 'finding-03-none');
  });
  await test.step('无关单位找不到', async () => {
    const other = await signIn('jiaqinghe');
    await other.goto('/search?q=喷淋');
    await expect(other.locator('.hit')).toHaveCount(0);
  });
});

test('台账导出：所见的全部行，Excel 和 CSV', async ({ signIn }) => {
  const clerk = await signIn('hejiaming');
  await clerk.goto('/matters?stage=archived');
  const rows = await clerk.locator('table.ledger tbody tr').count();
  expect(rows).toBeGreaterThan(0);
  const csv = await clerk.request.get((await clerk.getByRole('link', { name: '导出 CSV' }).getAttribute('href'))!);
  expect(csv.headers()['content-disposition']).toContain('attachment');
  const text = await csv.text();
  expect(text.startsWith('\uFEFF编号,事项,')).toBe(true);
  expect(text.trim().split('\r\n')).toHaveLength(rows + 1);
  const xlsx = await clerk.request.get((await clerk.getByRole('link', { name: '导出 Excel' }).getAttribute('href'))!);
  expect((await xlsx.body()).subarray(0, 2).toString()).toBe('PK');
  expect(xlsx.headers()['content-length']).toBe(String((await xlsx.body()).length));
  expect((await clerk.request.get(`/matters/export?due_from=${day().replaceAll('-', 'x')}`)).status(), '看不懂的条件不导出').toBe(400);
});
