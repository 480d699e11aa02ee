// 催办（第四条（五），附件 5）：从系统的建议到签收、核实；二次催办由主任签发，催办单和抄送函同时到纪委；缓发、撤销、补记、未落实后系统再提。
// 独占演示事项：校园电动自行车…、国家级设计创新平台…、研究制定大型仪器设备…、成人教育校外教学点…、智慧教室中控系统…。
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import {
  act, cellOf, day, dayAfter, done, fact, longDay, matterCalled, owed, owes, sheets, submit, takeUp, told, urgingOf,
} from '../../support/office.ts';
import { pdf } from '../../support/files.ts';

const office = '学校办公室';
const discipline = '纪委、监察专员办公室';

test.describe.serial('首次催办', () => {
  const title = '校园电动自行车停放充电集中整治';
  const lead = '党委保卫部';
  let matter = { path: '', number: null as string | null, due: null as string | null };
  let limit = '';

  test('经办人看系统的建议，核对将要发出的内容，发出', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 422/);
    const clerk = await signIn('linxiaowen');
    matter = await matterCalled(clerk, title);
    await test.step('建议写在事项上：何时、依什么规则、请谁办', async () => {
      await clerk.goto(matter.path);
      const proposal = urgingOf(clerk, '催办');
      await expect(proposal.locator('.chip')).toHaveText('建议待发出');
      await expect(fact(proposal, '催办建议')).toContainText(/系统自动 \d{4}-\d{2}-\d{2}，建议限期 \d{4}-\d{2}-\d{2}；规则：超过办结时限次日提出/);
      await expect(fact(proposal, '建议内容')).toContainText(title);
      await expect(clerk.locator('.urgings-next')).toContainText(new RegExp(`${office}应于 \\d{4}-\\d{2}-\\d{2} 前发出催办，或写明理由缓发`));
      await owes(clerk, office, '发出催办单');
      await wellMade(clerk);
      await shot(clerk, 'urging-01-proposed');
    });
    await takeUp(clerk, title, '发出催办单');
    const words = clerk.getByLabel('催办内容');
    const until = clerk.getByLabel('限期办结时间');
    await test.step('限期和内容已按今天填好', async () => {
      limit = await until.inputValue();
      expect(limit > day(), '限期晚于今天').toBe(true);
      await expect(clerk.locator('.limit-why')).toContainText('自今日次日起共 5 个工作日');
      await expect(words).toHaveValue(
        new RegExp(`“${title}”的办结时限为${longDay(matter.due!)}，至今已逾期 \\d+ 个工作日。请抓紧办理，于${longDay(limit)}前落实并报送办结报告。`),
      );
      const sheet = clerk.locator('.issue .sheet');
      await expect(cellOf(sheet, '督办事项编号')).toHaveText(matter.number!);
      await expect(cellOf(sheet, '事项牵头部门')).toContainText(lead);
      await expect(cellOf(sheet, '限期办结时间')).toHaveText(longDay(limit));
      await expect(sheet, '首次催办不抄送').not.toContainText('抄送');
      await expect(clerk.getByLabel('催办理由'), '有建议，不必另写理由').toHaveCount(0);
      await wellMade(clerk);
      await shot(clerk, 'urging-02-issue');
    });
    await test.step('限期不晚于今天：被拒，写的字还在', async () => {
      const prefilled = await words.inputValue();
      await words.fill(`${prefilled}剩余点位请逐日报送。`);
      await until.fill(day());
      await submit(clerk, '发出催办');
      await expect(clerk.locator('.problems')).toContainText('限期办结时间');
      await expect(until).toHaveAttribute('aria-invalid', 'true');
      await expect(words).toHaveValue(`${prefilled}剩余点位请逐日报送。`);
      await wellMade(clerk);
    });
    await test.step('改正后发出：牵头单位应签收，校领导已呈报', async () => {
      await until.fill(limit);
      await submit(clerk, '发出催办');
      await done(clerk, '催办');
      await owes(clerk, lead, '签收催办单');
      await owes(clerk, lead, '按催办单落实');
      const urging = urgingOf(clerk, '催办');
      await expect(urging.locator('.chip')).toHaveText('落实中');
      await expect(fact(urging, '签发')).toContainText('林晓雯');
      await expect(fact(urging, '限期办结时间')).toHaveText(limit);
      await expect(fact(urging, '签收')).toContainText('未签收');
      await expect(fact(urging, '呈报')).toHaveText('潘国栋（演示）');
      await expect(fact(urging, '抄送')).toHaveCount(0);
      await wellMade(clerk);
      await shot(clerk, 'urging-03-issued');
    });
  });

  test('联络员收到、签收；分管校领导得到呈报；协办单位不必签收', async ({ signIn, shot }) => {
    const contact = await signIn('longzaiye');
    const message = await told(contact, title, '催办：请于');
    await expect(message.locator('.chip', { hasText: /^催办$/ })).toBeVisible();
    await takeUp(contact, title, '签收催办单');
    await expect(contact.getByRole('main')).toContainText('剩余点位请逐日报送。');
    await wellMade(contact);
    await shot(contact, 'urging-04-sign');
    await submit(contact, '签收催办单');
    await done(contact, '签收催办单');
    await expect(fact(urgingOf(contact, '催办'), '签收')).toHaveText(`龙在野（演示） ${day()}，电子签收`);
    await contact.goto('/');
    await expect(contact.locator('li.owe').filter({ hasText: title }).filter({ hasText: '签收催办单' })).toHaveCount(0);
    await owed(contact, title, '按催办单落实');

    const leader = await signIn('panguodong');
    await told(leader, title, '学校办公室已对本事项发出催办单。');

    const partner = await signIn('yupeifen');
    await partner.goto(matter.path);
    await expect(partner.locator('.acts').getByRole('link', { name: '签收催办单' })).toHaveCount(0);
  });

  test('催办单一式两份，打印两页；无关单位看不到', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 404/);
    const contact = await signIn('longzaiye');
    await contact.goto(matter.path);
    await contact.getByRole('link', { name: '催办：催办单' }).click();
    await expect(contact).toHaveURL(`${matter.path}/urgings/1`);
    const sheet = contact.locator('.sheet').first();
    await expect(contact.locator('.sheet')).toHaveCount(2);
    for (const part of [
      '督办事项催办单', matter.number!, title, lead, longDay(limit), `原时限为${longDay(matter.due!)}`, '剩余点位请逐日报送。', '龙在野', '电子签收',
      longDay(day()), '此通知单一式两份，学校办公室、承办单位各执一份。',
    ]) {
      await expect(sheet).toContainText(part);
    }
    await expect(sheet, '首次催办不抄送').not.toContainText('抄送');
    await wellMade(contact);
    await shot(contact, 'urging-05-sheet');
    expect(await sheets(contact), '每份一页').toBe(2);
    await contact.emulateMedia({ media: 'print' });
    await expect(contact.locator('.print-bar')).toBeHidden();
    expect((await contact.goto(`${matter.path}/urgings/1/letter`))?.status(), '没有抄送函').toBe(404);
    const stranger = await signIn('mengyutong');
    expect((await stranger.goto(`${matter.path}/urgings/1`))?.status()).toBe(404);
    await expect(stranger.getByRole('main')).not.toContainText(title);
  });
});

