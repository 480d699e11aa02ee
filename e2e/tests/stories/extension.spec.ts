// 延期（第四条（五），附件 4）：联络员起草，单位负责人签发，学校办公室附意见转呈，校领导在手机上批；原定日期一直在。
// 第一、二件自己新建；逾期申请独占演示事项“动物实验室生物安全备案与设施改造”。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import {
  act, day, dayAfter, dispatched, done, fact, ledger, longDay, matterCalled, owed, owes, send, submit, takeUp, told, urgingOf,
} from '../../support/office.ts';

const office = '学校办公室';
const reasons = '主要设备交货推迟，中标人已来函说明。';
const measures = '先做土建，设备到货后两班安装。';

/** Leaders decide on the telephone. */
async function onPhone(page: Page): Promise<Page> {
  await page.setViewportSize({ width: 390, height: 844 });
  return page;
}

test.describe.serial('一次延期', () => {
  const title = '中心机房制冷机组更换（延期）';
  const draft = '申请延期';
  let matter = '';
  let old = '';

  test('联络员起草、暂存、送签；负责人退回一次，改后签发', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 422/);
    const clerk = await signIn('linxiaowen');
    matter = await dispatched(clerk, title);
    const contact = await signIn('yupeifen');
    await send(contact, `${matter}/signature`);
    old = (await ledger(contact, `q=${encodeURIComponent(title)}`))[0]!.due!;
    const until = dayAfter(old, 14);

    await test.step('起草，写到一半暂存', async () => {
      await contact.goto(matter);
      await act(contact, '起草：申请延期');
      await expect(contact.getByRole('button', { name: draft, exact: true }), '联络员不能直接提交').toHaveCount(0);
      await expect(fact(contact, '原办结时间')).toHaveText(old);
      await contact.getByLabel('计划办结时间').fill(until);
      await contact.getByLabel('计划办结时间').press('Tab');
      await expect(contact.locator('.limit-why')).toContainText('自今日次日起');
      await contact.getByLabel('申请延期的原因').fill(reasons);
      await wellMade(contact);
      await shot(contact, 'extension-01-draft');
      await submit(contact, '暂存');
      await done(contact, '已暂存');
    });
    await test.step('从工作台接着写，提交负责人签发', async () => {
      await takeUp(contact, title, `草稿：${draft}`);
      await expect(contact.getByLabel('计划办结时间')).toHaveValue(until);
      await expect(contact.getByLabel('申请延期的原因')).toHaveValue(reasons);
      await contact.getByLabel('解决措施').fill('先做土建。');
      await submit(contact, '提交负责人签发');
      await done(contact, '已提交单位负责人签发');
      await owed(contact, title, `已送负责人签发：${draft}`);
      await wellMade(contact);
    });
    const head = await signIn('wanchangqing');
    await test.step('负责人收到消息，看后退回，理由到起草人', async () => {
      await told(head, title, '有一份起草好的文稿待您签发');
      await takeUp(head, title, `待签发：${draft}`);
      await expect(head.locator('.draft-note')).toContainText('余佩芬');
      await expect(head.getByLabel('解决措施')).toHaveValue('先做土建。');
      await head.getByLabel('退回起草人的理由').fill('写明设备到货后的安排。');
      await wellMade(head);
      await shot(head, 'extension-02-to-sign');
      await submit(head, '退回起草人');
      await done(head, '已退回起草人');
      await told(contact, title, '您起草的文稿已由单位负责人退回');
      await takeUp(contact, title, `草稿被退回：${draft}`);
      await expect(contact.locator('.draft-note')).toContainText('写明设备到货后的安排。');
      await wellMade(contact);
      await shot(contact, 'extension-03-returned');
      await contact.getByLabel('解决措施').fill(measures);
      await submit(contact, '提交负责人签发');
      await done(contact, '已提交单位负责人签发');
    });
    await test.step('签发前改日期：不晚于原时限被拒，改正后提交', async () => {
      await takeUp(head, title, `待签发：${draft}`);
      await expect(head.getByLabel('解决措施')).toHaveValue(measures);
      await head.getByLabel('计划办结时间').fill(old);
      await submit(head, draft);
      await expect(head.locator('.problems')).toContainText(`要晚于原办结时间${old}，请改正`);
      await expect(head.getByLabel('计划办结时间')).toHaveAttribute('aria-invalid', 'true');
      await expect(head.getByLabel('解决措施')).toHaveValue(measures);
      await wellMade(head);
      await head.getByLabel('计划办结时间').fill(until);
      await submit(head, draft);
      await done(head, draft);
      await owes(head, office, '转呈延期申请');
      const line = head.locator('.line > li').filter({ has: head.locator('strong', { hasText: /^申请延期$/ }) });
      await expect(line, '草稿不进入办理经过').toHaveCount(1);
      await expect(line).toContainText('万长青');
      await expect(line).not.toContainText('余佩芬');
      await expect(line).toContainText(measures);
      await expect(head.locator('.matter-head'), '批准前原时限不变').toContainText(`办结时限 ${old}`);
      await head.goto('/');
      await expect(head.locator('li.owe').filter({ hasText: title }).filter({ hasText: draft }), '草稿已用完').toHaveCount(0);
    });
  });

  test('学校办公室附意见转呈', async ({ signIn, shot }) => {
    const clerk = await signIn('linxiaowen');
    await takeUp(clerk, title, '转呈延期申请');
    await expect(fact(clerk, '原办结时间 → 计划办结时间')).toHaveText(`${old} → ${dayAfter(old, 14)}`);
    await expect(fact(clerk, '申请延期的原因')).toHaveText(reasons);
    await expect(fact(clerk, '解决措施')).toHaveText(measures);
    await expect(fact(clerk, '申请人')).toContainText('万长青');
    await clerk.getByLabel('学校办公室意见').fill('情况属实，建议同意延期一周。');
    await wellMade(clerk);
    await shot(clerk, 'extension-04-forward');
    await submit(clerk, '转呈延期申请');
    await done(clerk, '转呈延期申请');
    await owes(clerk, '潘国栋', '审批延期申请');
  });

  test('校领导在手机上批：一屏看全，另定日期；原定日期仍在', async ({ signIn, shot }) => {
    const granted = dayAfter(old, 7);
    const leader = await onPhone(await signIn('panguodong'));
    await told(leader, title, '请您审批延期申请');
    const row = await owed(leader, title, '审批延期申请');
    await expect(row, '校领导的待办不亮红灯').not.toContainText('红灯');
    await takeUp(leader, title, '审批延期申请');
    await test.step('申请、措施、学校办公室意见都在这一屏', async () => {
      await expect(fact(leader, '原办结时间 → 计划办结时间')).toHaveText(`${old} → ${dayAfter(old, 14)}`);
      await expect(fact(leader, '申请延期的原因')).toHaveText(reasons);
      await expect(fact(leader, '解决措施')).toHaveText(measures);
      await expect(fact(leader, '学校办公室意见')).toContainText('情况属实，建议同意延期一周。');
      await expect(leader.getByLabel('批准的办结时间')).toHaveValue(dayAfter(old, 14));
      await wellMade(leader);
      await shot(leader, 'extension-05-decide');
    });
    await leader.getByLabel('批准的办结时间').fill(granted);
    await leader.getByLabel('审批意见').fill('同意延期一周，不得再延。');
    await submit(leader, '批准');
    await done(leader, '批准延期');
    await test.step('新时限生效，最初时限、改动和决定人都写明', async () => {
      for (const page of [leader, await signIn('yupeifen'), await signIn('linxiaowen')]) {
        await page.goto(matter);
        await expect(page.locator('.matter-head')).toContainText(`办结时限 ${granted}`);
        await expect(fact(page, '办结时限')).toHaveText(granted);
        await expect(fact(page, '最初时限')).toHaveText(old);
        const duty = page.getByRole('table', { name: '未完成的时限' }).locator('tr').filter({ has: page.locator('strong', { hasText: /^办结$/ }) });
        await expect(duty).toContainText(`${old} → ${granted}，批准延期（潘国栋`);
        await expect(page.locator('.line > li').filter({ hasText: '同意延期一周，不得再延。' })).toContainText('潘国栋');
        await wellMade(page);
      }
      await shot(leader, 'extension-06-granted');
    });
    await test.step('台账上新旧日期都在，单位得到通知', async () => {
      const contact = await signIn('yupeifen');
      const [row] = await ledger(contact, `q=${encodeURIComponent(title)}`);
      expect(row).toMatchObject({ due: granted, first_due: old });
      await contact.goto(`/matters?q=${encodeURIComponent(title)}`);
      await expect(contact.getByRole('main')).toContainText(`首次时限 ${old}`);
      await told(contact, title, `批准延期：请于${longDay(granted)}前办结。`);
    });
  });
});

