// 校领导的批阅（手机优先）和领导班子会议：待批、待阅一件一张，点一下就到表单；会上一件一页，记下的议定事项待会议纪要确认才进入事项。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { dayAfter, day, dispatched, done, fact, ledger, pick, send, submit } from '../../support/office.ts';

const where = () => (test.info().project.name === 'phone' ? '西区' : '东区');

function card(page: Page, title: string, what: string) {
  return page.locator('li.owe').filter({ hasText: title }).filter({ has: page.locator('.owe-verb', { hasText: what }) });
}

test('校领导登录就是批阅：延期一张，请阅示一张，点一下就办；自己的等待不亮红灯', async ({ signIn, shot }) => {
  const title = `${where()}学生食堂后厨改造（批阅）`;
  const clerk = await signIn('linxiaowen');
  const matter = await dispatched(clerk, title);
  const head = await signIn('wanchangqing');
  await send(head, `${matter}/signature`);
  await send(head, `${matter}/progress`, { text: '后厨水电已改完，排烟设备待到货。', percent: '40' });
  const old = (await ledger(head, `q=${encodeURIComponent(title)}`))[0]!.due!;
  const until = dayAfter(old, 14);
  await send(head, `${matter}/extension`, { until, reasons: '排烟设备交货推迟，供货商已来函。', measures: '先装管道。' });
  await send(clerk, `${matter}/extension-forwarding`, { remark: '情况属实，建议同意。' });
  await send(clerk, `${matter}/situation`, { kind: '新问题', text: '消防部门要求加装自动灭火装置，需另行安排经费 12 万元。' });
  await send(clerk, `${matter}/situation-submission`, { to: '潘国栋' });

  const leader = await signIn('panguodong');
  await expect(leader, '登录后就是批阅').toHaveURL(/\/leader-desk$/);
  await expect(leader.getByRole('heading', { level: 1 })).toHaveText('批阅');
  await test.step('待批、待阅各一张，判断所需的都在卡上', async () => {
    const extension = card(leader, title, '审批延期申请');
    await expect(extension).toContainText('今天送批');
    await expect(extension).toContainText(/万长青.*后勤保障部.*申请/);
    await expect(fact(extension, '原定 → 申请')).toHaveText(`${old} → ${until}`);
    await expect(fact(extension, '学校办公室意见')).toHaveText('情况属实，建议同意。');
    const situation = card(leader, title, '请您阅示');
    await expect(fact(situation, '新问题')).toContainText('自动灭火装置');
    await expect(leader.locator('.cards .light-red'), '校领导的等待不亮红灯').toHaveCount(0);
    await wellMade(leader);
    await shot(leader, 'leader-01-desk');
  });
  await test.step('一点就到审批，批完卡就没了', async () => {
    await card(leader, title, '审批延期申请').getByRole('link', { name: `审批：${title}` }).click();
    await submit(leader, '批准');
    await done(leader, '批准延期');
    await leader.goto('/');
    await expect(card(leader, title, '审批延期申请')).toHaveCount(0);
  });
  await test.step('情况看过就批示', async () => {
    await card(leader, title, '请您阅示').getByRole('link', { name: `批示：${title}` }).click();
    await leader.getByLabel('批示原文').fill('同意加装，请财务处研究经费。');
    await submit(leader, '批示');
    await done(leader, '批示');
    await leader.goto('/');
    await expect(card(leader, title, '请您阅示')).toHaveCount(0);
  });
  await test.step('分管的事项：灯、最近进展、下一步；紧要的在前，全部在台账', async () => {
    const rows = leader.locator('.charge > li');
    await expect(rows.first()).toContainText('下一步');
    await expect(rows.first().getByRole('link', { name: /^写批示/ })).toBeVisible();
    const total = Number(/共 (\d+) 项/.exec(await leader.locator('#charge').innerText())![1]);
    await leader.getByRole('link', { name: '在台账中查看全部' }).click();
    await expect(leader.locator('#ledger-result .count')).toContainText(`共 ${total} 项`);
    await leader.goto(`/matters?q=${encodeURIComponent(title)}`);
    await expect(leader.getByRole('link', { name: title })).toBeVisible();
  });
  await test.step('别的岗位没有这一页', async () => {
    const answer = await clerk.request.get('/leader-desk');
    expect(answer.status()).toBe(403);
    await clerk.goto('/');
    await expect(clerk.getByRole('heading', { level: 1 })).toHaveText('工作台');
  });
});