test('二次催办由主任签发，经办人的工作台不给办不了的按钮', async ({ signIn }) => {
  const title = '国家级设计创新平台年度建设任务整改';
  const row = await owed(await signIn('linxiaowen'), title, '发出催办单');
  await expect(row.getByRole('link', { name: `催办：${title}` })).toHaveCount(0);
});

test.describe.serial('二次催办', () => {
  const title = '国家级设计创新平台年度建设任务整改';
  const lead = '工业设计学院';
  let matter = { path: '', number: null as string | null, due: null as string | null };
  let limit = '';

  test('经办人不能签发；主任签发，抄送一并发出，去不掉', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 403/);
    const clerk = await signIn('linxiaowen');
    matter = await matterCalled(clerk, title);
    expect((await clerk.goto(`${matter.path}/urging`))?.status()).toBe(403);
    await expect(clerk.getByRole('main')).toContainText('由学校办公室主任办理');
    await wellMade(clerk);
    const head = await signIn('chenboyan');
    await head.goto(matter.path);
    await expect(urgingOf(head, '二次催办').locator('.chip')).toHaveText('建议待发出');
    await expect(head.locator('.urgings-next')).toContainText(`由主任签发并抄送${discipline}`);
    await takeUp(head, title, '发出催办单');
    limit = await head.getByLabel('限期办结时间').inputValue();
    await expect(head.getByLabel('催办内容')).toHaveValue(/经催办仍未落实。现第 2 次催办/);
    await expect(head.getByRole('main')).toContainText(`同时抄送${discipline}`);
    await expect(cellOf(head.locator('.issue .sheet'), '催办内容')).toContainText(`抄送：${discipline}`);
    await expect(fact(head.locator('section.act'), '同时抄送')).toContainText(`抄送函连同本催办单送${discipline}`);
    await expect(head.locator('form :is(label, legend)', { hasText: '抄送' }), '抄送不是可选的一栏').toHaveCount(0);
    await wellMade(head);
    await shot(head, 'urging-06-second');
    await submit(head, '发出二次催办');
    await done(head, '催办');
    await owes(head, lead, '签收催办单');
    const second = urgingOf(head, '二次催办');
    await expect(second.locator('.chip')).toHaveText('落实中');
    await expect(fact(second, '签发')).toContainText('陈伯言');
    await expect(fact(second, '抄送')).toHaveText(discipline);
    await expect(fact(second, '呈报')).toHaveText('唐雅琴（演示）');
    await expect(fact(urgingOf(head, '催办'), '落实情况')).toContainText('未落实');
    await shot(head, 'urging-07-second-issued');
  });

  test('纪委：工作台上一件未读的抄送，收件箱里有消息，打开后为已读；催办单、抄送函都看得到', async ({ signIn, shot }) => {
    const reader = await signIn('yanyiheng');
    await reader.goto('/');
    const copied = reader.getByRole('region', { name: '抄送给本单位的催办' });
    const row = copied.locator('tbody tr').filter({ hasText: title });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('二次催办');
    await expect(row).toContainText(limit);
    await expect(row).toContainText(lead);
    await expect(row.locator('.chip')).toHaveText('未读');
    await expect(copied.locator('.tally')).toHaveText('未读 1 件');
    await expect(reader.locator('li.owe'), '抄送供了解，无需办理').toHaveCount(0);
    await wellMade(reader);
    await shot(reader, 'urging-08-discipline-desk');
    const message = await told(reader, title, '学校办公室已对本事项发出催办单。');
    await expect(message).toHaveClass(/is-unread/);
    await reader.goto('/');
    await row.getByRole('link', { name: title }).first().click();
    await expect(reader).toHaveURL(matter.path);
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
    await reader.goto('/');
    await expect(row.locator('.chip')).toHaveCount(0);
    await expect(copied.locator('.tally')).toHaveCount(0);
    await expect(await told(reader, title, '学校办公室已对本事项发出催办单。')).not.toHaveClass(/is-unread/);

    await reader.goto('/');
    await row.getByRole('link', { name: `抄送函：${title}` }).click();
    const letter = reader.locator('.letter');
    for (const part of [
      '关于抄送督办事项二次催办情况的函', `${discipline}：`, '第四条（五）', matter.number!, title, `牵头单位：${lead}`, longDay(matter.due!),
      '牵头单位未申请延期。', '核实为未落实', `限期${longDay(limit)}`, '完成 65%。', '人员聘任需待编制批复。', '牵头单位尚未报送办结报告。', longDay(day()),
    ]) {
      await expect(letter).toContainText(part);
    }
    await wellMade(reader);
    await shot(reader, 'urging-09-letter');
    expect(await sheets(reader), '抄送函打印').toBeGreaterThan(0);
    await reader.getByRole('link', { name: '催办单' }).click();
    await expect(reader.locator('.sheet').first()).toContainText(`抄送：${discipline}`);
    await wellMade(reader);
  });

  test('牵头单位签收；抄送函不给承办单位看，校领导看得到', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 404/);
    const contact = await signIn('mingyixuan');
    await takeUp(contact, title, '签收催办单');
    await submit(contact, '签收催办单');
    await done(contact, '签收催办单');
    await contact.goto(`${matter.path}/urgings/2`);
    await expect(contact.locator('.sheet').first()).toContainText('明以萱');
    await expect(contact.getByRole('link', { name: '抄送函' })).toHaveCount(0);
    await shot(contact, 'urging-10-second-sheet');
    expect((await contact.goto(`${matter.path}/urgings/2/letter`))?.status()).toBe(404);
    const leader = await signIn('tangyaqin');
    await told(leader, title, '学校办公室已对本事项发出催办单。');
    expect((await leader.goto(`${matter.path}/urgings/2/letter`))?.status()).toBe(200);
    const bystander = await signIn('panguodong');
    expect((await bystander.goto(`${matter.path}/urgings/2/letter`))?.status(), '不分管的校领导').toBe(404);
  });
});

