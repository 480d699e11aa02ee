// 站内消息、接收邮件的方式、邮件发送情况、修改参数：办一件事谁得到消息，打开一条到事项；填错的留在表单里，说清怎样改。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { day, dispatched, done, owed, send, submit, told } from '../../support/office.ts';

test.describe.serial('站内消息', () => {
  const title = `图书馆门禁更换（消息）${Date.now()}`;
  let matter = '';

  test('交办后单位的联络员和负责人都得到消息，办的人自己和无关的人没有', async ({ signIn, shot }) => {
    const contact = await signIn('yupeifen');
    await contact.goto('/inbox');
    if (await contact.getByRole('button', { name: '全部标为已读' }).count()) await submit(contact, '全部标为已读');
    const clerk = await signIn('linxiaowen');
    matter = await dispatched(clerk, title);
    const row = await told(contact, title, /交办：请于\d{4}年\d{1,2}月\d{1,2}日前/);
    await expect(row).toHaveClass(/is-unread/);
    await expect(row.locator('.number')).toHaveText(/督办〔\d{4}〕\d+号/);
    await expect(contact.locator('.inbox-link .unread')).toHaveText('1');
    await expect(contact.getByRole('heading', { level: 1 })).toContainText('1 条未读');
    await wellMade(contact);
    await shot(contact, 'messages-01-inbox');
    await told(await signIn('wanchangqing'), title, '交办：请于');
    for (const login of ['linxiaowen', 'mengyutong', 'panguodong']) {
      const other = await signIn(login);
      await other.goto('/inbox');
      await expect(other.locator('.inbox-row').filter({ hasText: title }), login).toHaveCount(0);
    }
  });

  test('打开一条：到事项，标为已读；办了之后写明“已办理”；别人的消息打不开', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 404/);
    const contact = await signIn('yupeifen');
    const row = await told(contact, title, '交办：请于');
    const link = row.getByRole('link');
    const address = (await link.getAttribute('href'))!;
    await link.click();
    await expect(contact).toHaveURL(matter);
    await expect(contact.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(contact.locator('.inbox-link .unread')).toHaveCount(0);
    await expect(await told(contact, title, '交办：请于')).not.toHaveClass(/is-unread/);
    const office = await signIn('hejiaming');
    await expect((await told(office, title, '前下发通知单。')).locator('.chip', { hasText: '已办理' })).toBeVisible();
    await wellMade(office);
    await shot(office, 'messages-02-settled');
    const other = await signIn('mengyutong');
    expect((await other.goto(address))?.status()).toBe(404);
    await expect(other.getByRole('main')).not.toContainText(title);
  });

  test('全部标为已读', async ({ signIn }) => {
    const head = await signIn('wanchangqing');
    await told(head, title, '交办：请于');
    await submit(head, '全部标为已读');
    await done(head, /已将 \d+ 条消息标为已读/);
    await expect(head.locator('.inbox-row.is-unread')).toHaveCount(0);
    await expect(head.locator('.inbox-link .unread')).toHaveCount(0);
    await expect(head.getByRole('button', { name: '全部标为已读' })).toHaveCount(0);
  });

  test('改派：原单位得到告知，新单位得到要办的事', async ({ signIn, shot }) => {
    const clerk = await signIn('linxiaowen');
    await send(clerk, `${matter}/transfer`, { unit: '图书馆', reason: '改由使用单位牵头。' });
    const before = await told(await signIn('yupeifen'), title, '本事项已改派其他单位牵头办理。');
    await expect(before.locator('.chip', { hasText: /已逾期|已办理/ }), '告知的消息没有要办的事').toHaveCount(0);
    const page = before.page();
    await expect(page.locator('.inbox-row').filter({ hasText: title }).filter({ hasText: '交办：请于' }).locator('.chip', { hasText: '已办理' })).toBeVisible();
    await wellMade(page);
    await shot(page, 'messages-03-transferred');
    await told(await signIn('jiaqinghe'), title, '改派：请于');
  });
});

test('消息写持续最久的一项：签收了，办结的日期还在', async ({ signIn }) => {
  const title = `校史馆布展（消息写办结）${Date.now()}`;
  await dispatched(await signIn('linxiaowen'), title);
  const row = await told(await signIn('yupeifen'), title, '交办：请于');
  await expect(row).toContainText('前办结。');
});

