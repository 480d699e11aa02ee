// 纸面上办的事怎样进系统：代录校领导在纸上的审定（附扫描件、日期），补录一件在纸上运行的事项（原编号、原日期，主任确认），以及把通知单打印回纸上。
import { expect, test, wellMade } from '../../support/test.ts';
import { act, add, day, dispatched, done, flowBox, ledger, matterOf, owed, owes, passed, pick, propose, record, send, submit, year } from '../../support/office.ts';
import { pdf } from '../../support/files.ts';

test('代录：领导在纸上签了，经办人附扫描件和日期代为录入，两个人的名字都在', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const title = '校园导视系统更新（纸面审定）';
  const clerk = await signIn('linxiaowen');
  const matter = await propose(clerk, title);
  await send(clerk, `${matter}/submission`);
  await clerk.goto(matter);
  await owes(clerk, '潘国栋', '审定拟办意见');
  await record(clerk, '审定拟办意见');
  const paper = clerk.locator('details.on-paper');
  await expect(paper, '代录栏自动展开').toHaveAttribute('open', '');
  await expect(paper.getByRole('checkbox', { name: /这是代录/ })).toBeChecked();
  await expect(paper.getByLabel('决定人').locator('option:checked')).toContainText('潘国栋');

  await test.step('没有凭据：被拒，写的字还在', async () => {
    await clerk.getByLabel('审定意见').fill('同意。潘国栋');
    await paper.getByLabel('发生日期').fill(day());
    await submit(clerk, '同意');
    await expect(clerk.locator('.problems')).toContainText(/凭据|扫描件/);
    await expect(clerk.getByLabel('审定意见')).toHaveValue('同意。潘国栋');
    await expect(paper.getByLabel('发生日期')).toHaveValue(day());
    await wellMade(clerk);
    await shot(clerk, 'paper-01-no-evidence');
  });
  await test.step('晚于今天的日期：被拒', async () => {
    // The browser itself stops a later day; a person may have typed it into another browser.
    await paper.getByLabel('发生日期').evaluate((field: HTMLInputElement) => field.removeAttribute('max'));
    await paper.getByLabel('发生日期').fill(day(2));
    await paper.getByLabel('凭据').setInputFiles(pdf('潘国栋审定件.pdf'));
    await submit(clerk, '同意');
    await expect(clerk.locator('.problems')).toContainText('发生日期');
    await expect(clerk.getByLabel('审定意见')).toHaveValue('同意。潘国栋');
    await expect(paper.getByText('潘国栋审定件.pdf'), '扫描件已收到，不必重传').toBeVisible();
  });
  await test.step('附扫描件和日期：记为代录', async () => {
    await paper.getByLabel('发生日期').fill(day());
    await submit(clerk, '同意');
    await done(clerk, '同意');
    const line = clerk.locator('.line > li').filter({ hasText: '同意。潘国栋' });
    await expect(line.locator('.chip', { hasText: '代录' })).toBeVisible();
    await expect(line.locator('.line-what')).toContainText('潘国栋');
    await expect(line).toContainText('录入人：林晓雯');
    await expect(line.getByRole('link', { name: '潘国栋审定件.pdf' })).toBeVisible();
    await owes(clerk, '学校办公室', '立项登记');
    await shot(clerk, 'paper-02-recorded');
  });
  await test.step('电话签收也可代录：写通话记录', async () => {
    await send(clerk, `${matter}/registration`);
    await send(clerk, `${matter}/dispatch`);
    await clerk.goto(matter);
    await record(clerk, '签收通知单');
    await pick(clerk, 'principal', '余佩芬');
    const signing = clerk.locator('section.act', { has: clerk.getByRole('heading', { name: '签收通知单' }) }).first();
    await signing.getByRole('radio', { name: /电话/ }).check();
    await signing.getByLabel('发生日期').fill(day());
    await signing.getByRole('textbox', { name: '通话记录' }).fill('与余佩芬通话，已收到通知单。');
    await submit(clerk, '签收通知单');
    await done(clerk, '签收通知单');
    const units = clerk.getByRole('table', { name: '承办单位与签收' });
    await expect(units).toContainText('余佩芬');
    await expect(units.locator('.chip', { hasText: '代录' })).toBeVisible();
    await expect(clerk.locator('.line > li').filter({ hasText: '与余佩芬通话' })).toContainText('录入人：林晓雯');
  });
});

