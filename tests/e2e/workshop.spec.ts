import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

const origin = () => new URL(test.info().project.use.baseURL!).origin;

async function anEdition(browser: Browser, title: string): Promise<string> {
  const context = await browser.newContext();
  const slug = await openRegistration(context.request, origin(), { title });
  await context.close();
  return slug;
}

/** Invites a structure of the directory by its name, as without the list that JavaScript adds. */
async function invite(page: Page, name: string): Promise<void> {
  await page.locator('#champ-fiche').fill(name);
  await page.keyboard.press('Escape');
  await page.locator('form.one').getByRole('button', { name: 'Ajouter' }).click();
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
}

async function say(phone: Page, doubt: string): Promise<void> {
  await phone.getByLabel('Nos doutes').fill(doubt);
  await phone.getByRole('button', { name: 'Enregistrer' }).click();
}

async function answer(phone: Page, words: string): Promise<void> {
  await phone.getByRole('radio', { name: words, exact: true }).check();
  await phone.getByRole('button', { name: /Répondre|Changer notre réponse/ }).click();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });

    test('two telephones say what they do, the room sees it, and the fiche changes at the end', async ({
      page,
      browser
    }) => {
      test.slow();
      const slug = await anEdition(browser, `Atelier ${how}`);
      await enterAs(page, PERSON.animator, origin());
      await page.goto(`/gestion/rencontres/${slug}/perimetres`);
      await expect(page.getByText('L’atelier n’est pas encore préparé')).toBeVisible();
      await invite(page, 'Association Les Pas Perchés');
      await invite(page, 'SSIAD du Vent-Doux');
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByLabel('La situation, inventée').fill('Une aidante est épuisée.');
      await page.getByRole('button', { name: 'Ajouter cette situation' }).click();
      await page.getByRole('button', { name: 'Ouvrir l’atelier' }).click();
      await page.getByRole('button', { name: 'Poser' }).click();
      const room = new URL((await page.locator('.address a').getAttribute('href'))!).pathname;

      const options = { javaScriptEnabled, viewport: { width: 390, height: 844 } };
      const [one, two, screen] = await Promise.all(
        [options, options, { javaScriptEnabled }].map(async (given) =>
          (await browser.newContext({ ...given, baseURL: origin() })).newPage()
        )
      );
      await one!.goto(room);
      if (javaScriptEnabled) await expectAccessible(one!);
      await one!.getByRole('link', { name: /Association Les Pas Perchés/ }).click();
      await two!.goto(new URL(one!.url()).pathname);
      await screen!.goto(`${room}/ecran`);
      await expect(screen!.getByText('0 sur 2 structures')).toBeVisible();

      await one!.getByRole('link', { name: /Confirmer ou dessiner/ }).click();
      if (javaScriptEnabled) await expectAccessible(one!);
      await one!.locator('#champ-zone').fill('Montauban');
      await one!.keyboard.press('Escape');
      await one!.getByRole('button', { name: 'Ajouter', exact: true }).click();
      await expect(one!.locator('[data-effect], .ask').first()).toBeVisible();
      await one!.getByRole('button', { name: 'C’est juste, continuer' }).click();
      await expect(one!.getByText('Dessiné ici, pendant l’atelier.')).toBeVisible();

      // A colleague had the page open: she is told, and what both wrote is in front of her.
      await say(one!, 'Qui prend le relais la nuit ?');
      await expect(one!.getByText('C’est enregistré')).toBeVisible();
      await say(two!, 'Et le dimanche ?');
      await expect(
        two!.getByText('Quelqu’un de votre structure vient d’écrire aussi')
      ).toBeVisible();
      await expect(two!.getByText('Qui prend le relais la nuit ?')).toBeVisible();
      await expect(two!.getByLabel('Nos doutes')).toHaveValue('Et le dimanche ?');
      await say(two!, 'La nuit, et le dimanche ?');
      await expect(two!.getByText('C’est enregistré')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(two!);

      await answer(one!, 'Nous');
      await expect(one!.getByText('Votre réponse est enregistrée')).toBeVisible();
      await two!.goto(room);
      await two!.getByRole('link', { name: /SSIAD du Vent-Doux/ }).click();
      await answer(two!, 'Pas nous');
      await expect(two!.getByText('Votre réponse est enregistrée')).toBeVisible();

      // By itself with JavaScript; by the page that asks itself again without.
      if (!javaScriptEnabled) await screen!.reload();
      await expect(screen!.getByText('1 dit nous, 1 dit pas nous')).toBeVisible();
      await expect(screen!.getByText('La nuit, et le dimanche ?')).toBeVisible();
      await expect(screen!.getByText('Pas encore dit : SSIAD du Vent-Doux')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(screen!);

      await one!.getByRole('button', { name: 'C’est notre dernier mot' }).click();
      await expect(one!.getByText('Votre dernier mot est enregistré')).toBeVisible();
      await page.reload();
      await page.getByRole('button', { name: 'Appliquer à la fiche' }).click();
      await expect(page.getByText('La fiche est à jour et confirmée')).toBeVisible();
      await page
        .getByRole('listitem')
        .filter({ hasText: 'Association Les Pas Perchés se demande' })
        .getByRole('button', { name: 'Garder' })
        .click();
      await page.getByRole('button', { name: 'C’est réglé' }).click();
      await page.getByRole('button', { name: 'Clore l’atelier' }).click();
      await two!.reload();
      await expect(two!.getByText('L’atelier est clos')).toBeVisible();
      await expect(two!.getByRole('button', { name: 'Enregistrer' })).toHaveCount(0);
      await one!.goto('/annuaire/association-les-pas-perches');
      await expect(one!.getByText('Montauban').first()).toBeVisible();
    });
  });
}

test('the structures of who is registered are ticked with boxes that a thumb reaches', async ({
  page
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enterAs(page, PERSON.animator, origin());
  await page.goto('/gestion/rencontres/journee-departementale-2025/perimetres');
  const group = page.getByRole('group', { name: 'Les structures des personnes inscrites' });
  const boxes = group.getByRole('checkbox');
  expect(await boxes.count()).toBeGreaterThan(3);
  expect((await boxes.first().boundingBox())!.width).toBeGreaterThanOrEqual(24);
  expect((await group.locator('label').first().boundingBox())!.height).toBeGreaterThanOrEqual(44);
});
