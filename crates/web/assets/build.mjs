// Copies the browser files that pages name into dist/<hash>/, and writes the hash of them all to dist/VERSION.
// The hash is part of every address, so browsers may keep the files for ever. Nothing is fetched here or at run time.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = (path) => readFileSync(join(here, path));
const library = (path) => from(join('node_modules', path));
// One room a file, in the order of their names; browsers get one sheet.
const parts = (folder) => readdirSync(join(here, folder)).sort().map((name) => from(join(folder, name)));
// Source maps are not shipped; a reference to one would only be a 404 in the console.
const withoutMap = (bytes) => bytes.toString('utf8').replace(/\n?\/[/*]# sourceMappingURL=[^\n]*/g, '');

const files = {
  'tabler.css': withoutMap(library('@tabler/core/dist/css/tabler.min.css')),
  'tom-select.css': withoutMap(library('tom-select/dist/css/tom-select.bootstrap5.min.css')),
  'tom-select.js': withoutMap(library('tom-select/dist/js/tom-select.complete.min.js')),
  'htmx.js': withoutMap(library('htmx.org/dist/htmx.min.js')),
  'duban.css': Buffer.concat(parts('css/duban')),
  'notice.css': from('css/notice.css'),
  'duban.js': from('js/duban.js'),
};

const hash = createHash('sha256');
for (const name of Object.keys(files).sort()) {
  hash.update(name).update('\0').update(files[name]).update('\0');
}
const version = hash.digest('hex').slice(0, 16);

const dist = join(here, 'dist');
const fresh = join(here, 'dist.new');
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, version), { recursive: true });
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(fresh, version, name), bytes);
writeFileSync(join(fresh, 'VERSION'), version);
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
console.log(`assets: ${Object.keys(files).length} files, version ${version}`);
