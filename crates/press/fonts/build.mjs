// Packs the fonts that papers fall back on (Noto, SIL Open Font License 1.1) into dist/, which the press embeds.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const fonts = {
  'serif-regular': 'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'serif-bold': 'noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  'sans-medium': 'noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
for (const [name, path] of Object.entries(fonts)) {
  writeFileSync(`dist/${name}.ttf.gz`, gzipSync(readFileSync(`node_modules/@expo-google-fonts/${path}`), { level: 9 }));
}
