// 每一个页面：每种角色进得去的都要无障碍、不横向滚动、控制台无错、留下截图；进不去的要有体面的说明。地址取自 crates/web/src/routes.rs。
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test, wellMade } from '../../support/test.ts';
import { day, dispatched, done, ledger, matterCalled, submit, year } from '../../support/office.ts';
import { pdf } from '../../support/files.ts';

// A trace of some hundred pages would take longer than the pages.
test.use({ trace: 'off' });

type Shot = (page: Page, name: string) => Promise<void>;

async function look(page: Page, path: string, name: string, shot: Shot, status = 200): Promise<void> {
  await test.step(`${name} ${path}`, async () => {
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(status);
    await wellMadeSoftly(page, path);
    await shot(page, `page-${name}`);
  });
}

/** One badly made page must not hide the next. */
async function wellMadeSoftly(page: Page, path: string): Promise<void> {
  try {
    await wellMade(page);
  } catch (error) {
    expect.soft((error as Error).message, `${path} is well made`).toBe('');
  }
}

const code = (href: string) => /\/matters\/[0-9a-f-]{36}\/([a-z-]+)/.exec(href)?.[1];

/** Every form that the pages of these matters offer this person, each kind once; answers with the kinds. */
async function forms(page: Page, who: string, matters: string[], shot: Shot, seen = new Set<string>()): Promise<Set<string>> {
  for (const id of matters) {
    const found = await page.request.get(`/matters/${id}`);
    const html = await found.text();
    const hrefs = await page.evaluate(
      (html) => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('.acts a')].map((a) => a.getAttribute('href')!),
      html,
    );
    for (const href of hrefs) {
      const kind = code(href);
      if (!kind || seen.has(kind)) continue;
      seen.add(kind);
      await look(page, href, `${who}-act-${kind}`, shot);
    }
  }
  return seen;
}

/** One matter of every stage and light that this person sees, then all the others. */
async function byStage(page: Page): Promise<{ firsts: Array<{ id: string; stage: string }>; all: string[] }> {
  const rows = await ledger(page);
  const firsts = [...new Map(rows.map((row) => [row.stage, row])).values()];
  return { firsts, all: rows.map((row) => row.id) };
}

test('访客：登录页；任何别的地址都引到登录', async ({ visit, shot, watch }) => {
  watch.allow(/status of 40[134]/);
  const page = await visit('/sign-in');
  await look(page, '/sign-in', 'stranger-sign-in', shot);
  for (const path of ['/', '/matters', '/matters/new', '/units', '/people', '/settings', '/password', '/sessions', '/adoptions/new']) {
    await page.goto(path);
    await expect.soft(page, path).toHaveURL(/\/sign-in/);
  }
  await look(page, '/nowhere', 'stranger-404', shot, 404);
  await look(page, '/set-up/no-such-token', 'stranger-set-up-refused', shot, 404);
  expect((await page.request.get('/healthz')).status()).toBe(200);
  expect((await page.request.get('/readyz')).status()).toBe(200);
});