test('个人设置：邮箱填错说清怎样改，字还在；改对后保存；留空即不发', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const page = await signIn('kangleyi');
  await page.goto('/preferences');
  const mail = page.getByRole('textbox', { name: '电子邮箱' });
  await expect(page.getByText('系统目前没有设置邮件服务器，消息只在站内。')).toBeVisible();
  for (const nonsense of ['没有邮箱', 'name@', 'a@b.cn, c@d.cn', 'a b@hbut.edu.cn']) {
    await mail.fill(nonsense);
    await submit(page, '保存邮箱');
    await expect(page.locator('.problems')).toContainText('不像电子邮箱地址，请照“name@hbut.edu.cn”填写');
    await expect(mail).toHaveAttribute('aria-invalid', 'true');
    await expect(mail).toHaveValue(nonsense);
  }
  await wellMade(page);
  await shot(page, 'messages-04-preferences-refused');
  await mail.fill('kangleyi@hbut.edu.cn');
  await submit(page, '保存邮箱');
  await done(page, '已保存电子邮箱');
  await page.goto('/preferences');
  await expect(mail).toHaveValue('kangleyi@hbut.edu.cn');
  await mail.fill('');
  await submit(page, '保存邮箱');
  await done(page, '已删去电子邮箱，此后不再发邮件');
  await page.goto('/preferences');
  await expect(mail).toHaveValue('');
});

test('个人设置：三类消息各选一种方式，保存后还在；不认识的方式不收', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 400/);
  const page = await signIn('kangleyi');
  await page.goto('/preferences');
  const chosen = (group: string, way: string) => page.getByRole('group', { name: group }).getByRole('radio', { name: way });
  for (const group of ['我要办的', '告知我的', '提醒']) await expect(chosen(group, '每日汇总'), `${group}：默认`).toBeChecked();
  await expect(page.getByRole('region', { name: '邮件通知' })).toContainText('20:00 至次日 07:30 不发邮件');
  await chosen('我要办的', '即时').check();
  await chosen('提醒', '不发邮件').check();
  await submit(page, '保存方式');
  await done(page, '已保存接收邮件的方式');
  await page.goto('/preferences');
  await expect(chosen('我要办的', '即时')).toBeChecked();
  await expect(chosen('告知我的', '每日汇总')).toBeChecked();
  await expect(chosen('提醒', '不发邮件')).toBeChecked();
  await wellMade(page);
  await shot(page, 'messages-05-preferences');
  await chosen('告知我的', '即时').evaluate((radio: HTMLInputElement) => (radio.value = '随便'));
  await chosen('告知我的', '即时').check();
  await submit(page, '保存方式');
  await expect(page.getByRole('main')).toContainText('请为三类消息各选一种方式。');
  await wellMade(page);
  await page.goto('/preferences');
  await expect(chosen('告知我的', '每日汇总'), '没有改动').toBeChecked();
});

test('邮件发送情况：系统管理员看得到，别人进不去', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 403/);
  const admin = await signIn('yinanxing');
  await admin.goto('/settings');
  await admin.getByRole('link', { name: '邮件发送情况' }).click();
  await expect(admin.getByRole('heading', { level: 1 })).toHaveText('邮件发送情况');
  await expect(admin.getByRole('main')).toContainText('没有设置邮件服务器，消息只在站内；启动服务时设置邮件服务器（参数 mail-server）后才发邮件。');
  await expect(admin.getByRole('main')).toContainText('没有未能送达的邮件');
  await wellMade(admin);
  await shot(admin, 'messages-06-mail-state');
  for (const login of ['chenboyan', 'yupeifen']) {
    const other = await signIn(login);
    await other.goto('/settings');
    await expect(other.getByRole('link', { name: '邮件发送情况' })).toHaveCount(0);
    expect((await other.goto('/settings/mail'))?.status(), login).toBe(403);
  }
});

