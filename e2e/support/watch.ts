// Notes everything that a page must never do: an error in the console, a script that throws, a breach of the content
// security policy, a request to another machine, an answer of 500 or more. A test with a note fails.
import type { BrowserContext } from '@playwright/test';

export class Watch {
  readonly #notes: string[] = [];
  readonly #allowed: RegExp[] = [];
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  /** For what a test provokes on purpose, e.g. `allow(/status of 422/)` before sending a wrong form. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  async over(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} forbids ${event.blockedURI || 'inline'} (${event.sourceFile}:${event.lineNumber})`);
      });
    });
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()} at ${message.location().url}`);
    });
    context.on('weberror', (error) => this.#note(`script: ${error.error().stack ?? error.error().message}`));
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${this.#address}/`) && !/^(data|blob|about):/.test(url)) this.#note(`request to elsewhere: ${url}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) this.#note(`${response.status()}: ${response.request().method()} ${response.url()}`);
    });
  }

  notes(): string[] {
    return this.#notes.filter((note) => !this.#allowed.some((pattern) => pattern.test(note)));
  }

  #note(text: string): void {
    this.#notes.push(text);
  }
}