test('补录：编号超出纸质号段、日期颠倒被拒；保存后由主任确认，按原编号运行，通知单可打印', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const title = '老图书馆屋面防水维修（补录）';
  const clerk = await signIn('linxiaowen');
  const taken = (await ledger(clerk)).map((row) => row.number);
  const number = [5, 4, 2, 1, 7].map((n) => `督办〔${year()}〕${n}号`).find((free) => !taken.includes(free))!;

  await clerk.goto('/adoptions/new');
  await test.step('照纸质通知单填写', async () => {
    await clerk.getByLabel('通知单编号').fill(`督办〔${year()}〕999号`);
    await clerk.getByLabel('现行办结时限').fill(day(40));
    await clerk.getByLabel('原定办结时限').fill(day(20));
    await clerk.getByLabel('立项日期').fill(day(-60));
    await clerk.getByLabel('交办日期').fill(day(-58));
    await clerk.getByLabel('签收日期').fill(day(-57));
    await clerk.getByLabel('签收人').fill('贾清和');
    await clerk.locator('#m-responsible').fill('徐景澄（演示）');
    await clerk.locator('#m-contact').fill('贾清和（演示）');
    await clerk.getByLabel('联系电话').fill('027-0000-4321');
    await clerk.getByLabel('事项标题').fill(title);
    await clerk.getByLabel('事项内容').fill('老图书馆屋面渗漏维修。');
    await clerk.getByLabel('办理要求').fill('雨季前完成。');
    await clerk.getByLabel('量化目标').fill('渗漏点全部修复，验收合格。');
    await pick(clerk, 'lead', '图书馆');
    await pick(clerk, 'leader', '罗维民');
    await add(clerk, 'co_units', '基本建设处');
    await clerk.getByRole('radio', { name: /学校重要会议/ }).check();
    await clerk.locator('#m-earlier-kind-1').selectOption('extension');
    await clerk.locator('#m-earlier-date-1').fill(day(-10));
    await clerk.locator('#m-earlier-text-1').fill('因材料到货推迟，经批准延期。');
    await clerk.locator('#m-earlier-due-1').fill(day(40));
    await clerk.getByLabel('通知单、批示、延期单、催办单等').setInputFiles(pdf('纸质通知单.pdf'));
  });
  await test.step('编号超出纸质号段：被拒，填写的都在', async () => {
    await submit(clerk, '保存补录');
    await expect(clerk.locator('.problems')).toContainText('纸质编号');
    await expect(clerk.locator('#m-number')).toHaveAttribute('aria-invalid', 'true');
    await expect(clerk.locator('#m-earlier-text-1')).toHaveValue('因材料到货推迟，经批准延期。');
    await expect(clerk.getByText('纸质通知单.pdf')).toBeVisible();
    await wellMade(clerk);
    await shot(clerk, 'paper-03-adopt-number');
  });
  await test.step('交办早于立项：被拒，指明日期', async () => {
    await clerk.getByLabel('通知单编号').fill(number);
    await clerk.getByLabel('交办日期').fill(day(-70));
    await submit(clerk, '保存补录');
    await expect(clerk.locator('.problems')).toContainText(/交办日期.*早于.*立项日期/);
    await expect(clerk.getByLabel('立项日期')).toHaveValue(day(-60));
  });
  await test.step('改正后保存，待主任确认', async () => {
    await clerk.getByLabel('交办日期').fill(day(-58));
    await submit(clerk, '保存补录');
    await done(clerk, '补录已保存');
    await expect(clerk.locator('.matter-head')).toContainText('补录');
  });
  const matter = matterOf(clerk);
  const head = await signIn('chenboyan');
  await test.step('主任确认，按原编号和原日期进入办理', async () => {
    await owed(head, title, '形成拟办意见');
    await head.goto(matter);
    await act(head, '确认补录');
    await expect(head.getByRole('main')).toContainText(number);
    await expect(head.getByRole('main')).toContainText(`${day(20)} → ${day(40)}`);
    await shot(head, 'paper-04-confirm');
    await submit(head, '确认补录');
    await done(head, '确认补录');
    await expect(head.locator('.matter-line .number')).toHaveText(number);
    await expect(head.locator('.matter-head .stage')).toHaveText('承办中');
    await owes(head, '图书馆', '办结');
    await expect(flowBox(head, '立项').locator('.flow-when')).toContainText(day(-60));
    await expect(flowBox(head, '交办').locator('.flow-when')).toContainText(day(-58));
  });
  await test.step('签收人照纸面所记', async () => {
    const signed = head.getByRole('table', { name: '承办单位与签收' }).locator('tbody tr').first().locator('td').last();
    await expect.soft(signed).toContainText('贾清和');
    await expect.soft(flowBox(head, '承办').locator('.flow-when')).toContainText('贾清和');
  });
  await test.step('延期的来历留在记录中', async () => {
    await expect(head.locator('.facts')).toContainText(day(20));
    await expect(head.getByRole('main')).toContainText('因材料到货推迟');
  });
  await test.step('同一编号不能再用', async () => {
    await expect(send(clerk, '/adoptions/new', {
      number, title: '重号', content: '重号', lead: '图书馆', category: '学校重要会议', due_in_force: day(40), registered_on: day(-60),
      dispatched_on: day(-58), responsible: '徐景澄（演示）', contact: '贾清和（演示）', telephone: '027-0000-4321',
    })).rejects.toThrow(/已有事项使用/);
  });
  await test.step('单位也看得到，通知单一式两份', async () => {
    const unit = await signIn('jiaqinghe');
    await unit.goto(matter);
    await unit.getByRole('link', { name: '查看并打印通知单' }).click();
    await expect(unit.locator('.sheet')).toHaveCount(2);
    for (const part of [number, title, '徐景澄', '027-0000-4321', '渗漏点全部修复']) {
      await expect(unit.locator('.sheet').first()).toContainText(part);
    }
    await wellMade(unit);
    await shot(unit, 'paper-05-notice');
    const printed = await unit.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(printed.toString('latin1').match(/\/Type\s*\/Page\b/g), '打印两页').toHaveLength(2);
  });
});