test('审批延期时，事项的目标和最近进展就在旁边', async ({ signIn }) => {
  const leader = await onPhone(await signIn('panguodong'));
  await takeUp(leader, '统一身份认证与网上办事大厅迁移上线', '审批延期申请');
  await expect(leader.getByRole('main')).toContainText('量化目标');
  await expect(leader.getByRole('main')).toContainText('最近进展');
});

test('不批准须写理由，原时限不变', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const title = '垃圾分类驿站改造（不批准延期）';
  const matter = await dispatched(await signIn('linxiaowen'), title);
  const head = await signIn('wanchangqing');
  await send(head, `${matter}/signature`);
  const old = (await ledger(head, `q=${encodeURIComponent(title)}`))[0]!.due!;
  await send(head, `${matter}/extension`, { until: dayAfter(old, 30), reasons, measures });
  await send(await signIn('hejiaming'), `${matter}/extension-forwarding`, { remark: '前期准备不足，建议从严。' });
  const leader = await onPhone(await signIn('panguodong'));
  await takeUp(leader, title, '审批延期申请');
  await submit(leader, '不批准');
  await expect(leader.locator('.problems')).toContainText('不批准的理由');
  await expect(leader.getByLabel('批准的办结时间')).toHaveValue(dayAfter(old, 30));
  await wellMade(leader);
  await shot(leader, 'extension-07-no-reason');
  await leader.getByLabel('审批意见').fill('不同意，按原时限办结。');
  await submit(leader, '不批准');
  await expect.soft(leader.locator('.flash').first()).toContainText('不同意延期');
  await expect(leader.locator('.line > li').first()).toContainText(/不同意延期.*潘国栋/);
  await expect(leader.locator('.matter-head')).toContainText(`办结时限 ${old}`);
  await expect(fact(leader, '最初时限'), '时限未动').toHaveCount(0);
  await told(head, title, '延期申请未获批准，仍按原时限办结。');
  await owed(head, title, '办结');
});