test('缓发须写理由和日期；没有建议时催办须写理由；主任撤销后不计次数，各方得到通知', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const title = '研究制定大型仪器设备开放共享收费与绩效考核办法';
  const why = '牵头单位已口头说明：财务处的收费测算本周完成。';
  const clerk = await signIn('linxiaowen');
  const matter = await matterCalled(clerk, title);
  await test.step('缓发到今天：被拒，理由还在', async () => {
    await clerk.goto(matter.path);
    await act(clerk, '缓发催办');
    await clerk.getByLabel('缓发到').fill(day());
    await clerk.getByLabel('缓发理由').fill(why);
    await submit(clerk, '缓发催办');
    await expect(clerk.locator('.problems')).toContainText('缓发到');
    await expect.soft(clerk.getByLabel('缓发到')).toHaveAttribute('aria-invalid', 'true');
    await expect(clerk.getByLabel('缓发理由')).toHaveValue(why);
    await wellMade(clerk);
    await shot(clerk, 'urging-11-hold');
  });
  await test.step('改正后缓发：日期、理由、缓发人写在事项上', async () => {
    await clerk.getByLabel('缓发到').fill(day(5));
    await submit(clerk, '缓发催办');
    await done(clerk, '缓发催办');
    const held = urgingOf(clerk, '催办');
    await expect(held.locator('.chip')).toHaveText('缓发');
    await expect(fact(held, '缓发')).toContainText('林晓雯');
    await expect(fact(held, '缓发理由')).toHaveText(why);
    await expect(fact(held, '缓发到')).toHaveText(day(5));
    await expect(clerk.locator('.urgings-next')).toContainText(`缓发到 ${day(5)}；期满仍未办结的，系统再次提出催办建议。`);
    await wellMade(clerk);
    await shot(clerk, 'urging-12-held');
  });
  await test.step('仍可由经办人催办，但须写明理由', async () => {
    await act(clerk, '催办');
    const reason = clerk.getByLabel('催办理由');
    await expect(reason).toHaveAttribute('required', '');
    await reason.evaluate((field: HTMLTextAreaElement) => (field.required = false));
    await submit(clerk, '发出催办');
    await expect(clerk.locator('.problems')).toContainText('系统没有提出催办建议，请写明此时催办的理由');
    await expect.soft(reason).toHaveAttribute('aria-invalid', 'true');
    await expect(clerk.getByLabel('催办内容')).toHaveValue(new RegExp(title));
    await reason.fill('财务处测算已完成，牵头单位仍未送审。');
    await wellMade(clerk);
    await shot(clerk, 'urging-13-by-hand');
    await submit(clerk, '发出催办');
    await done(clerk, '催办');
    await expect(fact(urgingOf(clerk, '催办'), '催办理由')).toHaveText('财务处测算已完成，牵头单位仍未送审。');
    await told(await signIn('kangleyi'), title, '催办：请于');
    await clerk.goto(`${matter.path}/urgings/1`);
    await expect(clerk.locator('.sheet').first(), '理由不印在催办单上').not.toContainText('仍未送审');
  });
  await test.step('经办人不能撤销，主任可以', async () => {
    await clerk.goto(matter.path);
    await expect(clerk.locator('.acts').getByRole('link', { name: '撤销催办', exact: true })).toHaveCount(0);
    const head = await signIn('chenboyan');
    await head.goto(matter.path);
    await act(head, '撤销催办');
    await head.getByLabel('撤销理由').fill('牵头单位当日已送审。');
    await submit(head, '撤销催办');
    await done(head, '撤销催办');
    const revoked = urgingOf(head, '催办');
    await expect(revoked.locator('.chip')).toHaveText('已撤销');
    await expect(fact(revoked, '落实情况')).toContainText('牵头单位当日已送审。');
    await head.goto(`${matter.path}/urgings/1`);
    await expect(head.locator('.sheet').first()).toContainText(`已撤销（${longDay(day())}）`);
    await shot(head, 'urging-14-revoked-sheet');
    const contact = await signIn('kangleyi');
    await told(contact, title, '本事项的催办单已撤销，请以此为准。');
    await told(await signIn('panguodong'), title, '本事项的催办单已撤销，请以此为准。');
    await contact.goto('/');
    await expect(contact.locator('li.owe').filter({ hasText: title }).filter({ hasText: '催办单' }), '不再要求签收、落实').toHaveCount(0);
    await head.goto(`${matter.path}/urging`);
    await expect(head.getByRole('main'), '撤销的不计次数').not.toContainText('二次催办');
  });
});

