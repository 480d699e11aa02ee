// 不该发生的事：点两下、两个人同时办、怪字、控制字符、十万字、不该收的文件、没有脚本的浏览器。被拒的人看到新情况，写的字一个不丢。
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, fits, test, wellMade } from '../../support/test.ts';
import { act, day, dispatched, done, matterOf, owes, propose, send, submit } from '../../support/office.ts';
import { hugePdf, pdf } from '../../support/files.ts';

const entries = (page: Page, what: string) => page.locator('.line > li').filter({ has: page.locator('strong', { hasText: what }) });

test('连点两下只办一次；同一表单再交一次也不重复', async ({ signIn }) => {
  const title = '连点两下';
  const clerk = await signIn('linxiaowen');
  const matter = await dispatched(clerk, title);
  const unit = await signIn('yupeifen');
  await unit.goto(`${matter}/signature`);
  const sign = unit.getByRole('button', { name: '签收通知单' });
  await sign.evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await done(unit, '签收通知单');
  await expect(entries(unit, '签收通知单')).toHaveCount(1);
  await owes(unit, '后勤保障部', '办结');

  await unit.goto(`${matter}/coordination`);
  await unit.getByRole('textbox', { name: '需要协调的问题' }).fill('请协调腾挪场地。');
  const twice = await unit.evaluate(async () => {
    const form = document.querySelector<HTMLFormElement>('main form[method=post]')!;
    const post = () => fetch(form.action, { method: 'POST', body: new FormData(form) });
    const [first, second] = await Promise.all([post(), post()]);
    return [first.status, second.status];
  });
  expect(twice).toEqual([200, 200]);
  await unit.evaluate(() => (document.querySelector<HTMLTextAreaElement>('main textarea')!.value = ''));
  await unit.goto(matter);
  await expect(entries(unit, '提请协调')).toHaveCount(1);
});

test('联络员已签收，负责人才提出异议：看到新情况，理由还在', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 409/);
  const clerk = await signIn('linxiaowen');
  const matter = await dispatched(clerk, '一个签收，一个提异议');
  const [contact, head] = [await signIn('yupeifen'), await signIn('wanchangqing')];
  await contact.goto(`${matter}/signature`);
  await head.goto(`${matter}/signature`);
  const reason = '场馆属体育部管理，不属于本单位职责。';
  await head.locator('summary', { hasText: '不属于本单位职责' }).click();
  await head.getByRole('textbox', { name: /不属于本单位职责的理由/ }).fill(reason);
  await submit(contact, '签收通知单');
  await done(contact, '签收通知单');
  await submit(head, '提出异议');
  await expect(head.locator('.flash')).toContainText('承办中');
  await expect(head.locator('.flash')).toContainText('余佩芬');
  await expect(head.getByRole('main')).toContainText('签收');
  await expect(head.getByRole('textbox', { name: /不属于本单位职责的理由/ })).toHaveValue(reason);
  await expect(head.getByRole('textbox', { name: /不属于本单位职责的理由/ })).toBeVisible();
  await wellMade(head);
  await shot(head, 'refusals-01-overtaken-objection');
  await head.getByRole('textbox', { name: /不属于本单位职责的理由/ }).fill('');
  await contact.goto(matter);
  await expect(entries(contact, '提出异议')).toHaveCount(0);
});