test('督办室经办人：工作台、台账、新建、补录、各阶段事项、单位、人员、设置', async ({ signIn, shot, watch }) => {
  test.setTimeout(600_000);
  watch.allow(/status of 40[349]/);
  const page = await signIn('linxiaowen');
  await look(page, '/', 'clerk-desk', shot);
  await look(page, '/matters', 'clerk-ledger', shot);
  await look(page, '/matters?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%BB%B6', 'clerk-ledger-empty', shot);
  await look(page, '/matters?light=red&sort=due&due_from=2026-01-01', 'clerk-ledger-filtered', shot);
  await look(page, '/matters/new', 'clerk-new', shot);
  await look(page, '/meeting?light=red', 'clerk-meeting', shot);
  await look(page, '/meeting?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%BB%B6', 'clerk-meeting-none', shot);
  await look(page, '/meetings', 'clerk-meetings', shot);
  await look(page, '/adoptions/new', 'clerk-adopt', shot);
  await page.goto('/');
  const falls = await page.locator('a.fall:not(.is-zero)').evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  expect(falls.length, '防遗漏清单里有事').toBeGreaterThan(0);
  await look(page, falls[0]!, 'clerk-fall', shot);
  const { firsts } = await byStage(page);
  expect(firsts.map((row) => row.stage).sort()).toEqual([
    'archived', 'awaiting_approval', 'closed', 'consulting', 'dispatched', 'draft', 'not_pursued', 'registered', 'suspended', 'terminated',
    'under_review', 'under_way',
  ]);
  for (const { id, stage } of firsts) await look(page, `/matters/${id}`, `clerk-matter-${stage}`, shot);
  const way = firsts.find((row) => row.stage === 'under_way')!;
  const draft = firsts.find((row) => row.stage === 'draft')!;
  await look(page, `/matters/${way.id}/notice`, 'clerk-notice', shot);
  await look(page, `/matters/${draft.id}/revision`, 'clerk-revision', shot);
  await look(page, '/units', 'clerk-units', shot);
  await look(page, '/units/new', 'clerk-units-new', shot);
  await page.goto('/units');
  await look(page, (await page.locator('.row-link').first().getAttribute('href'))!, 'clerk-unit', shot);
  await look(page, '/people', 'clerk-people', shot);
  await look(page, '/people/new', 'clerk-people-new', shot);
  await page.goto('/people');
  await look(page, (await page.locator('.row-link').first().getAttribute('href'))!, 'clerk-person', shot);
  await look(page, '/settings', 'clerk-settings', shot);
  await look(page, '/work-calendar', 'clerk-work-calendar', shot);
  await look(page, '/calendar?whose=seen', 'clerk-calendar', shot);
  await look(page, '/sessions', 'clerk-sessions', shot);
  await look(page, '/password', 'clerk-password', shot);
  await look(page, '/nowhere', 'clerk-404', shot, 404);
  await look(page, '/matters/00000000-0000-0000-0000-000000000000', 'clerk-404-matter', shot, 404);
  await look(page, `/matters/${way.id}/registration`, 'clerk-refused-act', shot, 409);
});

test('督办室经办人：每一种办理表单', async ({ signIn, shot }) => {
  test.setTimeout(600_000);
  const page = await signIn('linxiaowen');
  const { all } = await byStage(page);
  const seen = await forms(page, 'clerk', all, shot);
  for (const kind of [
    'opinion-request', 'missing-opinion', 'submission', 'registration', 'dispatch', 'deemed-signature', 'insistence', 'transfer', 'co-unit',
    'co-unit-removal', 'contact', 'amendment', 'plan-acceptance', 'coordination-answer', 'situation', 'reminder', 'handover',
    'extension-forwarding', 'extension-return', 'urging', 'urging-settlement', 'review', 'feedback', 'archive', 'resumption', 'distribution',
    'merger', 'not-pursued', 'approval', 'signature', 'extension-grant', 'instruction',
  ]) {
    expect.soft([...seen], `表单 ${kind}`).toContain(kind);
  }
});

test('学校办公室主任：工作台、设置，以及只有主任能办的', async ({ signIn, shot }) => {
  test.setTimeout(600_000);
  const page = await signIn('chenboyan');
  await look(page, '/', 'head-desk', shot);
  await look(page, '/settings', 'head-settings', shot);
  await look(page, '/units/new', 'head-units-new', shot);
  const { all } = await byStage(page);
  // What the clerks have too is looked at with them.
  const clerk = await signIn('linxiaowen');
  const theirs = new Set<string>();
  for (const id of all) {
    const html = await (await clerk.request.get(`/matters/${id}`)).text();
    for (const [, kind] of html.matchAll(/\/matters\/[0-9a-f-]{36}\/([a-z-]+)/g)) theirs.add(kind!);
  }
  for (const own of ['urging-revocation', 'urging-hold', 'acceptance-revocation', 'adoption-confirmation', 'suspension', 'termination', 'urging']) theirs.delete(own);
  const seen = await forms(page, 'head', all, shot, theirs);
  for (const kind of ['adoption-confirmation', 'urging-revocation', 'suspension', 'termination', 'acceptance-revocation']) {
    expect.soft([...seen], `表单 ${kind}`).toContain(kind);
  }
});

