// The end of a log is what is kept of it: each failed test says there once more what was wrong, in few lines.
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const colours = /\u001b\[[0-9;]*m/g;

export default class LastWord implements Reporter {
  private readonly failures: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'passed' || result.status === 'skipped') return;
    const why = result.errors.map((error) => (error.message ?? String(error.value)).replace(colours, '').split('\n').slice(0, 12).join('\n    '));
    this.failures.push(`${test.titlePath().filter(Boolean).join(' › ')}（${result.status}，${Math.round(result.duration / 1000)} 秒）\n    ${why.join('\n    ')}`);
  }

  onEnd(_: FullResult): void {
    for (const failure of this.failures) console.log(`未通过：${failure}`);
  }
}