test('两位经办人同时审核：后交的看到新情况，五项说明和退回原因都在', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 409/);
  const clerk = await signIn('linxiaowen');
  const matter = await dispatched(clerk, '两人同时审核');
  const head = await signIn('wanchangqing');
  await send(head, `${matter}/signature`);
  await send(head, `${matter}/closing-report`, { section3: '已办。', section4: '清单已公布。', section5: '继续维护。' });
  const second = await signIn('hejiaming');
  const answer = async (page: Page, verdict: RegExp) => {
    await page.goto(`${matter}/review`);
    for (let question = 1; question <= 5; question += 1) {
      await page.locator(`#rev-answer${question}`).getByRole('radio', { name: '是' }).check();
    }
    await page.getByRole('radio', { name: verdict }).check();
  };
  await answer(clerk, /同意办结/);
  await answer(second, /退回重办/);
  await second.getByLabel('文书格式是否规范的说明').fill('缺落款日期');
  await second.getByRole('textbox', { name: /退回原因/ }).fill('清单未写明公布地址。');
  await second.getByLabel('补办（重办）期限').fill(day(7));
  await submit(clerk, '提交审核结论');
  await owes(clerk, '学校办公室', '反馈办理结果');
  await submit(second, '提交审核结论');
  await expect(second.locator('.flash')).toContainText('已办结');
  await expect(second.locator('.flash')).toContainText('林晓雯');
  await expect(second.getByLabel('文书格式是否规范的说明')).toHaveValue('缺落款日期');
  await expect(second.getByRole('textbox', { name: /退回原因/ })).toHaveValue('清单未写明公布地址。');
  await expect(second.getByLabel('补办（重办）期限')).toHaveValue(day(7));
  await expect(second.getByRole('radio', { name: /退回重办/ })).toBeChecked();
  await wellMade(second);
  await shot(second, 'refusals-02-overtaken-review');
});

test('两位经办人同时修改同一份拟办意见：后交的看到别人的新文字，自己的也在', async ({ signIn, watch }) => {
  watch.allow(/status of 409/);
  const [one, two] = [await signIn('linxiaowen'), await signIn('hejiaming')];
  const matter = await propose(one, '两人同时修改');
  await one.goto(`${matter}/revision`);
  await two.goto(`${matter}/revision`);
  await one.getByLabel('办理要求').fill('先由林晓雯修改。');
  await two.getByLabel('办理要求').fill('何嘉铭另有修改。');
  await submit(one, '保存拟办意见');
  await done(one, '');
  await submit(two, '保存拟办意见');
  await expect(two.getByLabel('办理要求')).toHaveValue('何嘉铭另有修改。');
  await expect(two.getByRole('main')).toContainText(/已被修改|已有修改|改过|最新/);
  await one.goto(matter);
  await expect(one.getByRole('main')).toContainText('先由林晓雯修改。');
});

const odd = [
  '𠮷野家、𬱖、䶮',
  '表情 👨‍👩‍👧 🇨🇳',
  '零\u200B宽\u200D字',
  `<script>window.broken = true</script><img src=x onerror="window.broken = true">`,
  `"双引号" '单引号' &amp; &lt; \\ \${x} {{ y }} %00`,
  '  行首空格，\t制表符',
].join('\n');

test('生僻字、表情、零宽字符、标签、引号照原样显示', async ({ signIn, shot }) => {
  const title = `𠮷字 "引号" <b>标签</b> 👍 &amp;`;
  const clerk = await signIn('linxiaowen');
  await clerk.goto('/matters/new');
  await clerk.getByLabel('事项标题').fill(title);
  await clerk.getByLabel('事项内容').fill(odd);
  await clerk.getByLabel('量化目标').fill(odd);
  await clerk.getByLabel('办理要求').fill('无');
  await clerk.getByRole('radio', { name: /学校重要会议/ }).check();
  await submit(clerk, '保存拟办意见');
  await done(clerk, '拟办意见已保存');
  const matter = matterOf(clerk);
  await expect(clerk.getByRole('heading', { level: 1 })).toHaveText(title);
  const shown = await clerk.locator('dl.texts dd').evaluateAll((cells) => cells.map((cell) => cell.textContent));
  expect(shown.filter((text) => text === odd), '内容和目标一字不差').toHaveLength(2);
  await wellMade(clerk);
  await shot(clerk, 'refusals-03-odd-text');
  await clerk.goto(`${matter}/revision`);
  await expect(clerk.getByLabel('事项标题')).toHaveValue(title);
  expect(await clerk.getByLabel('事项内容').inputValue()).toBe(odd);
  await clerk.goto(`/matters?q=${encodeURIComponent('𠮷字 "引号"')}`);
  await expect(clerk.getByRole('link', { name: title })).toBeVisible();
  await clerk.goto('/');
  expect(await clerk.evaluate(() => 'broken' in window)).toBe(false);
});

