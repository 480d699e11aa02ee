// 登录: the door. A stranger sees the form and nothing else; a wrong password says what to do and keeps the login name.
import { expect, test, wellMade } from '../support/test.ts';

test('a stranger is led to the sign-in page, which is well made', async ({ visit, shot }) => {
  const page = await visit('/matters');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
  await wellMade(page);
  await shot(page, 'sign-in');
});

test('a wrong password is refused, and the login name stays', async ({ visit, watch, shot }) => {
  watch.allow(/status of 4\d\d/);
  const page = await visit('/sign-in');
  await page.getByLabel('登录名').fill('linxiaowen');
  await page.getByLabel('密码').fill('not the password');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByLabel('登录名')).toHaveValue('linxiaowen');
  await wellMade(page);
  await shot(page, 'sign-in-refused');
});

test('a clerk is let in, finds the desk, and goes out again', async ({ signIn }) => {
  const page = await signIn('linxiaowen');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await wellMade(page);
  await page.locator('summary:visible').filter({ hasText: /菜单|林晓雯/ }).first().click();
  await page.getByRole('button', { name: '退出登录' }).filter({ visible: true }).click();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});
