// 导入：纪要读成候选事项，对照原文核对，确认后成为拟办并附上来源；台账退回标出要改之处的表格；名单登记单位和人员。
import { expect, test, wellMade } from '../../support/test.ts';
import { day, done, fact, submit, year } from '../../support/office.ts';

const where = () => (test.info().project.name === 'phone' ? '东区' : '西区');

function minutes(): string {
  return [
    '校长办公会议纪要',
    `${year()}年3月2日`,
    '会议议定以下事项：',
    `一、由后勤保障部牵头，财务处配合，于次年6月30日前完成${where()}食堂燃气管道更换。`,
    `二、由${where()}服务中心牵头，于次年5月31日前完成快递点搬迁。`,
    `三、由图书馆、后勤保障部牵头，于次年9月30日前完成${where()}书库除湿。`,
    `四、会议充分肯定了上半年${where()}的工作。`,
  ].join('\n');
}

test('纪要：粘贴、核对、认单位、分开、确认，来源随事项', async ({ signIn, shot, watch }) => {
  test.slow();
  watch.allow(/status of 422/);
  const clerk = await signIn('linxiaowen');
  await clerk.goto('/imports');
  await wellMade(clerk);
  await shot(clerk, 'import-01-begin');
  await test.step('什么都没给：说怎么办', async () => {
    await submit(clerk, '读取');
    await expect(clerk.locator('.problems')).toContainText('请选择文件');
  });
  await clerk.getByLabel('或把文字粘贴在这里').fill(minutes());
  await submit(clerk, '读取');
  await expect(clerk.getByRole('heading', { name: '候选事项' })).toBeVisible();
  const list = clerk.locator('.candidate');
  await expect(list).toHaveCount(3);
  await expect(list.nth(0)).toContainText('后勤保障部');
  await expect(list.nth(0)).toContainText('财务处');
  await expect(clerk.locator('.source-text p:not(.source-key) mark.from-limit').first()).toContainText('6月30日');
  await expect(list.nth(1).locator('.wrong')).toContainText('不在单位名录中');
  await expect(list.nth(2).locator('.wrong')).toContainText('2 个牵头单位');
  await wellMade(clerk);
  await shot(clerk, 'import-02-candidates');

  await test.step('离开再回来，接着核对', async () => {
    await clerk.goto('/imports');
    await clerk.locator('table a').first().click();
    await expect(list).toHaveCount(3);
  });
  await test.step('不认识的名称：就是这个单位', async () => {
    const unknown = clerk.locator('.unknown-name').filter({ hasText: `${where()}服务中心` });
    await unknown.getByRole('combobox').selectOption({ label: '后勤保障部' });
    await unknown.getByLabel('记为该单位的简称').uncheck();
    await unknown.getByRole('button', { name: '就是它' }).click();
    await expect(clerk.locator('.flash').first()).toContainText('后勤保障部');
    await expect(list.nth(1).locator('.wrong')).toHaveCount(0);
  });
  await test.step('并列牵头：一家一件', async () => {
    await list.nth(2).getByRole('button', { name: /一家一件/ }).click();
    await expect(list).toHaveCount(4);
  });
  await test.step('逐项修改，看下一项', async () => {
    await list.nth(0).getByRole('link').first().click();
    await expect(clerk.locator('.source-text p:not(.source-key) mark.from-title').first()).toBeVisible();
    await clerk.getByLabel('量化目标').fill('6 处管道更换并通过验收。');
    await wellMade(clerk);
    await shot(clerk, 'import-03-line');
    await submit(clerk, '保存，看下一项');
    await done(clerk, '已保存');
    await expect(clerk.getByLabel('事项标题')).toHaveValue(/快递点搬迁/);
    await clerk.getByLabel('办结日期').fill('2020-01-01');
    await submit(clerk, '保存');
    await expect(list.nth(1).locator('.wrong')).not.toHaveCount(0);
  });
  await test.step('有错的不能一起确认，可以先确认无误的', async () => {
    await expect(clerk.getByRole('button', { name: /^确认 4 项/ })).toHaveCount(0);
    await submit(clerk, '只确认无误的 3 项，其余留在这里');
    await done(clerk, '已立为 3 件拟办意见');
    await expect(list).toHaveCount(1);
  });
  await test.step('拟办附有来源：会议、日期、条款、原文', async () => {
    await clerk.goto(`${new URL(clerk.url()).pathname}?show=done`);
    await list.first().getByRole('link').first().click();
    await expect(clerk.getByRole('heading', { level: 1 })).toContainText('燃气管道');
    await expect(fact(clerk, '来源').first()).toContainText('校长办公会议纪要');
    await expect(fact(clerk, '来源').first()).toContainText('条款 一');
    const file = clerk.locator('#attachments').getByRole('link').first();
    const answer = await clerk.request.get((await file.getAttribute('href'))!);
    expect(await answer.text()).toContain('燃气管道更换');
  });
  await test.step('同一份纪要再来一次：认出来，不重复立项', async () => {
    await clerk.goto('/imports');
    await clerk.getByLabel('或把文字粘贴在这里').fill(minutes());
    await submit(clerk, '读取');
    await clerk.getByRole('link', { name: /去掉和并入的/ }).click();
    await expect(list.first()).toContainText('已有同名事项');
    await shot(clerk, 'import-04-twins');
  });
});

