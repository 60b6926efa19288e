/**
 * `node scripts/guide.ts`: takes the pictures of docs/guide from the demonstration, in a new data folder, so that
 * the guide never shows a page that is no more. `--only fiche-a-jour,membres` for some of them. The pages must be built.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { findChromium } from '../tests/support/chromium.ts';
import { run, started } from './benches/server.ts';
import type { Scene } from './guide/scene.ts';
import { SCENES } from './guide/scenes.ts';

const PICTURES = resolve(import.meta.dirname, '../docs/guide/images');
const PORT = 4610;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const executablePath = findChromium();
if (!executablePath) throw new Error('no Chromium here: see CHROMIUM_PATH');

const data = mkdtempSync(join(tmpdir(), 'maillage-guide-'));
const server = await started(
  run(['src/server.ts'], {
    MAILLAGE_DATA: data,
    PORT: String(PORT),
    MAILLAGE_DEMO: 'on',
    DATABASE_URL: ''
  }),
  PORT,
  120
);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
});
try {
  mkdirSync(PICTURES, { recursive: true });
  for (const scene of SCENES)
    if (!values.only || values.only.split(',').includes(scene.name)) await take(browser, scene);
} finally {
  await browser.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}

async function take(browser: Browser, scene: Scene): Promise<void> {
  const phone = scene.phone ?? false;
  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: phone ? { width: 390, height: 760 } : { width: 1100, height: 760 }
  });
  const page = await context.newPage();
  if (scene.as) {
    await page.goto('/connexion');
    await page.locator(`form:has(input[value="${scene.as}"]) button`).first().click();
    await page.waitForLoadState();
  }
  const answer = await page.goto(scene.address);
  if (answer?.status() !== 200)
    throw new Error(`${scene.name}: ${scene.address} answered ${answer?.status()}`);
  await scene.before?.(page);
  writeFileSync(
    join(PICTURES, `${scene.name}.webp`),
    await light(context, await page.screenshot())
  );
  console.error(`• ${scene.name}`);
  await context.close();
}

/** The same picture, three times lighter: the browser that drew it writes WebP. */
async function light(context: BrowserContext, png: Buffer): Promise<Buffer> {
  const page = await context.newPage();
  const url = await page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.86);
    },
    `data:image/png;base64,${png.toString('base64')}`
  );
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
