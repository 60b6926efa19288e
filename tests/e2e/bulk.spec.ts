import { expect, test, type Locator, type Page } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

/** A fiche of the demonstration with its own rhythm: each run leaves it as it found it. */
async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Remettre .* comme avant/ }).click();
  await expect(page.getByText(/remises? comme avant/).first()).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the administration filters, ticks, reads the preview, changes, and undoes', async ({
      page
    }) => {
      await signIn(page, PERSON.administrator);
      await page.goto('/gestion/instance/fiches');
      await page.getByLabel('Nom ou sigle').fill('centre de sante de');
      await page.getByRole('button', { name: 'Filtrer' }).click();
      const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
      expect(await rows.count()).toBeGreaterThan(1);
      await rows.getByRole('checkbox').first().check();
      await rows.getByRole('checkbox').nth(1).check();
      await page.getByRole('button', { name: 'Changer les fiches cochées' }).click();
      await expect(page.getByText('2 fiches cochées')).toBeVisible();

      await page.getByLabel('Demander si la fiche est juste').selectOption('24');
      await page.getByRole('button', { name: 'Voir l’aperçu du rythme' }).click();
      await expect(
        page.getByRole('heading', { level: 1, name: 'Confirmation tous les 24 mois' })
      ).toBeVisible();
      await expect(page.getByText('2 fiches changent')).toBeVisible();
      await expect(page.getByText('tous les 24 mois').first()).toBeVisible();

      await page.getByRole('button', { name: 'Changer 2 fiches' }).click();
      await expect(page.getByText('2 fiches changées')).toBeVisible();
      const slug = await page.locator('a[href^="/annuaire/"]').first().getAttribute('href');
      const address = page.url();
      await page.goto(`${slug}/historique`);
      await expect(page.getByText('Fiche modifiée').first()).toBeVisible();

      await page.goto(address);
      await undo(page);
      await page.goto('/gestion/instance/fiches');
      await page.getByText('Derniers changements groupés').click();
      await expect(
        page.getByRole('link', { name: 'Confirmation tous les 24 mois' }).first()
      ).toBeVisible();
    });

    test('an animator changes all the fiches of a filter of her directory, from its page', async ({
      page
    }) => {
      await signIn(page, PERSON.animator);
      await page.goto('/gestion/territoires/trois-confluents/fiches');
      await page.getByRole('link', { name: 'Changer plusieurs fiches à la fois' }).click();
      await page.getByLabel('Nom ou sigle').fill('ccas');
      await page.getByRole('button', { name: 'Filtrer' }).click();
      await page.getByRole('button', { name: /Changer les? .*fiches? de la liste/ }).click();
      await page.getByLabel('Demander si la fiche est juste').selectOption('3');
      await page.getByRole('button', { name: 'Voir l’aperçu du rythme' }).click();
      await page.getByRole('button', { name: /^Changer \d+ fiche/ }).click();
      await expect(page.getByText(/fiches? changées?/).first()).toBeVisible();
      await undo(page);
      const address = new URL(page.url()).pathname;
      const other = await page.goto(address.replace('trois-confluents', 'pays-de-brest'));
      expect(other!.status()).toBe(403);
    });

    test('nothing ticked is said, and nothing changes', async ({ page }) => {
      await signIn(page, PERSON.administrator);
      await page.goto('/gestion/instance/fiches');
      await page.getByRole('button', { name: 'Changer les fiches cochées' }).click();
      await expect(page.getByText('Aucune fiche choisie')).toBeVisible();
    });
  });
}

/** Presses Tab until this is focused, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator, most = 150): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached in ${most} presses of Tab: ${target.toString()}`);
}

/** Whether all of it is in sight, and not under what stays at the bottom of the screen. */
function isUncovered(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return at === element && bottom <= innerHeight;
  });
}

test.describe('on a phone, by keyboard alone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('what is done of the ticked fiches stays in sight, and covers none that is reached', async ({
    page
  }) => {
    await signIn(page, PERSON.administrator);
    await page.goto('/gestion/instance/fiches');
    const act = page.getByRole('button', { name: 'Changer les fiches cochées' });
    const boxes = page.getByRole('checkbox');
    await tabTo(page, boxes.nth(0));
    await expect(act).toBeInViewport({ ratio: 1 });
    for (const row of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await tabTo(page, boxes.nth(row), 4);
      await expect
        .poll(() => isUncovered(boxes.nth(row)), { message: `row ${row} is in sight` })
        .toBe(true);
    }
  });

  test('fiches are filtered, ticked, previewed, changed and put back', async ({ page }) => {
    await signIn(page, PERSON.administrator);
    await page.goto('/gestion/instance/fiches');
    await tabTo(page, page.getByLabel('Nom ou sigle'));
    await page.keyboard.type('cpts');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/q=cpts/);
    const boxes = page.getByRole('checkbox');
    await tabTo(page, boxes.nth(0));
    await page.keyboard.press('Space');
    await expect(boxes.nth(0)).toBeChecked();
    await tabTo(page, page.getByRole('button', { name: 'Changer les fiches cochées' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 fiche cochée')).toBeVisible();

    await tabTo(page, page.getByLabel('Demander si la fiche est juste'));
    await page.keyboard.type('Tous les 12');
    await tabTo(page, page.getByRole('button', { name: 'Voir l’aperçu du rythme' }), 3);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('heading', { level: 1, name: 'Confirmation tous les 12 mois' })
    ).toBeVisible();
    await tabTo(page, page.getByRole('button', { name: 'Changer 1 fiche' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 fiche changée')).toBeVisible();
    await tabTo(page, page.getByRole('button', { name: /Remettre .* comme avant/ }));
    await page.keyboard.press('Enter');
    await expect(page.getByText(/remise comme avant/).first()).toBeVisible();
  });
});