test('超过时限才申请：收下并标明；学校办公室可退回；批准后催办了结', async ({ signIn, shot }) => {
  const title = '动物实验室生物安全备案与设施改造';
  const contact = await signIn('lingzijin');
  const matter = await matterCalled(contact, title);
  await expect.poll(async () => (await owed(contact, title, '签收催办单')).count()).toBe(1);
  const head = await signIn('kejingming');
  await send(head, `${matter.path}/extension`, { until: day(20), reasons, measures });
  const clerk = await signIn('linxiaowen');
  await test.step('退回修改，理由到单位', async () => {
    await takeUp(clerk, title, '转呈延期申请');
    await expect(fact(clerk, '原办结时间 → 计划办结时间')).toHaveText(`${matter.due} → ${day(20)}（超过时限后提出）`);
    await wellMade(clerk);
    await shot(clerk, 'extension-08-late');
    await send(clerk, `${matter.path}/extension-return`, { reason: '请写明备案主管部门的办理进度。' });
    await told(contact, title, '延期申请已退回，请查看退回理由。');
    await contact.goto(matter.path);
    await expect(contact.locator('.line')).toContainText('请写明备案主管部门的办理进度。');
  });
  await send(head, `${matter.path}/extension`, { until: day(20), reasons: `${reasons}主管部门已受理。`, measures });
  await send(clerk, `${matter.path}/extension-forwarding`, { remark: '已受理，建议同意。' });
  const leader = await onPhone(await signIn('xiewanqing'));
  await takeUp(leader, title, '审批延期申请');
  await expect(fact(leader, '原办结时间 → 计划办结时间')).toContainText('（超过时限后提出）');
  await submit(leader, '批准');
  await done(leader, '批准延期');
  await test.step('催办随之了结，不必再签收', async () => {
    const urging = urgingOf(leader, '催办');
    await expect(urging.locator('.chip')).toHaveText('已了结');
    await expect(fact(urging, '落实情况')).toHaveText(`${day()} 因批准延期了结`);
    await wellMade(leader);
    await shot(leader, 'extension-09-urging-closed');
    await contact.goto('/');
    await expect(contact.locator('li.owe').filter({ hasText: title }).filter({ hasText: '催办单' })).toHaveCount(0);
    await contact.goto(matter.path);
    await expect(contact.locator('.matter-head')).toContainText(`办结时限 ${day(20)}`);
    await expect(fact(contact, '最初时限')).toHaveText(matter.first_due!);
  });
});