test('校领导：待批、事项、批示，手机上一屏办完', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 403/);
  test.setTimeout(600_000);
  const seen = new Set<string>();
  for (const [login, who] of [['panguodong', 'leader'], ['zhoumingyuan', 'principal'], ['shenzhihe', 'principal2']] as const) {
    const page = await signIn(login);
    await look(page, '/leader-desk', `${who}-desk`, shot);
    if (who === 'leader') {
      await look(page, '/meeting?light=red', 'leader-meeting', shot);
      await look(page, '/matters', 'leader-ledger', shot);
      await look(page, '/matters/new', 'leader-403', shot, 403);
    }
    const { all, firsts } = await byStage(page);
    const way = firsts.find((row) => row.stage === 'under_way');
    if (way) await look(page, `/matters/${way.id}`, `${who}-matter`, shot);
    await forms(page, who, all, shot, seen);
  }
  for (const kind of ['approval', 'instruction', 'extension-grant', 'rating']) expect.soft([...seen], `表单 ${kind}`).toContain(kind);
});

test('单位负责人、联络员：工作台、本单位事项、每一种表单', async ({ signIn, shot, watch }) => {
  test.setTimeout(600_000);
  watch.allow(/status of 403/);
  const seen = new Set<string>();
  for (const [login, who] of [
    ['wanchangqing', 'unit-head'], ['yupeifen', 'unit-contact'], ['mengyutong', 'unit-contact'], ['yuansiqi', 'unit-contact'],
    ['niuzhijian', 'unit-contact'], ['lingzijin', 'unit-contact'], ['qiumingli', 'unit-contact'],
    ['kangleyi', 'unit-contact'],
  ] as const) {
    const page = await signIn(login);
    if (login === 'wanchangqing' || login === 'yupeifen') {
      await look(page, '/', `${who}-desk`, shot);
      await look(page, '/matters', `${who}-ledger`, shot);
      await look(page, '/people', `${who}-403`, shot, 403);
    }
    const { firsts, all } = await byStage(page);
    if (login === 'yupeifen') {
      for (const { id, stage } of firsts) await look(page, `/matters/${id}`, `${who}-matter-${stage}`, shot);
      await look(page, `/matters/${firsts.find((row) => row.stage === 'under_way')!.id}/notice`, `${who}-notice`, shot);
    }
    await forms(page, who, all, shot, seen);
  }
  for (const kind of [
    'signature', 'plan', 'sub-task', 'sub-task-report', 'sub-task-taking', 'progress', 'coordination', 'instruction-answer', 'extension',
    'closing-report', 'closing-confirmation', 'urging-signature', 'withdrawal', 'contact', 'opinion',
  ]) {
    expect.soft([...seen], `表单 ${kind}`).toContain(kind);
  }
});