test('台账：看列、补录、退回表格', async ({ signIn, shot }) => {
  const clerk = await signIn('linxiaowen');
  await clerk.goto('/imports');
  const ledger = ['序号,工作任务,责任部门,完成时限,情况', `1,${where()}路灯检修,后勤保障部,${day(60)},已启动`, `2,${where()}围墙加固,后勤保障部,2020-01-31,`].join('\n');
  await clerk.getByLabel('文件', { exact: true }).setInputFiles({ name: '旧台账.csv', mimeType: 'text/csv', buffer: Buffer.from(ledger) });
  await submit(clerk, '读取');
  await expect(clerk.locator('.candidate')).toHaveCount(2);
  await clerk.locator('.candidate').first().getByText('原表这一行').click();
  await expect(clerk.locator('.candidate').first()).toContainText('路灯检修');
  await clerk.getByText(/哪一列是什么/).click();
  await expect(clerk.getByLabel(/B 列“工作任务”读作/)).toHaveValue('事项');
  await wellMade(clerk);
  await shot(clerk, 'import-05-ledger');
  const answer = await clerk.request.get((await clerk.getByRole('link', { name: /标出要改之处/ }).getAttribute('href'))!);
  expect(answer.headers()['content-type']).toContain('spreadsheet');
  await clerk.locator('.candidate input[type=checkbox]').nth(1).check();
  await submit(clerk, '去掉');
  await expect(clerk.locator('.candidate')).toHaveCount(1);
  await submit(clerk, '确认 1 项');
  await done(clerk, '已立为 1 件拟办意见');
});

test('名单：登记单位和人员', async ({ signIn, shot }) => {
  const clerk = await signIn('linxiaowen');
  await clerk.goto('/imports');
  await clerk.getByRole('radio', { name: /单位和人员/ }).check();
  const list = ['单位名称,姓名,职务,办公电话,角色', `${where()}档案服务部,,,,`, `${where()}档案服务部,演示人员${where()},主任,027-0000-2222,单位负责人`].join('\n');
  await clerk.getByLabel('文件', { exact: true }).setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await submit(clerk, '读取');
  await expect(clerk.getByRole('cell', { name: /登记单位/ })).toBeVisible();
  await expect(clerk.getByText(/由安全管理员授予/)).toBeVisible();
  await wellMade(clerk);
  await shot(clerk, 'import-06-roster');
  await submit(clerk, '确认 2 项');
  await done(clerk, '已登记 2 行');
  await clerk.goto(`/people?q=${encodeURIComponent(`演示人员${where()}`)}`);
  await expect(clerk.getByRole('main')).toContainText(`${where()}档案服务部`);
});
