// 一件重大事项的全过程：拟办、征求意见、审定、立项、交办、签收、承办、办结、审核、反馈、归档，由七个人在各自的工作台上接力完成（第四条）。
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/test.ts';
import { act, add, day, done, flowBox, ledger, matterOf, owed, owes, passed, pick, submit, takeUp, year } from '../../support/office.ts';

const title = '南区学生宿舍热水系统改造（全过程）';
const office = '学校办公室';
const lead = '后勤保障部';
const co = '财务处';

test.describe.serial('一件重大事项的全过程', () => {
  let matter = '';
  let number = '';

  test('拟办、征求意见、两级审定、立项', async ({ signIn, shot }) => {
    const clerk = await signIn('linxiaowen');
    await clerk.goto('/matters/new');
    await test.step('新建事项，时限的算法随选择变化', async () => {
      await clerk.getByLabel('事项标题').fill(title);
      await clerk.getByLabel('事项内容').fill('校长办公会议定：年底前完成南区宿舍热水系统改造。\n所需经费由财务处统筹。');
      await clerk.getByLabel('办理要求').fill('分楼栋施工，不影响学生用水。');
      await clerk.getByLabel('量化目标').fill('6 栋宿舍热水改造通过验收。');
      await pick(clerk, 'lead', lead);
      await pick(clerk, 'leader', '潘国栋');
      await add(clerk, 'co_units', co);
      await clerk.getByLabel(/^重大事项/).check();
      const preview = clerk.locator('#limit-preview');
      await clerk.getByRole('radio', { name: /明确时限/ }).check();
      await clerk.getByRole('radio', { name: /15 个工作日/ }).check();
      await expect(preview).toContainText('15 个工作日');
      await expect(preview).toContainText(/次日起/);
      await expect(preview).toContainText('依据：第四条（四）');
      await clerk.getByRole('radio', { name: /明确时限/ }).check();
      await clerk.getByLabel('办结日期').fill(day(90));
      await clerk.getByLabel('办结日期').press('Tab');
      const [y, m, d] = day(90).split('-').map(Number);
      await expect(preview).toContainText(`${y}年${m}月${d}日`);
      await clerk.getByRole('radio', { name: /学校重要会议/ }).check();
      await clerk.getByLabel('来源机关或会议').fill('校长办公会');
      await shot(clerk, 'loop-01-new');
      await submit(clerk, '保存拟办意见');
      await done(clerk, '拟办意见已保存');
      matter = matterOf(clerk);
      await owes(clerk, office, '形成拟办意见');
      await expect(flowBox(clerk, '拟办')).toHaveClass(/is-current/);
      await expect(flowBox(clerk, '督办事项')).toHaveClass(/is-passed/);
    });

    await test.step('重大事项未征求意见，不能报请审定或立项', async () => {
      await clerk.locator('.acts-not summary').click();
      await expect(clerk.locator('.acts-not li').filter({ hasText: '立项' }).first()).toContainText('依据');
    });

    await test.step('征求承办单位意见', async () => {
      await owed(clerk, title, '形成拟办意见');
      await clerk.goto(matter);
      await act(clerk, '征求意见');
      await clerk.getByLabel('反馈期限').fill(day(3));
      await submit(clerk, '征求意见');
      await owes(clerk, lead, '反馈意见');
      await owes(clerk, co, '反馈意见');
    });

    await test.step('牵头单位、协办单位在工作台上反馈意见', async () => {
      for (const [login, words] of [['yupeifen', '同意牵头，建议寒假前完工。'], ['shihuimin', '经费可以保障。']] as const) {
        const unit = await signIn(login);
        await takeUp(unit, title, '反馈意见');
        await unit.getByLabel(/^意见/).fill(words);
        await submit(unit, '反馈意见');
        await done(unit, '反馈意见');
        await expect(unit.locator('.line')).toContainText(words);
      }
    });

    await test.step('报请审定：先分管、再主要', async () => {
      await clerk.goto(matter);
      await act(clerk, '报请审定');
      await expect(clerk.getByRole('main')).toContainText('同意牵头，建议寒假前完工。');
      await expect(clerk.getByLabel('审定领导').locator('option:checked')).toContainText('潘国栋');
      await expect(clerk.getByLabel(/^再由/).locator('option:checked')).toContainText('主要校领导');
      await submit(clerk, '报请审定');
      await owes(clerk, '潘国栋', '审定拟办意见');
    });

    const deputy = await signIn('panguodong');
    const then = await signIn('zhoumingyuan');
    await test.step('分管校领导未审定，主要校领导尚不能审定', async () => {
      await then.goto('/');
      await expect(then.locator('li.owe').filter({ hasText: title })).toHaveCount(0);
    });
    await test.step('分管校领导一屏审定', async () => {
      await takeUp(deputy, title, '审定拟办意见');
      await expect(deputy.getByRole('main')).toContainText('6 栋宿舍热水改造通过验收。');
      await expect(deputy.getByRole('main')).toContainText('经费可以保障。');
      await deputy.getByLabel('审定意见').fill('同意，请抓紧。');
      await shot(deputy, 'loop-02-approve');
      await submit(deputy, '同意');
      await owes(deputy, '周明远', '审定拟办意见');
    });
    await test.step('主要校领导审定', async () => {
      await takeUp(then, title, '审定拟办意见');
      await submit(then, '同意');
      await owes(then, office, '立项登记');
    });

    await test.step('立项，编号紧接上一号', async () => {
      const numbers = (await ledger(clerk)).map((row) => /〔(\d{4})〕(\d+)号/.exec(row.number ?? ''));
      const last = Math.max(...numbers.filter((found) => found?.[1] === year()).map((found) => Number(found![2])));
      await takeUp(clerk, title, '立项登记');
      await submit(clerk, '立项');
      number = `督办〔${year()}〕${last + 1}号`;
      await done(clerk, `编号 ${number}`);
      await expect(clerk.locator('.matter-line .number')).toHaveText(number);
      await passed(clerk, '拟办', '林晓雯');
      await passed(clerk, '立项', '林晓雯');
      await owes(clerk, office, '下发通知单');
      await expect(flowBox(clerk, '交办')).toHaveClass(/is-current/);
    });
  });

  test('交办：缺电话被拒，补齐后预览、下发；两个单位签收；无关单位看不到', async ({ signIn, watch, shot }) => {
    watch.allow(/status of 4(04|22)/);
    const clerk = await signIn('linxiaowen');
    await takeUp(clerk, title, '下发通知单');
    const telephone = clerk.getByLabel(`${lead}联系电话`);
    const others = clerk.getByLabel(`${co}联系电话`);
    const listed = await telephone.inputValue();
    expect(listed, '电话由“人员”带入').not.toBe('');
    await test.step('清空电话：指明缺什么，其余照旧', async () => {
      await telephone.fill('');
      await others.fill('027-0000-9999');
      await pick(clerk, 'cadence', '每月报告');
      await submit(clerk, '下发通知单');
      const problems = clerk.locator('.problems');
      await expect(problems).toContainText('联系电话');
      await expect(problems).toContainText(lead);
      await expect(problems).toContainText('第四条（三）');
      await expect(others).toHaveValue('027-0000-9999');
      await expect(clerk.getByLabel('进展报告').locator('option:checked')).toHaveText('每月报告');
      await expect(telephone).toHaveAttribute('aria-invalid', 'true');
      await shot(clerk, 'loop-03-dispatch-refused');
    });
    await test.step('补齐后预览即将下发的通知单', async () => {
      await telephone.fill('027-0000-1234');
      await submit(clerk, '更新预览');
      const sheet = clerk.locator('.sheet');
      await expect(sheet).toContainText('027-0000-1234');
      await expect(sheet).toContainText(number);
      await expect(sheet).toContainText(title);
      await expect(sheet).toContainText('6 栋宿舍热水改造通过验收。');
      await shot(clerk, 'loop-04-dispatch-preview');
      await submit(clerk, '下发通知单');
      await done(clerk, '交办');
      await passed(clerk, '交办', '林晓雯');
      await owes(clerk, lead, '签收通知单');
      await owes(clerk, co, '签收通知单');
    });
    await test.step('无关单位打不开', async () => {
      const stranger = await signIn('mengyutong');
      const answer = await stranger.goto(matter);
      expect(answer?.status()).toBe(404);
      await expect(stranger.getByRole('main')).not.toContainText(title);
      expect((await stranger.goto(`${matter}/notice`))?.status()).toBe(404);
      expect((await stranger.goto(`${matter}/signature`))?.status()).toBe(404);
    });
    await test.step('牵头单位、协办单位在工作台上签收', async () => {
      for (const login of ['yupeifen', 'shihuimin']) {
        const unit = await signIn(login);
        await takeUp(unit, title, '签收通知单');
        await expect(unit.locator('.sheet')).toContainText(number);
        if (login === 'yupeifen') await shot(unit, 'loop-05-sign');
        await submit(unit, '签收通知单');
        await done(unit, '签收通知单');
        await expect(unit.locator('.matter-head .stage')).toHaveText('承办中');
        await owes(unit, lead, '办结');
      }
    });
    await clerk.goto(matter);
    await expect(flowBox(clerk, '承办')).toHaveClass(/is-current/);
    await expect(flowBox(clerk, '承办').locator('.flow-when')).toContainText('余佩芬');
    await expect(clerk.getByRole('table', { name: '承办单位与签收' })).toContainText('施慧敏');
  });

  test('承办：两次点击报告“本期无变化”，负责人报送办结报告，协办单位确认', async ({ signIn, shot }) => {
    const contact = await signIn('yupeifen');
    await test.step('先报一次进展，再两次点击报“本期无变化”', async () => {
      await takeUp(contact, title, '报告进展');
      await contact.getByLabel('完成度').fill('40');
      await contact.getByLabel('进展情况').fill('3 栋宿舍已施工。');
      await submit(contact, '提交进展');
      await expect(contact.locator('.facts')).toContainText('40%');
      await takeUp(contact, title, '报告进展');
      await expect(contact.getByRole('main')).toContainText('3 栋宿舍已施工。');
      await shot(contact, 'loop-06-progress');
      await submit(contact, '本期无变化');
      await expect(contact.locator('.line')).toContainText('本期无变化');
    });
    const head = await signIn('wanchangqing');
    await test.step('单位负责人分五部分报送办结报告', async () => {
      await takeUp(head, title, '办结');
      await expect(head.getByLabel('一、督办事项内容')).toHaveValue(/年底前完成南区宿舍热水系统改造/);
      await expect(head.getByLabel('二、督办事项工作目标')).toHaveValue(/6 栋宿舍/);
      await head.getByLabel('三、督办事项工作开展情况').fill('9 月招标，10 月进场，11 月完工。');
      await head.getByLabel('四、取得的成效').fill('6 栋宿舍热水改造全部通过验收。');
      await head.getByLabel('五、下一步工作计划').fill('加强日常维护。');
      await shot(head, 'loop-07-closing-report');
      await submit(head, '提交办结报告');
      await done(head, '报送办结报告');
      await owes(head, office, '审核办结报告');
      await owes(head, co, '确认办结报告');
      await passed(head, '承办', '余佩芬');
      await expect(flowBox(head, '办结')).toHaveClass(/is-current/);
    });
    const partner = await signIn('shihuimin');
    await takeUp(partner, title, '确认办结报告');
    await expect(partner.getByRole('main')).toContainText('11 月完工');
    await partner.getByRole('radio', { name: '确认' }).check();
    await submit(partner, '确认办结报告');
    await done(partner, '确认办结报告');
  });

  test('审核：先退回补办，重新报送后同意办结', async ({ signIn, shot }) => {
    const reviewer = await signIn('hejiaming');
    const review = async (last: '是' | '否') => {
      await takeUp(reviewer, title, '审核办结报告');
      await expect(reviewer.getByRole('main')).toContainText('6 栋宿舍热水改造通过验收。');
      for (let question = 1; question <= 5; question += 1) {
        await reviewer.locator(`#rev-answer${question}`).getByRole('radio', { name: question === 5 ? last : '是' }).check();
      }
    };
    await test.step('第二位经办人对照五问，退回补办', async () => {
      await review('否');
      await reviewer.getByLabel('文书格式是否规范的说明').fill('缺验收单');
      await reviewer.getByRole('radio', { name: /退回补办/ }).check();
      await reviewer.getByLabel(/^退回原因/).fill('请附 6 栋宿舍的验收单编号。');
      await reviewer.getByLabel(/^补办（重办）期限/).fill(day(5));
      await shot(reviewer, 'loop-08-review');
      await submit(reviewer, '提交审核结论');
      await done(reviewer, '审核办结报告');
      await owes(reviewer, lead, '补办');
      await expect(flowBox(reviewer, '办结')).toContainText('退回 1 次');
    });
    const head = await signIn('wanchangqing');
    await test.step('负责人补齐后重新报送', async () => {
      await takeUp(head, title, '补办');
      await expect(head.getByRole('main')).toContainText('请附 6 栋宿舍的验收单编号。');
      await expect(head.getByLabel('三、督办事项工作开展情况')).toHaveValue('9 月招标，10 月进场，11 月完工。');
      await head.getByLabel('四、取得的成效').fill('6 栋宿舍热水改造全部通过验收，验收单 1—6 号。');
      await submit(head, '提交办结报告');
      await owes(head, office, '审核办结报告');
    });
    await test.step('五项均为“是”，同意办结', async () => {
      await review('是');
      await reviewer.getByRole('radio', { name: /同意办结/ }).check();
      await submit(reviewer, '提交审核结论');
      await passed(reviewer, '办结', '何嘉铭');
      await owes(reviewer, office, '反馈办理结果');
    });
  });

  test('反馈、归档，闭环完成', async ({ signIn, shot }) => {
    const clerk = await signIn('linxiaowen');
    await test.step('向校领导和有关单位反馈', async () => {
      await takeUp(clerk, title, '反馈办理结果');
      await expect(clerk.getByRole('textbox', { name: '办理结果' })).toHaveValue(/验收单 1—6 号/);
      await submit(clerk, '反馈办理结果');
      await done(clerk, '反馈办理结果');
      await owes(clerk, office, '归档');
    });
    await test.step('逐类核对材料后归档', async () => {
      await takeUp(clerk, title, '归档');
      for (const kind of ['instructions', 'minutes', 'documents', 'notice', 'closing_report', 'other']) {
        const group = clerk.locator(`#arc-material_${kind}`);
        if ((await group.getByRole('radio', { checked: true }).count()) === 0) {
          await group.getByRole('radio', { name: '无此项' }).check();
          await group.getByLabel('没有这项材料的原因').fill('本事项没有此类材料');
        }
      }
      await shot(clerk, 'loop-09-archive');
      await submit(clerk, '归档');
      await done(clerk, '归档');
    });
    await expect(clerk.locator('.next')).toContainText(`已于 ${day()} 归档，办理闭环完成`);
    await expect(clerk.locator('.matter-head .stage')).toHaveText('已归档');
    for (const box of ['拟办', '立项', '交办', '归档']) await passed(clerk, box, '林晓雯');
    await passed(clerk, '承办', '余佩芬');
    await passed(clerk, '办结', '何嘉铭');
    await shot(clerk, 'loop-10-archived');
    await nothingOwed(clerk);
    for (const login of ['yupeifen', 'shihuimin', 'panguodong']) await nothingOwed(await signIn(login));
  });
});

async function nothingOwed(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.locator('li.owe').filter({ hasText: title })).toHaveCount(0);
}
