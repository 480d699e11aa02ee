// Debian's Chromium drives the real program at the two sizes that people use. Nothing is downloaded, nothing is mocked.
import { defineConfig } from '@playwright/test';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Date pickers and file buttons speak the browser's language: a Chinese one, as its users have.
  '--lang=zh-CN',
];

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results/traces',
  // A file's tests run in order in one worker; each worker has a program and a demo university of its own.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  // Generous: a limit for what hangs, not a measure of speed.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  // Last of all, each failure in one line: where a log is cut, its end is what is kept.
  reporter: [['list'], ['json', { outputFile: 'results/report.json' }], ['./support/last-word.ts']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.DUBAN_CHROMIUM ?? '/usr/bin/chromium', args: flags, env: { ...process.env, LANGUAGE: 'zh_CN' } },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
});