test('系统管理员、安全管理员、审计员', async ({ signIn, shot, watch }) => {
  test.setTimeout(600_000);
  watch.allow(/status of 40[34]/);
  const system = await signIn('yinanxing');
  for (const [path, name] of [['/', 'desk'], ['/matters', 'ledger'], ['/units', 'units'], ['/units/new', 'units-new'], ['/people', 'people'], ['/people/new', 'people-new'], ['/settings', 'settings'], ['/sessions', 'sessions'], ['/password', 'password']] as const) {
    await look(system, path, `system-${name}`, shot);
  }
  for (const list of ['/units', '/people']) {
    await system.goto(list);
    await look(system, (await system.locator('.row-link').first().getAttribute('href'))!, `system-${list.slice(1)}-one`, shot);
  }
  await look(system, '/matters/new', 'system-403', shot, 403);

  const security = await signIn('zhongyizhou');
  for (const [path, name] of [['/', 'desk'], ['/units', 'units'], ['/people', 'people'], ['/sessions', 'sessions']] as const) {
    await look(security, path, `security-${name}`, shot);
  }
  await security.goto('/people');
  await look(security, (await security.locator('.row-link').first().getAttribute('href'))!, 'security-person', shot);
  await security.locator('details > summary').filter({ visible: true }).last().click();
  await look(security, '/people/new', 'security-403', shot, 403);

  const auditor = await signIn('shengweize');
  await look(auditor, '/', 'auditor-desk', shot);
  await look(auditor, '/matters', 'auditor-ledger', shot);
  await look(auditor, '/people', 'auditor-403', shot, 403);
});

test('教职工、组织人事考核、纪委：看得到的都体面', async ({ signIn, shot, watch }) => {
  watch.allow(/status of 403/);
  for (const [login, who] of [['muchunhui', 'staff'], ['ningyian', 'assessor'], ['yanyiheng', 'discipline']] as const) {
    const page = await signIn(login);
    await look(page, '/', `${who}-desk`, shot);
    await look(page, '/matters', `${who}-ledger`, shot);
    await look(page, '/matters/new', `${who}-403`, shot, 403);
  }
});