test('核实：限期未到不能记未落实，填的都在；已落实随时可记', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const title = '成人教育校外教学点规范整顿';
  const clerk = await signIn('hejiaming');
  await takeUp(clerk, title, '核实催办落实情况');
  await settle(clerk, '未落实', '仍有 3 个教学点未评估。');
  await expect(clerk.locator('.problems')).toContainText(/催办单的时限到\d{4}年?-?.*，次日起才能记为未落实/);
  await expect(clerk.getByRole('radio', { name: /^未落实/ })).toBeChecked();
  await expect(clerk.getByLabel('情况说明')).toHaveValue('仍有 3 个教学点未评估。');
  await wellMade(clerk);
  await shot(clerk, 'urging-15-too-early');
  await settle(clerk, '已落实', '14 个教学点评估完毕，撤并方案已呈分管校领导。');
  await done(clerk, '记录催办落实情况');
  const urging = urgingOf(clerk, '催办');
  await expect(urging.locator('.chip')).toHaveText('已落实');
  await expect(fact(urging, '落实情况')).toContainText(`已落实（何嘉铭（演示）`);
  await expect(fact(urging, '落实情况')).toContainText('14 个教学点评估完毕');
  const contact = await signIn('anxiaomeng');
  await contact.goto('/');
  await expect(contact.locator('li.owe').filter({ hasText: title }).filter({ hasText: '按催办单落实' })).toHaveCount(0);
});

