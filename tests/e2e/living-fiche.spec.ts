import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { PERSON, signIn } from '../support/people.ts';

const FICHES = '/gestion/territoires/trois-confluents/fiches';

/** The animator asks about one fiche, after seeing who would receive a message. */
async function ask(page: Page, name: string): Promise<void> {
  await signIn(page, PERSON.animator);
  await page.goto(`${FICHES}?q=${encodeURIComponent(name)}`);
  await page.getByLabel(`Choisir ${name}`).check();
  await page.getByRole('button', { name: 'Demander aux fiches cochées' }).click();
  await expect(page.getByText('1 message partira')).toBeVisible();
  await page.getByRole('button', { name: 'Envoyer 1 message' }).click();
  await expect(page.getByText('1 message part', { exact: true })).toBeVisible();
  await page.context().clearCookies();
}

/** The link of the last message, as the person who receives it finds it. */
async function linkOf(page: Page, recipient: string): Promise<string> {
  await page.goto(`/courriels?pour=${encodeURIComponent(recipient)}`);
  await page.getByRole('link', { name: 'toujours juste' }).first().click();
  const link = page.locator('pre a[href*="/fiche-a-jour/"]');
  return new URL((await link.getAttribute('href'))!).pathname;
}

const CASES = [
  {
    javaScriptEnabled: false,
    fiche: 'Centre de santé La Girouette',
    slug: 'centre-de-sante-la-girouette',
    address: 'contact@cds-la-girouette.example'
  },
  {
    javaScriptEnabled: true,
    fiche: 'MSP des Tilleuls Bavards',
    slug: 'msp-des-tilleuls-bavards',
    address: 'contact@msp-tilleuls-bavards.example'
  }
];

for (const { javaScriptEnabled, fiche, slug, address } of CASES) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test('one link, one button, no account: the fiche is confirmed', async ({ page, request }) => {
      await ask(page, fiche);
      const link = await linkOf(page, address);
      // A mail scanner goes first.
      for (const method of ['GET', 'HEAD', 'GET'])
        expect((await request.fetch(link, { method })).status()).toBe(200);

      await page.goto(link);
      await expect(page.getByRole('heading', { name: fiche })).toBeVisible();
      const button = page.getByRole('button', { name: 'C’est toujours juste' });
      await expect(button).toBeInViewport();
      if (javaScriptEnabled) await expectAccessible(page);
      await button.click();
      await expect(page.getByRole('heading', { name: 'Merci, c’est noté' })).toBeVisible();
      await page.goto(link);
      await expect(page.getByRole('heading', { name: 'Merci, c’est noté' })).toBeVisible();
      await page.goto(`/annuaire/${slug}`);
      await expect(page.getByText('Confirmée aujourd’hui par la structure')).toBeVisible();
    });
  });
}

test.describe('what has changed', () => {
  test.use({ javaScriptEnabled: false });

  test('is said through the link, then accepted by the animator', async ({ page }) => {
    await ask(page, 'SSIAD du Vent-Doux');
    const link = await linkOf(page, 'contact@ssiad-vent-doux.example');
    await page.goto(link);
    await page.getByRole('link', { name: 'Quelque chose a changé' }).click();
    await page.getByRole('button', { name: 'Transmettre ce changement' }).click();
    await page.getByLabel('Ce qui a changé').selectOption('phone');
    await page.getByLabel('Ce qui est juste maintenant').fill('05 36 49 17 77');
    await page.getByRole('button', { name: 'Transmettre ce changement' }).click();
    await expect(page.getByRole('heading', { name: 'Merci, c’est transmis' })).toBeVisible();

    await signIn(page, PERSON.animator);
    await page.goto('/gestion/territoires/trois-confluents/suggestions');
    const proposal = page.getByRole('article').filter({ hasText: 'SSIAD du Vent-Doux' });
    await expect(proposal.getByText('Dit par la structure elle-même')).toBeVisible();
    await proposal.getByRole('button', { name: 'Accepter et corriger la fiche' }).click();
    await expect(page.getByText('l’annuaire est à jour')).toBeVisible();
    await page.goto('/annuaire/ssiad-du-vent-doux');
    await expect(page.getByRole('link', { name: /05.36.49.17.77/ }).first()).toBeVisible();
  });
});

test.describe('an error that somebody saw', () => {
  test.use({ javaScriptEnabled: false });

  test('goes to the référente, who accepts it; a machine is not heard', async ({ page }) => {
    const form = '/annuaire/cpts-montvermeil/signaler';
    const report = async (website: string, wait: number) => {
      await page.goto(form);
      await page.getByLabel('Ce qui ne va pas').selectOption('website');
      await page.getByLabel('Ce qui est juste').fill(website);
      await page.getByLabel('Votre courriel').fill('passante@exemple.test');
      await page.waitForTimeout(wait);
      await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
    };
    await report('https://cpts-montvermeil.example/accueil', 0);
    await expect(page.getByText('L’envoi est parti trop vite').first()).toBeVisible();
    await expect(page.getByLabel('Ce qui est juste')).toHaveValue(/accueil/);
    await report('https://cpts-montvermeil.example/accueil', 2_200);
    await expect(page.getByRole('heading', { name: 'Merci de l’avoir signalé' })).toBeVisible();

    await signIn(page, PERSON.referent);
    await page.goto('/mon-espace/suggestions');
    await expect(page.getByText('passante@exemple.test')).toHaveCount(0);
    const proposal = page
      .getByRole('article')
      .filter({ hasText: 'cpts-montvermeil.example/accueil' });
    await proposal.getByRole('button', { name: 'Accepter et corriger la fiche' }).click();
    await expect(page.getByText('l’annuaire est à jour')).toBeVisible();
    await page.goto('/courriels?pour=passante%40exemple.test');
    await expect(page.getByRole('link', { name: 'Votre proposition' }).first()).toBeVisible();
  });
});

test('a structure proposed is compared with those that are known', async ({ page }) => {
  await page.goto('/annuaire/proposer');
  await page.getByLabel('Son nom').fill('CLIC Mirefleur');
  await page.getByLabel('Son type').selectOption('CLIC');
  await page.getByRole('combobox', { name: 'Sa commune' }).fill('82000');
  await page.getByRole('option', { name: 'Montauban' }).first().click();
  await page.getByLabel('Ce qu’elle fait, et pour qui').fill('Un point d’accueil pour les aînés.');
  await page.waitForTimeout(2_200);
  await page.getByRole('button', { name: 'Proposer cette structure' }).click();
  await expect(page.getByText('Elle est peut-être déjà dans l’annuaire')).toBeVisible();
  await expect(page.getByRole('link', { name: 'CLIC Mirefleurs' })).toBeVisible();
  await expectAccessible(page);
  await page.waitForTimeout(2_200);
  await page.getByRole('button', { name: 'C’est une autre structure' }).click();
  await expect(page.getByRole('heading', { name: 'Merci pour cette proposition' })).toBeVisible();
});
