import { axe, fits, test } from '../../support/test.ts';
test.use({ trace: 'off' });
test('t', async ({ signIn, shot }) => {
  test.setTimeout(120000);
  const page = await signIn('linxiaowen');
  for (const path of ['/', '/matters', '/matters/new', '/settings', '/people', '/people/new', '/matters/new', '/adoptions/new']) {
    const t0 = Date.now(); await page.goto(path); const t1 = Date.now(); await fits(page); await axe(page); const t2 = Date.now(); await shot(page, 'tmp'); const t3 = Date.now();
    console.log(path, 'goto', t1 - t0, 'axe', t2 - t1, 'shot', t3 - t2);
  }
});
