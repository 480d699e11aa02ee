// Starts `duban demo` on a data directory of its own, and knows the accounts that it made.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Account {
  login: string;
  name: string;
  roles: string[];
  unit: string;
  password: string;
}

interface Started {
  address: string;
  accounts: Account[];
}

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const patience = 90_000;

function program(): string {
  if (process.env.DUBAN_BIN) return resolve(root, process.env.DUBAN_BIN);
  return resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/duban');
}

export class Duban {
  readonly address: string;
  readonly accounts: Account[];
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, started: Started) {
    this.#child = child;
    this.#folder = folder;
    this.address = started.address.replace(/\/$/, '');
    this.accounts = started.accounts;
  }

  /** Returns when the program answers; the file of accounts is written last. */
  static async start(): Promise<Duban> {
    const folder = mkdtempSync(join(tmpdir(), 'duban-e2e-'));
    const file = join(folder, 'accounts.json');
    const args = ['demo', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--accounts', file];
    const child = spawn(program(), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (bytes: Buffer) => (said = (said + bytes.toString()).slice(-20_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    let failure = '';
    child.on('error', (error) => (failure = error.message));

    const until = Date.now() + patience;
    while (Date.now() < until && !failure && child.exitCode === null) {
      const started = readStarted(file);
      if (started) return new Duban(child, folder, started);
      await sleep(50);
    }
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    const why = failure || (child.exitCode === null ? `not ready after ${patience / 1000} s` : `exit code ${child.exitCode}`);
    throw new Error(`${program()} ${args.join(' ')}: ${why}\n${said}`);
  }

  /** By the login or by the person's id: `linxiaowen` and `lin-xiaowen` are the same. */
  account(login: string): Account {
    const plain = (text: string) => text.replaceAll('-', '');
    const found = this.accounts.find((account) => plain(account.login) === plain(login));
    if (!found) throw new Error(`no account ${login}; there are ${this.accounts.map((a) => a.login).join(', ')}`);
    return found;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = new Promise((done) => this.#child.once('exit', done));
      this.#child.kill('SIGTERM');
      const polite = await Promise.race([gone.then(() => true), sleep(5_000, false, { ref: false })]);
      if (!polite) this.#child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Undefined while the file is missing or half written. */
function readStarted(file: string): Started | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Started;
  } catch {
    return undefined;
  }
}