test('打印：办理中的通知单两份两页，没有菜单和按钮', async ({ signIn }) => {
  const clerk = await signIn('linxiaowen');
  const title = '通知单打印';
  const matter = await propose(clerk, title, { co_units: ['财务处', '教务处'], content: '按照会议要求，抓紧办理，按期完成。'.repeat(18) });
  await send(clerk, `${matter}/registration`);
  await send(clerk, `${matter}/dispatch`);
  await clerk.goto(`${matter}/notice`);
  const printed = await clerk.pdf({ preferCSSPageSize: true });
  expect.soft(printed.toString('latin1').match(/\/Type\s*\/Page\b/g), '约三百字的通知单，每份一页').toHaveLength(2);
  const long = await dispatched(clerk, '通知单打印（内容很长）', { content: '按照会议要求，抓紧办理。\n'.repeat(40) });
  await clerk.goto(`${long}/notice`);
  const pages = (await clerk.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length, '内容很长时，每份各自另起一页').toBeGreaterThan(2);
  expect(pages.length % 2, '两份页数相同').toBe(0);
  await clerk.emulateMedia({ media: 'print' });
  await expect(clerk.locator('.print-bar')).toBeHidden();
  await clerk.goto(matter);
  await passed(clerk, '交办', '林晓雯');
});