test('纸面催办补记；到期未落实须写情况；系统随即提出二次催办', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const title = '智慧教室中控系统故障集中修复';
  const clerk = await signIn('linxiaowen');
  const matter = await matterCalled(clerk, title);
  const [issued, limit] = [dayAfter(matter.due!, 1), dayAfter(matter.due!, 2)];
  await test.step('补记：按纸面的日期和限期，附扫描件', async () => {
    await clerk.goto(matter.path);
    await act(clerk, '催办');
    await clerk.getByLabel('催办理由').fill('系统启用前已发纸质催办单。');
    await clerk.getByLabel('限期办结时间').fill(limit);
    const paper = clerk.locator('details.on-paper');
    await paper.locator('summary').click();
    await paper.getByRole('checkbox', { name: /这是补记/ }).check();
    await paper.getByLabel('发生日期').fill(issued);
    await paper.getByLabel('凭据（扫描件或照片）').setInputFiles(pdf('纸质催办单.pdf'));
    await submit(clerk, '发出催办');
    await done(clerk, '催办');
    const urging = urgingOf(clerk, '催办');
    await expect(fact(urging, '签发')).toContainText(issued);
    await expect(fact(urging, '落实情况')).toHaveText('限期已过，尚未核实');
    await expect(clerk.locator('.line > li').filter({ hasText: '纸质催办单.pdf' })).toContainText(issued);
    await shot(clerk, 'urging-16-on-paper');
  });
  await test.step('未落实：没有写情况被拒，写明后记下', async () => {
    await takeUp(clerk, title, '核实催办落实情况');
    await settle(clerk, '未落实', '');
    await expect(clerk.locator('.problems')).toContainText('请写明未按催办单落实的情况');
    await expect(clerk.getByRole('radio', { name: /^未落实/ })).toBeChecked();
    await wellMade(clerk);
    await settle(clerk, '未落实', '限期已过，仍有 12 间教室未修复。');
    await done(clerk, '记录催办落实情况');
    const urging = urgingOf(clerk, '催办');
    await expect(urging.locator('.chip')).toHaveText('未落实');
    await expect(fact(urging, '落实情况')).toContainText('仍有 12 间教室未修复');
  });
  await test.step('系统提出二次催办，请主任签发', async () => {
    await expect(async () => {
      await clerk.goto(matter.path);
      await expect(urgingOf(clerk, '二次催办').locator('.chip')).toHaveText('建议待发出', { timeout: 1_000 });
    }, '每分钟一次').toPass({ timeout: 150_000, intervals: [5_000] });
    await expect(fact(urgingOf(clerk, '二次催办'), '催办建议')).toContainText(`系统自动 ${day()}`);
    await expect(fact(urgingOf(clerk, '二次催办'), '催办建议')).toContainText('规则：上一次催办未落实，再次提出');
    await expect(clerk.locator('.urgings-next')).toContainText(`由主任签发并抄送${discipline}`);
    await wellMade(clerk);
    await shot(clerk, 'urging-17-second-proposed');
    await owed(await signIn('chenboyan'), title, '发出催办单');
  });
});

async function settle(page: Page, outcome: '已落实' | '未落实', words: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${outcome}`) }).check();
  await page.getByLabel('情况说明').fill(words);
  await submit(page, '记录催办落实情况');
}
