import { expect, test } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

// A fiche that no other spec withholds.
const FICHE = '/annuaire/cpts-montvermeil';

for (const javaScriptEnabled of [false, true]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a message that may let somebody be recognised is read again, then relayed', async ({
      page
    }) => {
      await page.goto('/annuaire/dac-des-trois-confluents/ecrire');
      await page.getByLabel('Votre nom').fill('Paul Visiteur');
      await page.getByLabel('Votre adresse électronique').fill('paul@exemple.test');
      await page.getByLabel('Objet').fill('Une question');
      const message = page.getByLabel('Message', { exact: true });
      await message.fill('Mme Dupuis ne peut plus rester seule chez elle.');
      await page.getByRole('button', { name: 'Envoyer le message' }).click();
      await expect(page.getByText('Une seconde lecture avant d’enregistrer')).toBeVisible();
      await expect(page.locator('mark')).toHaveText('Mme Dupuis');
      await expect(message).toHaveValue('Mme Dupuis ne peut plus rester seule chez elle.');
      await page.getByLabel('J’ai relu').check();
      await page.getByRole('button', { name: 'Envoyer le message' }).click();
      await expect(page.getByText('Message envoyé')).toBeVisible();
    });
  });
}

test.describe('a text about a person', () => {
  test.use({ javaScriptEnabled: false });

  test('is hidden at once by a visitor, and shown again by who leads the territory', async ({
    page
  }) => {
    await page.goto(FICHE);
    await page.getByRole('link', { name: 'Ce texte parle d’une personne' }).click();
    await page.getByLabel('On y reconnaît la situation').check();
    await page.getByRole('button', { name: 'Masquer ce texte maintenant' }).click();
    await expect(page.getByText('Le texte est masqué partout')).toBeVisible();
    await page.goto(FICHE);
    await expect(page.getByText('Les textes de cette fiche sont relus')).toBeVisible();

    await signIn(page, PERSON.administrator);
    await page.goto('/gestion/territoires/trois-confluents/retenus');
    await page.getByRole('button', { name: 'Remettre en ligne' }).first().click();
    await expect(page.getByText('Le texte est de nouveau en ligne')).toBeVisible();
    await page.goto(FICHE);
    await expect(page.getByText('Les textes de cette fiche sont relus')).toBeHidden();
  });
});

test('one’s data are taken away as a file, without JavaScript too', async ({ page }) => {
  await signIn(page, PERSON.administrator);
  await page.goto('/mon-espace/donnees');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Télécharger mes données' }).click();
  expect((await download).suggestedFilename()).toBe('mes-donnees-maillage.json');
  await page.getByLabel('Pour confirmer').fill('une-autre@exemple.test');
  await page.getByRole('button', { name: 'Effacer mon compte et mes données' }).click();
  await expect(page.getByText('Ce n’est pas l’adresse de ce compte').first()).toBeVisible();
});