test.describe.serial('修改参数', () => {
  const from = day(40);
  const words = '“{事项}”已逾期 {逾期天数} 个工作日，请于{限期}前报送办结报告，逾期说明原因。';

  test('填错的逐项说明，填的都在；预览随填写变化', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 422/);
    const head = await signIn('chenboyan');
    await head.goto('/settings');
    await head.getByRole('link', { name: '修改参数' }).click();
    await wellMade(head);
    await shot(head, 'messages-07-parameters');
    const yellow = head.getByLabel('黄灯提前量（工作日）');
    const wording = head.getByLabel('催办内容', { exact: false }).first();
    await test.step('没有改动：说明', async () => {
      await submit(head, '核对修改');
      await expect(head.locator('.problems')).toContainText('没有改动任何参数，请修改后再核对。');
    });
    await test.step('几处一起填错', async () => {
      await head.getByRole('textbox', { name: '施行日期' }).fill(day());
      await unbound(head, '黄灯提前量（工作日）');
      await yellow.fill('0');
      await wording.fill('“{标题}”请抓紧办理。');
      await head.getByLabel('每日汇总邮件').fill('23:00');
      await head.getByLabel('绿灯的名称').fill('黄灯');
      await submit(head, '核对修改');
      const problems = head.locator('.problems');
      await expect(problems).toContainText('黄灯提前量：请填写 1 到 250 之间的整数');
      await expect(problems).toContainText('“{标题}”不能识别，可用的有 {次序}、{事项}、{时限名称}、{原时限}、{逾期天数}、{限期}、{应报送}');
      await expect(problems).toContainText('每日汇总邮件：汇总时间落在不发邮件的时段，请改在 07:30 至 20:00 之间');
      await expect(problems).toContainText('黄灯的名称：与另一种灯相同，请改用能区分的');
      await expect(yellow).toHaveValue('0');
      await expect(wording).toHaveValue('“{标题}”请抓紧办理。');
      await expect(head.getByLabel('每日汇总邮件')).toHaveValue('23:00');
      await problems.getByRole('link', { name: /黄灯提前量/ }).click();
      await expect(yellow).toBeFocused();
      await wellMade(head);
      await shot(head, 'messages-08-parameters-refused');
    });
    await test.step('改正后施行日期仍是今天：说明最早是明天', async () => {
      await yellow.fill('5');
      await wording.fill(words);
      await head.getByLabel('每日汇总邮件').fill('08:00');
      await head.getByLabel('绿灯的名称').fill('绿灯');
      await submit(head, '核对修改');
      await expect(head.locator('.problems')).toContainText('施行日期');
      await expect(yellow).toHaveValue('5');
    });
    await test.step('按填写的内容预览催办的文字', async () => {
      await head.getByRole('textbox', { name: '施行日期' }).fill(from);
      await head.locator('.preview').first().getByRole('button', { name: '按填写的内容预览' }).click();
      await expect(head.locator('.preview').first()).toContainText(/“学生宿舍热水系统改造”已逾期 \d+ 个工作日，请于\d{4}年\d{1,2}月\d{1,2}日前报送办结报告，逾期说明原因。/);
      await expect(yellow).toHaveValue('5');
    });
    await test.step('核对：哪些改了、从何改到何、管哪些事项，返回修改一个不丢', async () => {
      await submit(head, '核对修改');
      await checked(head);
      await wellMade(head);
      await shot(head, 'messages-09-parameters-confirm');
      await submit(head, '返回修改');
      await expect(yellow).toHaveValue('5');
      await expect(wording).toHaveValue(words);
      await expect(head.getByRole('textbox', { name: '施行日期' })).toHaveValue(from);
      await submit(head, '核对修改');
      await checked(head);
    });
    await submit(head, '确认并记录');
    await done(head, `已记录，自 ${from} 起施行。`);
  });

  test('记录后：设置上写明待施行的值，今天的灯和催办文字不变', async ({ signIn, shot }) => {
    const head = await signIn('chenboyan');
    await head.goto('/settings');
    const set = head.getByRole('table', { name: '各套参数' }).locator('tbody tr').first();
    await expect(set).toContainText(from);
    await expect(set).toContainText('待施行');
    await set.locator('summary').click();
    await expect(set).toContainText('黄灯提前量：3 个工作日 → 5 个工作日');
    const yellow = head.getByRole('table', { name: '红黄绿灯' }).locator('tr').filter({ hasText: '黄灯提前量' });
    await expect(yellow.locator('strong')).toHaveText('3 个工作日');
    await expect(yellow).toContainText(`自 ${from} 起：5 个工作日`);
    await wellMade(head);
    await shot(head, 'messages-10-settings');
    await head.goto('/settings/parameters');
    await expect(head.getByRole('textbox', { name: '施行日期' })).toHaveValue(from);
    await expect(head.getByRole('main')).toContainText(`下面是自 ${from} 起施行的参数`);
    await expect(head.getByLabel('黄灯提前量（工作日）')).toHaveValue('5');
    await owed(head, '完成文明单位、文明班级评选初审工作', '下发通知单');
  });

  test('经办人和系统管理员改不了', async ({ signIn, watch }) => {
    watch.allow(/status of 403/);
    for (const login of ['linxiaowen', 'yinanxing']) {
      const other = await signIn(login);
      await other.goto('/settings');
      await expect(other.getByRole('link', { name: '修改参数' })).toHaveCount(0);
      expect((await other.goto('/settings/parameters'))?.status(), login).toBe(403);
    }
  });

  async function checked(page: Page): Promise<void> {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('核对修改');
    await expect(page.getByRole('main')).toContainText(`自 ${from} 起施行`);
    const all = page.getByRole('table', { name: '用于全部事项' }).locator('tbody tr');
    await expect(all).toHaveCount(1);
    await expect(all).toContainText(/黄灯提前量.*3 个工作日.*5 个工作日/);
    const later = page.getByRole('table', { name: '只用于新提出的事项' }).locator('tbody tr');
    await expect(later).toHaveCount(1);
    await expect(later).toContainText('催办内容');
    await expect(later).toContainText(words);
    await expect(page.getByRole('main')).toContainText(/在办的 \d+ 件事项仍按原参数/);
  }
});

/** Another browser may send what this one's number field would hold back. */
async function unbound(page: Page, label: string): Promise<void> {
  await page.getByLabel(label).evaluate((field: HTMLInputElement) => field.removeAttribute('min'));
}