test('控制字符被拒，指明是哪一栏，其余照旧', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const clerk = await signIn('linxiaowen');
  await clerk.goto('/matters/new');
  await clerk.getByLabel('事项标题').fill('控制字符');
  await clerk.getByLabel('事项内容').fill('前\u0007后');
  await clerk.getByLabel('办理要求').fill('照旧');
  await clerk.getByRole('radio', { name: /学校重要会议/ }).check();
  await submit(clerk, '保存拟办意见');
  await expect(clerk.locator('.problems')).toContainText('事项内容：含有不可见的控制字符 U+0007');
  await expect(clerk.getByLabel('事项内容')).toHaveAttribute('aria-invalid', 'true');
  await expect(clerk.getByLabel('办理要求')).toHaveValue('照旧');
  await clerk.locator('.problems').getByRole('link').first().click();
  await expect(clerk.getByLabel('事项内容')).toBeFocused();
  await shot(clerk, 'refusals-04-control');
});

test('十万字的内容收下并全部显示；超过二十万字说明怎么办', async ({ signIn, watch }) => {
  watch.allow(/status of 422/);
  const clerk = await signIn('linxiaowen');
  const long = '督办事项内容一二三四'.repeat(10_000);
  await clerk.goto('/matters/new');
  await clerk.getByLabel('事项标题').fill('十万字');
  await clerk.getByLabel('事项内容').fill(`${long}${long}${long}`);
  await clerk.getByRole('radio', { name: /学校重要会议/ }).check();
  await submit(clerk, '保存拟办意见');
  await expect(clerk.locator('.problems')).toContainText('最多 200000 字');
  expect(await clerk.getByLabel('事项内容').inputValue()).toHaveLength(300_000);
  await clerk.getByLabel('事项内容').fill(long);
  await submit(clerk, '保存拟办意见');
  await done(clerk, '拟办意见已保存');
  const shown = clerk.locator('dl.texts dd').first();
  expect(await shown.evaluate((cell) => cell.textContent?.length)).toBe(100_000);
});

test.describe.serial('文件', () => {
  const title = '附件的收与拒';
  let matter = '';

  test('不收的类型、改名冒充的、超过 50 MB 的，都用话说明', async ({ signIn, watch, shot }, info) => {
    watch.allow(/status of 422/);
    const clerk = await signIn('linxiaowen');
    matter = await propose(clerk, title);
    await clerk.goto(matter);
    const file = clerk.getByLabel('上传文件');
    await file.setInputFiles({ name: '工具.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\u0090\u0000') });
    await clerk.getByLabel('说明').fill('一个说明');
    await submit(clerk, '上传');
    await expect(clerk.locator('.problems')).toContainText('工具.exe');
    await expect(clerk.locator('.problems')).toContainText(/PDF|类型|格式/);
    await wellMade(clerk);
    await shot(clerk, 'refusals-05-wrong-type');
    await file.setInputFiles({ name: '冒充.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>不是 PDF</html>') });
    await submit(clerk, '上传');
    await expect(clerk.locator('.problems')).toContainText('冒充.pdf');
    await file.setInputFiles(hugePdf(info, '扫描件.pdf', 51 * 1024 * 1024));
    expect(await file.evaluate((field: HTMLInputElement) => field.validationMessage)).toContain('超过 50 MB');
    await expect(clerk.locator('#files-head')).not.toContainText('份');
  });

  test('合格的 PDF：显示上传进度，下载下来一字节不差', async ({ signIn, shot }, info) => {
    const sent = pdf('验收单（第1批）.pdf', 6 * 1024 * 1024);
    const clerk = await signIn('linxiaowen');
    await clerk.goto(matter);
    if (info.project.name) {
      const slow = await clerk.context().newCDPSession(clerk);
      await slow.send('Network.enable');
      await slow.send('Network.emulateNetworkConditions', {
        offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4 * 1024 * 1024,
      });
    }
    await clerk.getByLabel('上传文件').setInputFiles(sent);
    await clerk.getByLabel('说明').fill('验收单');
    await submit(clerk, '上传');
    await expect(clerk.locator('.progress-line [role=status]')).toHaveText(/^\d+%$/);
    await done(clerk, '附件已上传');
    const link = clerk.locator('#attachments').getByRole('link', { name: sent.name });
    await expect(link).toBeVisible();
    await expect(clerk.locator('#attachments .file-list')).toContainText(/验收单.*6\.0 MB.*林晓雯/);
    await shot(clerk, 'refusals-06-uploaded');
    const [download] = await Promise.all([clerk.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe(sent.name);
    expect(readFileSync(await download.path()).equals(sent.buffer)).toBe(true);
  });

  test('无关单位拿到附件地址也下载不了', async ({ signIn, watch }) => {
    watch.allow(/status of 404/);
    const clerk = await signIn('linxiaowen');
    await clerk.goto(matter);
    const address = await clerk.locator('#attachments .file-list a').first().getAttribute('href');
    const stranger = await signIn('mengyutong');
    expect((await stranger.request.get(address!)).status()).toBe(404);
  });
});

