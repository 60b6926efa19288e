import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { film } from '../support/camera.ts';
import { findHeadless } from '../support/chromium.ts';
import { anEditionToday, aTelephone, cut, placeOf } from '../support/welcome.ts';

/** What the camera sees: a film that the browser plays in place of one. The code in it is read for real. */
const FILM = join(tmpdir(), `maillage-camera-${process.pid}.y4m`);

test.use({
  launchOptions: {
    executablePath: findHeadless(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${FILM}`
    ]
  }
});

test.afterAll(() => rmSync(FILM, { force: true }));

test('the camera reads « ma place » held before it, without network, once', async ({ browser }) => {
  test.slow();
  const email = `objectif.${Date.now().toString(36)}@exemple.test`;
  const guests = [{ first: 'Iris', last: 'Objectif', email }];
  const origin = new URL(test.info().project.use.baseURL!).origin;
  const organiser = await anEditionToday(browser, origin, { title: 'Journée filmée', guests });
  film(FILM, await placeOf(browser, email));
  const { phone, page } = await aTelephone(browser, organiser.link, 'Caméra');
  await cut(phone);
  await page.getByRole('button', { name: 'Lire un code' }).click();
  const said = page.getByRole('region', { name: 'Dernier geste' });
  await expect(said).toContainText('Iris Objectif');
  await expect(said).toContainText('Entrée');
  // Still before the camera: one gesture.
  await page.waitForTimeout(1_500);
  await expect(page.getByText('Hors ligne, 1 geste à envoyer')).toBeVisible();
  await page.getByRole('button', { name: 'Chercher', exact: true }).click();
  await expect(page.locator('video')).toHaveCount(0);
});
