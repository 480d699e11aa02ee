// 边填边看：时限的预览总是最后所选的那一种，服务器答得再慢也不留下前一次的答案。
import { expect, test } from '../../support/test.ts';
import { day, longDay } from '../../support/office.ts';

test('预览跟得上最后的选择', async ({ signIn }) => {
  const clerk = await signIn('linxiaowen');
  let slow = true;
  await clerk.route('**/matters/limit-preview*', async (route) => {
    if (slow) await clerk.waitForTimeout(1500);
    await route.continue().catch(() => {});
  });
  await clerk.goto('/matters/new');
  await clerk.getByRole('radio', { name: /15 个工作日/ }).check();
  await clerk.getByRole('radio', { name: /复杂事项/ }).check();
  await clerk.getByRole('radio', { name: /明确时限/ }).check();
  slow = false;
  const last = day(90);
  await clerk.getByLabel('办结日期').fill(last);
  const preview = clerk.locator('#limit-preview');
  await expect(preview).toContainText(longDay(last));
  await clerk.waitForTimeout(2500);
  await expect(preview).toContainText(longDay(last));
});