test('主要校领导看全部在办的', async ({ signIn, shot }) => {
  const principal = await signIn('zhoumingyuan');
  await expect(principal.getByRole('heading', { name: /^在办事项/ })).toBeVisible();
  await expect(principal.locator('.charge > li')).toHaveCount(20);
  await expect(principal.locator('.charge > li').first(), '最紧要的在前').toContainText('红灯');
  await wellMade(principal);
  await shot(principal, 'leader-02-principal');
});

test('会议：一件一页，方向键翻页；议定事项是草稿，纪要确认后才进入事项', async ({ signIn, shot, watch }) => {
  watch.allow(/status of (403|422)/);
  const word = `${where()}会议逐件过`;
  const titles = ['甲', '乙', '丙'].map((name) => `${word}事项${name}`);
  const clerk = await signIn('linxiaowen');
  const matters: string[] = [];
  for (const title of titles) matters.push(await dispatched(clerk, title));
  const head = await signIn('wanchangqing');
  await send(head, `${matters[0]}/signature`);
  await send(head, `${matters[0]}/progress`, { text: '方案已报，正在招标。', problems: '配电容量不足，须先增容。', percent: '30' });

  const name = `校长办公会（${word}）`;
  await test.step('从台账的筛选开会', async () => {
    await clerk.goto(`/matters?q=${encodeURIComponent(word)}&sort=title`);
    await clerk.getByRole('link', { name: '会议', exact: true }).click();
    await expect(clerk.locator('.turn-place')).toHaveText('1 / 3');
    await expect(clerk.getByLabel('记下议定事项'), '还不是一次会议').toHaveCount(0);
    await clerk.getByText('建成一次会议，以便记下议定事项').click();
    await clerk.getByLabel('会议名称').fill(name);
    await wellMade(clerk);
    await submit(clerk, '开始会议');
    await expect(clerk.locator('.turn-of')).toContainText(name);
    await expect(clerk.locator('.turn-place')).toHaveText('1 / 3');
  });
  const titleNow = clerk.locator('.turn-matter h1');
  await test.step('← → 翻页；不用键盘也能翻；打字时方向键不翻页', async () => {
    const first = await titleNow.innerText();
    await clerk.keyboard.press('ArrowRight');
    await expect(clerk.locator('.turn-place')).toHaveText('2 / 3');
    await clerk.getByRole('link', { name: '下一件 →' }).click();
    await expect(clerk.locator('.turn-place')).toHaveText('3 / 3');
    await clerk.keyboard.press('ArrowRight');
    await clerk.keyboard.press('ArrowLeft');
    await expect(clerk.locator('.turn-place')).toHaveText('2 / 3');
    await clerk.getByLabel('记下议定事项').focus();
    await clerk.keyboard.press('ArrowLeft');
    await expect(clerk.locator('.turn-place')).toHaveText('2 / 3');
    await clerk.getByRole('link', { name: '← 上一件' }).click();
    await expect(titleNow).toHaveText(first);
  });
  await test.step('当场记下', async () => {
    while ((await titleNow.innerText()) !== titles[0]) {
      await clerk.getByRole('link', { name: '下一件 →' }).click();
    }
    await expect(fact(clerk, '最近进展')).toContainText('方案已报，正在招标。');
    await expect(fact(clerk, '存在的问题')).toContainText('配电容量不足');
    await clerk.getByLabel('记下议定事项').fill('增容由基建处牵头，周五前报方案。');
    await submit(clerk, '记下');
    await done(clerk, '会议纪要确认以前不进入事项');
    await expect(titleNow, '还在这一件').toHaveText(titles[0]!);
    await expect(clerk.locator('.notes')).toContainText('增容由基建处牵头');
    await wellMade(clerk);
    await clerk.goto(clerk.url());
    await shot(clerk, 'leader-03-turn');
    if (test.info().project.name === 'desktop') {
      const [tall, room] = await clerk.evaluate(() => [
        document.querySelector('.turn-matter')!.getBoundingClientRect().bottom,
        innerHeight,
      ]);
      expect(tall, '一件事项不用滚动').toBeLessThanOrEqual(room!);
    }
    await clerk.getByLabel('记下议定事项').fill('加快施工许可办理。');
    await submit(clerk, '记下');
  });
  const meeting = await test.step('与事项无关的也记；空的不收', async () => {
    await clerk.locator('.turn-of a').click();
    await clerk.getByText('记下与具体事项无关的议定事项').click();
    await clerk.locator('#note-text').fill('年内不再新开工项目。由基建处清理在建项目。');
    await submit(clerk, '记下');
    await expect(clerk.locator('.notes > li')).toHaveCount(3);
    await wellMade(clerk);
    await shot(clerk, 'leader-04-meeting');
    return new URL(clerk.url()).pathname;
  });
  await test.step('不进入事项，查不到；领导看得到，单位进不来', async () => {
    await clerk.goto(matters[0]!);
    await expect(clerk.getByRole('main')).not.toContainText('增容由基建处牵头');
    await clerk.goto(`/search?q=${encodeURIComponent('增容由基建处牵头')}`);
    await expect(clerk.getByRole('main')).not.toContainText(titles[0]!);
    const leader = await signIn('panguodong');
    await leader.goto('/leader-desk');
    await leader.getByRole('link', { name: '会议记录' }).click();
    await leader.getByRole('link', { name }).click();
    await expect(leader.locator('.notes > li')).toHaveCount(3);
    await expect(leader.getByRole('button', { name: '记下' })).toHaveCount(0);
    await wellMade(leader);
    await leader.getByRole('link', { name: '逐件过', exact: true }).click();
    await wellMade(leader);
    await shot(leader, 'leader-05-turn-of-a-leader');
    expect((await head.request.get(meeting)).status()).toBe(403);
    const other = await signIn('xiewanqing');
    await other.goto(meeting);
    await expect(other.locator('.agenda'), '别的分管领导看不到这些事项').toHaveCount(0);
    await expect(other.locator('.notes > li'), '只看到与事项无关的').toHaveCount(1);
  });
  const line = (text: string) => clerk.locator('.notes > li').filter({ hasText: text });
  await test.step('纪要确认：代录为批示，原文和日期都带过去', async () => {
    await clerk.goto(meeting);
    await line('增容由基建处牵头').getByRole('link', { name: '代录为批示' }).click();
    await expect(clerk.getByLabel('批示原文')).toHaveValue('增容由基建处牵头，周五前报方案。');
    await expect(clerk.getByLabel('发生日期')).toHaveValue(day());
    await pick(clerk, 'principal', '周明远');
    await clerk.getByLabel(/^电话/).check();
    await clerk.locator('[name=call_note]').fill('会议纪要已印发。');
    await wellMade(clerk);
    await submit(clerk, '批示');
    await done(clerk, '批示');
    await expect(clerk.locator('.line')).toContainText('周明远');
    await clerk.goto(meeting);
    await expect(line('增容由基建处牵头')).toContainText('已代录为批示');
  });
  await test.step('纪要确认：新建事项，来源就是这次会议', async () => {
    await line('年内不再新开工').getByRole('link', { name: '新建事项' }).click();
    await expect(clerk.getByLabel('事项标题')).toHaveValue('年内不再新开工项目');
    await expect(clerk.locator('[name=source_organ]')).toHaveValue(name);
    await clerk.getByLabel('事项标题').fill(`${word}清理在建项目`);
    await wellMade(clerk);
    await submit(clerk, '保存拟办意见');
    await done(clerk, '拟办意见已保存');
    await clerk.goto(meeting);
    await line('年内不再新开工').getByRole('link', { name: '已新建事项' }).click();
    await expect(clerk.getByRole('heading', { level: 1 })).toHaveText(`${word}清理在建项目`);
  });
  await test.step('纪要没有写入的删除', async () => {
    await clerk.goto(meeting);
    clerk.once('dialog', (dialog) => dialog.accept());
    await line('加快施工许可').getByRole('button', { name: '纪要未写入，删除' }).click();
    await done(clerk, '已删除这一条');
    await expect(clerk.locator('.notes > li')).toHaveCount(2);
    await shot(clerk, 'leader-06-settled');
    await clerk.goto('/meetings');
    await expect(clerk.getByRole('row').filter({ hasText: name })).toContainText('2 条');
    await wellMade(clerk);
    await shot(clerk, 'leader-07-meetings');
  });
});
