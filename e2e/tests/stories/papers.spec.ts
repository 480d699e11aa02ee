// 表单与公文：通知单发出即存档，原样不变；各种格式；登记表、呈报和通报；归档包。
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { day, dispatched, matterCalled, send, submit } from '../../support/office.ts';

const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** 240 × 80 dots. */
const LOGO = readFileSync(new URL('../../../crates/documents/src/samples/logo.png', import.meta.url));

/** The bytes behind a link, which the browser would save. */
async function fetched(page: Page, path: string, type: keyof typeof TYPES): Promise<Buffer> {
  const answer = await page.request.get(path);
  expect(answer.status(), path).toBe(200);
  expect(answer.headers()['content-type'], path).toBe(TYPES[type]);
  expect(answer.headers()['content-disposition'], path).toMatch(/^attachment/);
  return answer.body();
}

/** The link of a page, followed as a file. */
async function linked(page: Page, name: string, type: keyof typeof TYPES): Promise<Buffer> {
  return fetched(page, (await page.getByRole('link', { name, exact: true }).getAttribute('href'))!, type);
}

async function keptLinks(page: Page): Promise<string[]> {
  const links = page.getByRole('navigation', { name: '存档的文件' }).getByRole('link');
  return Promise.all((await links.all()).map(async (link) => (await link.getAttribute('href'))!));
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('通知单：发出即存档，签收和更正各存一次，先前的一字不变', async ({ signIn, shot }) => {
  const clerk = await signIn('linxiaowen');
  const matter = await dispatched(clerk, '通知单存档');
  let first = '';
  await test.step('下发后存档，可下载 PDF 和 Word', async () => {
    await clerk.goto(`${matter}/notice`);
    await wellMade(clerk);
    await shot(clerk, 'papers-01-notice');
    const kept = await keptLinks(clerk);
    expect(kept).toHaveLength(1);
    const bytes = await fetched(clerk, kept[0]!, 'pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    first = digest(bytes);
    expect((await linked(clerk, '下载 Word', 'docx')).subarray(0, 2).toString()).toBe('PK');
    expect((await linked(clerk, '下载 PDF', 'pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });
  await test.step('单位签收后另存一份，本单位看得到自己的', async () => {
    const unit = await signIn('yupeifen');
    await send(unit, `${matter}/signature`);
    await unit.goto(`${matter}/notice`);
    await expect(unit.locator('.sheet').first()).toContainText('余佩芬（演示）（电子签收）');
    expect(await keptLinks(unit)).toHaveLength(2);
  });
  await test.step('更正后是第 2 版，第 1 版原样可查', async () => {
    await clerk.goto(`${matter}/amendment`);
    await clerk.locator('#act-content').fill('更正后的事项内容。');
    await clerk.locator('#act-reason').fill('范围有误');
    await submit(clerk, '更正事项内容');
    await clerk.goto(`${matter}/notice?version=1`);
    await expect(clerk.locator('.sheet').first()).toContainText('已由第 2 版代替');
    const kept = await keptLinks(clerk);
    expect(kept).toHaveLength(2);
    expect(digest(await fetched(clerk, kept.at(-1)!, 'pdf')), '逐字节相同').toBe(first);
  });
  await test.step('别的单位打不开', async () => {
    await clerk.goto(`${matter}/notice?version=1`);
    const kept = (await keptLinks(clerk)).at(-1)!;
    const other = await signIn('jiaqinghe');
    expect((await other.request.get(kept)).status()).toBe(404);
  });
});

test('延期申请单、办结报告、流程图、归档包', async ({ signIn, shot }) => {
  const clerk = await signIn('hejiaming');
  const filed = await matterCalled(clerk, '图书馆古籍特藏库恒温恒湿设备更新');
  await clerk.goto(filed.path);
  await clerk.getByRole('link', { name: '延期申请单' }).click();
  for (const part of ['原办结时间', '计划办结时间', '申请办理延期', '简要报告', '校领导审批意见', '电子签署']) {
    await expect(clerk.locator('.sheet')).toContainText(part);
  }
  await wellMade(clerk);
  await shot(clerk, 'papers-02-extension');
  await clerk.getByRole('link', { name: '返回事项' }).click();
  await clerk.getByRole('link', { name: '办结报告', exact: true }).click();
  await expect(clerk.locator('.sheet')).toContainText('五、下一步工作计划');
  await shot(clerk, 'papers-03-closing-report');
  await clerk.goto(`${filed.path}/flow-chart`);
  await expect(clerk.locator('.sheet-flow li')).toHaveCount(9);
  await wellMade(clerk);
  await shot(clerk, 'papers-04-flow');
  await clerk.goto(filed.path);
  expect((await linked(clerk, '下载归档包', 'zip')).subarray(0, 2).toString()).toBe('PK');
  const unit = await signIn('jiaqinghe');
  await unit.goto(filed.path);
  await expect(unit.getByRole('link', { name: '下载归档包' })).toHaveCount(0);
  expect((await unit.request.get(`${filed.path}/package`)).status(), '归档包只给学校办公室').toBe(403);
});

test('登记表和空白表样', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 400/);
  const clerk = await signIn('hejiaming');
  await clerk.goto('/matters');
  await clerk.getByRole('link', { name: '登记表与公文' }).click();
  await wellMade(clerk);
  await shot(clerk, 'papers-05-index');
  const register = clerk.locator('section').filter({ has: clerk.getByRole('heading', { name: '立项登记表', exact: true }) });
  await register.getByRole('button', { name: '生成' }).click();
  await expect(clerk.locator('.sheet-title')).toContainText('督办立项登记表');
  expect(await clerk.locator('.sheet tbody tr').count()).toBeGreaterThan(10);
  await wellMade(clerk);
  await shot(clerk, 'papers-06-register');
  for (const [name, type] of [['下载 PDF', 'pdf'], ['下载 Word', 'docx'], ['下载 Excel', 'xlsx']] as const) {
    expect((await linked(clerk, name, type)).length).toBeGreaterThan(5_000);
  }
  await clerk.goto('/papers/blank?annex=4');
  await expect(clerk.locator('.sheet')).toContainText('部门负责人签字：');
  await test.step('日期写错时说明怎么填', async () => {
    await clerk.goto(`/papers/registration-register?from=${day()}&to=2020-01-01`);
    await expect(clerk.getByRole('main')).toContainText('起始日期晚于截止日期');
  });
});

test('成批：台账筛出的通知单合成一个 PDF 或 ZIP', async ({ signIn }) => {
  const clerk = await signIn('hejiaming');
  await clerk.goto('/matters?urged=1');
  const links = clerk.locator('#ledger-result');
  const pdf = await fetched(clerk, (await links.getByRole('link', { name: /PDF/ }).getAttribute('href'))!, 'pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const zip = await fetched(clerk, (await links.getByRole('link', { name: /ZIP/ }).getAttribute('href'))!, 'zip');
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(zip.toString('utf8')).toContain('督办事项通知单 督办〔');
  const leader = await signIn('panguodong');
  expect((await leader.request.get('/papers/notices?format=pdf')).status()).toBe(403);
});

test('标志：主任选一张图片，试排后印在表单上，再撤下', async ({ signIn, watch, shot }) => {
  watch.allow(/status of 422/);
  const head = await signIn('chenboyan');
  await head.goto('/settings');
  await head.getByRole('link', { name: '表单上的标志' }).click();
  const choose = head.getByLabel('图片');
  await test.step('不是图片、打不开的图片：被拒', async () => {
    await choose.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a') });
    await submit(head, '保存标志');
    await expect(head.locator('.problems')).toContainText('请选择 PNG 图片');
    await choose.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO.subarray(0, 60) });
    await submit(head, '保存标志');
    await expect(head.locator('.problems')).toContainText('这张图片打不开');
    await wellMade(head);
  });
  await test.step('保存：表样、PDF、Word 都印上', async () => {
    const bare = await fetched(head, '/papers/blank?annex=3&format=docx', 'docx');
    await choose.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO });
    await submit(head, '保存标志');
    await expect(head.locator('.sheet-logo')).toHaveJSProperty('naturalWidth', 240);
    await wellMade(head);
    await shot(head, 'papers-09-logo');
    await head.goto('/papers/blank?annex=3');
    await expect(head.locator('.sheet-logo')).toHaveJSProperty('naturalWidth', 240);
    await wellMade(head);
    await shot(head, 'papers-10-with-logo');
    expect((await fetched(head, '/papers/blank?annex=3&format=docx', 'docx')).toString('latin1')).toContain('word/media/logo.png');
    expect(bare.toString('latin1')).not.toContain('word/media/logo.png');
    await linked(head, '下载 PDF', 'pdf');
  });
  await test.step('撤下', async () => {
    await head.goto('/settings/logo');
    head.once('dialog', (dialog) => dialog.accept());
    await submit(head, '撤下标志');
    await expect(head.locator('.sheet-logo')).toHaveCount(0);
  });
});