// Every address that only asks, opened by somebody whom it is for. An address that is new in routes.rs fails until it has its line.
test('路由表里每一个查询地址', async ({ signIn, visit, shot, watch }) => {
  test.setTimeout(600_000);
  watch.allow(/status of 404/);
  const [clerk, head, discipline, system] = [
    await signIn('linxiaowen'), await signIn('chenboyan'), await signIn('yanyiheng'), await signIn('yinanxing'),
  ];
  const contact = await signIn('yupeifen');
  const stranger = await visit('/sign-in');
  const urged = await matterCalled(clerk, '艺术设计学院违规占用公用房清理腾退');
  const extended = await matterCalled(clerk, '图书馆古籍特藏库恒温恒湿设备更新');
  const draft = (await ledger(clerk)).find((row) => row.stage === 'draft')!;
  const own = await dispatched(clerk, '每一个地址');
  const imported = await importOf(clerk);
  const summary = await summaryOf(clerk);
  const referral = await referralOf(clerk);
  const meeting = await meetingOf(clerk);
  const leader = await signIn('panguodong');
  const pages: Record<string, [page: Page, path: string, status?: number]> = {
    '/': [contact, '/'],
    // The demonstration's system was set up today: no quarter has ended since.
    '/quarterly-reports/{quarter}': [clerk, '/quarterly-reports/2020-1', 404],
    '/statistics': [clerk, '/statistics?show=handling'],
    '/statistics/matters': [clerk, '/statistics/matters?measure=on_hand'],
    '/leader-desk': [leader, '/leader-desk'],
    '/meeting': [leader, '/meeting?light=red'],
    '/meetings': [leader, '/meetings'],
    '/meetings/{id}': [clerk, meeting],
    '/meetings/{id}/matters/{n}': [clerk, `${meeting}/matters/1`],
    '/summaries': [clerk, '/summaries'],
    '/summaries/new': [clerk, '/summaries/new?kind=bulletin'],
    '/summaries/{id}': [clerk, summary],
    '/summaries/{id}/edit': [clerk, `${summary}/edit`],
    '/summaries/{id}/paper': [clerk, `${summary}/paper`],
    '/referrals': [clerk, '/referrals'],
    '/referrals/new': [clerk, '/referrals/new'],
    '/referrals/{id}': [clerk, referral],
    '/referrals/{id}/letter': [clerk, `${referral}/letter`],
    '/search': [clerk, '/search?q=%E8%AE%BE%E5%A4%87'],
    '/matters': [contact, '/matters'],
    '/views': [clerk, '/views'],
    '/batches': [clerk, '/batches'],
    '/batches/{id}': [clerk, await batchOf(clerk)],
    '/matters/new': [clerk, '/matters/new'],
    '/adoptions/new': [clerk, '/adoptions/new'],
    '/matters/{id}': [contact, `/matters/${(await ledger(contact))[0]!.id}`],
    '/matters/{id}/revision': [clerk, `/matters/${draft.id}/revision`],
    '/matters/{id}/notice': [clerk, `${urged.path}/notice`],
    '/matters/{id}/urgings/{n}': [clerk, `${urged.path}/urgings/2`],
    '/matters/{id}/urgings/{n}/letter': [discipline, `${urged.path}/urgings/2/letter`],
    '/matters/{id}/extensions/{n}': [clerk, `${extended.path}/extensions/1`],
    '/matters/{id}/closing-reports/{n}': [clerk, `${extended.path}/closing-reports/1`],
    '/matters/{id}/flow-chart': [clerk, `${extended.path}/flow-chart`],
    '/papers': [clerk, '/papers'],
    '/papers/{kind}': [clerk, `/papers/registration-register?from=${year()}-01-01&to=${day()}`],
    '/matters/{id}/{act}': [clerk, `${urged.path}/situation`],
    '/imports': [clerk, '/imports'],
    '/imports/{id}': [clerk, imported],
    '/imports/{id}/lines/{place}': [clerk, `${imported}/lines/1000`],
    '/units': [system, '/units'],
    '/units/new': [system, '/units/new'],
    '/units/{id}': [system, await firstOf(system, '/units')],
    '/people': [system, '/people'],
    '/people/new': [system, '/people/new'],
    '/people/{id}': [system, await firstOf(system, '/people')],
    '/settings': [system, '/settings'],
    '/settings/mail': [system, '/settings/mail'],
    '/settings/parameters': [head, '/settings/parameters'],
    '/settings/logo': [head, '/settings/logo'],
    '/work-calendar': [head, '/work-calendar'],
    '/work-calendar/correction': [head, `/work-calendar/correction?year=${year()}`],
    '/calendar': [contact, '/calendar'],
    '/sign-in': [stranger, '/sign-in'],
    '/set-up/{token}': [stranger, '/set-up/no-such-token', 404],
    '/password': [contact, '/password'],
    '/sessions': [contact, '/sessions'],
    '/inbox': [head, '/inbox'],
    '/preferences': [contact, '/preferences'],
    '/delegations': [contact, '/delegations'],
  };
  // Not pages: pieces of pages, files, redirections and answers for programs.
  const others: Record<string, [page: Page, path: string, type: RegExp, status?: number]> = {
    '/api/matters': [contact, '/api/matters', /json/],
    '/matters/export': [contact, '/matters/export?format=csv', /csv/],
    '/statistics/file': [clerk, '/statistics/file?format=xlsx', /sheet/],
    '/batches/{id}/report': [clerk, `${await batchOf(clerk)}/report`, /sheet/],
    '/matters/limit-preview': [clerk, '/matters/limit-preview?limit=working-days', /html/],
    '/limits/explained': [contact, `/limits/explained?until=${day(9)}`, /html/],
    '/matters/{id}/files/{file}': [clerk, await fileOf(clerk, own), /pdf/],
    '/matters/{id}/package': [clerk, `${extended.path}/package`, /zip/],
    '/matters/{id}/papers/{paper}': [clerk, await keptOf(clerk, own), /pdf/],
    '/summaries/{id}/files/{file}': [clerk, `${summary}/files/no-such-file`, /html/, 404],
    '/imports/{id}/answer': [clerk, `${imported}/answer`, /./, 404],
    '/imports/{id}/file': [clerk, `${imported}/file`, /text/],
    '/inbox/{id}': [head, await messageOf(head), /html/],
    '/logo.png': [clerk, '/logo.png', /./, 404],
    '/feeds/{token}': [stranger, '/feeds/no-such-token', /./, 404],
    '/assets/{*path}': [stranger, await stranger.locator('link[rel=stylesheet]').first().getAttribute('href').then(String), /css/],
    '/healthz': [stranger, '/healthz', /./],
    '/readyz': [stranger, '/readyz', /./],
  };
  const source = readFileSync(new URL('../../../crates/web/src/routes.rs', import.meta.url), 'utf8');
  const asked = [...source.matchAll(/asks\("([^"]+)"/g)].map(([, path]) => path!);
  expect(asked.length).toBeGreaterThan(30);
  expect([...Object.keys(pages), ...Object.keys(others)].sort(), '每个地址一行').toEqual(asked.sort());
  for (const [pattern, [page, path, status]] of Object.entries(pages)) {
    await look(page, path, `route-${pattern.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '') || 'desk'}`, shot, status);
  }
  for (const [pattern, [page, path, type, status]] of Object.entries(others)) {
    const answer = await page.request.get(path);
    expect.soft(answer.status(), pattern).toBe(status ?? 200);
    expect.soft(answer.headers()['content-type'] ?? '', pattern).toMatch(type);
  }
});

/** The address of an import, made for this. */
async function importOf(page: Page): Promise<string> {
  await page.goto('/imports');
  await page.getByLabel('或把文字粘贴在这里').fill('工作安排\n一、由后勤保障部牵头，于次年6月30日前完成校门维修。\n');
  await submit(page, '读取');
  await expect(page.getByRole('heading', { name: '候选事项' })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** A draft of a 通报 of this month. */
async function summaryOf(page: Page): Promise<string> {
  await page.goto(`/summaries/new?kind=bulletin&from=${day().slice(0, 7)}&to=${day().slice(0, 7)}`);
  await submit(page, '按记录起草');
  await expect(page.getByRole('heading', { name: '正文' })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** A meeting about what is overdue. */
async function meetingOf(page: Page): Promise<string> {
  await page.goto('/meeting?light=red');
  await page.getByText('建成一次会议，以便记下议定事项').click();
  await page.getByLabel('会议名称').fill('校长办公会（每一个地址）');
  await submit(page, '开始会议');
  await expect(page.locator('.turn-of')).toContainText('每一个地址');
  return new URL(page.url()).pathname.replace(/\/matters\/.*/, '');
}

/** The last referral that the record suggests, asked for; the first has a story of its own. */
async function referralOf(page: Page): Promise<string> {
  await page.goto('/referrals');
  await page.locator('a[href^="/referrals/new?number="]').last().click();
  await submit(page, '提请移送');
  await done(page, '已提请移送');
  return new URL(page.url()).pathname;
}

async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(list);
  return (await page.locator('.row-link').first().getAttribute('href'))!;
}

/** A batch of the first rows of the ledger, not confirmed. */
async function batchOf(page: Page): Promise<string> {
  await page.goto('/matters?stage=under_way');
  await page.locator('[name=matter]').first().check();
  await page.locator('.batch-bar').getByRole('button', { name: '移交经办人' }).click();
  return new URL(page.url()).pathname;
}

/** The address of a file, sent to this matter first. */
async function fileOf(page: Page, matter: string): Promise<string> {
  await page.goto(matter);
  await page.getByLabel('上传文件').setInputFiles(pdf('验收单.pdf'));
  await submit(page, '上传');
  await done(page, '附件已上传');
  return (await page.locator('#attachments').getByRole('link', { name: '验收单.pdf' }).getAttribute('href'))!;
}

/** The notice as it went out. */
async function keptOf(page: Page, matter: string): Promise<string> {
  await page.goto(`${matter}/notice`);
  return (await page.getByRole('navigation', { name: '存档的文件' }).getByRole('link').first().getAttribute('href'))!;
}

async function messageOf(page: Page): Promise<string> {
  await page.goto('/inbox');
  return (await page.locator('.inbox-row').getByRole('link').first().getAttribute('href'))!;
}