test.describe('没有脚本的浏览器', () => {
  test.use({ javaScriptEnabled: false });

  test('登录、看工作台、签收通知单；51 MB 的文件也有话说', async ({ signIn, watch, duban, browser, shot }, info) => {
    watch.allow(/status of 4\d\d/);
    const title = '没有脚本也能签收';
    const context = await browser.newContext({ baseURL: duban.address, javaScriptEnabled: true });
    const clerk = await context.newPage();
    await clerk.goto('/sign-in');
    const account = duban.account('linxiaowen');
    await clerk.getByLabel('登录名').fill(account.login);
    await clerk.getByLabel('密码').fill(account.password);
    await clerk.getByRole('button', { name: '登录' }).click();
    await expect(clerk.getByRole('heading', { name: '工作台' })).toBeVisible();
    const matter = await dispatched(clerk, title);
    await context.close();

    const unit = await signIn('yupeifen');
    await expect(unit.locator('html')).not.toHaveClass(/has-script/);
    await unit.goto('/');
    await shot(unit, 'refusals-07-no-script-desk');
    await unit.locator('li.owe').filter({ hasText: title }).getByRole('link', { name: '签收通知单' }).click();
    await expect(unit.locator('.sheet')).toContainText(title);
    await submit(unit, '签收通知单');
    await done(unit, '签收通知单');
    await expect(unit.locator('.matter-head .stage')).toHaveText('承办中');
    await fits(unit);

    await act(unit, '报告进展');
    await unit.getByLabel('进展情况').fill('已进场。');
    await unit.getByLabel('附件').setInputFiles(hugePdf(info, '太大.pdf', 51 * 1024 * 1024));
    await submit(unit, '提交进展');
    await expect(unit.locator('.problems')).toContainText('“太大.pdf”超过 50 MB');
    await expect(unit.getByLabel('进展情况')).toHaveValue('已进场。');
    await shot(unit, 'refusals-08-too-large');
    await submit(unit, '提交进展');
    await expect(unit.locator('.line')).toContainText('已进场。');
    expect(matter).toBe(matterOf(unit));
  });

  test('新建事项：牵头、协办单位用普通列表选', async ({ signIn }) => {
    const clerk = await signIn('linxiaowen');
    await clerk.goto('/matters/new');
    await clerk.getByLabel('事项标题').fill('没有脚本也能新建');
    await clerk.getByLabel('事项内容').fill('内容');
    await clerk.getByLabel('牵头单位').selectOption({ label: '后勤保障部' });
    await clerk.getByRole('group', { name: '协办单位' }).getByLabel('财务处').check();
    await clerk.getByRole('radio', { name: /学校重要会议/ }).check();
    await submit(clerk, '保存拟办意见');
    await done(clerk, '拟办意见已保存');
    await expect(clerk.getByRole('table', { name: '承办单位与签收' })).toContainText('财务处');
  });
});
