import { expect, test, type Browser, type Page } from '@playwright/test';
import { aPng } from '../factories/images.ts';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** A person does not fill a form faster. */
const A_MOMENT = 2_100;
const origin = () => new URL(test.info().project.use.baseURL!).origin;

async function anEdition(browser: Browser, title: string): Promise<string> {
  const context = await browser.newContext();
  const slug = await openRegistration(context.request, origin(), { title });
  await context.close();
  return slug;
}

/** Registers somebody; answers with the path of her place. */
async function aPlace(browser: Browser, address: string, first: string): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.getByLabel('Prénom').fill(first);
  await page.getByLabel('Nom', { exact: true }).fill('Nomsecret');
  const email = `${first.toLowerCase()}.${Date.now().toString(36)}@exemple.test`;
  await page.getByLabel('Courriel', { exact: true }).fill(email);
  await page.locator('#champ-profession').fill('Interne');
  await page.waitForTimeout(A_MOMENT);
  await page.locator('form.registration button.call').click();
  await expect(page).toHaveURL(/\/ma-place\//);
  const path = new URL(page.url()).pathname;
  await context.close();
  return path;
}

const logo = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

async function addPartner(page: Page, root: string, name: string, role: string): Promise<string> {
  await page.goto(`${root}/partenaires`);
  await page.locator('#champ-nom').fill(name);
  await page.locator('#champ-nom').press('Tab');
  await page.locator('#champ-role').selectOption(role);
  await page.getByRole('button', { name: 'Ajouter ce partenaire' }).click();
  await expect(page).toHaveURL(/\/partenaires\/\d+\?ajoute/);
  return new URL(page.url()).pathname;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });

    test('an animator says who helps, and the public page tells what she wished', async ({
      page,
      browser
    }) => {
      test.slow();
      const slug = await anEdition(browser, `Partenaires ${how}`);
      const root = `/gestion/rencontres/${slug}`;
      await enterAs(page, PERSON.animator, origin());
      const labo = await addPartner(page, root, 'Laboratoire Inventé', 'funder');
      await page.locator('#champ-prevu').fill('deux mille');
      await page.getByRole('button', { name: 'Enregistrer ce partenaire' }).click();
      await expect(page.getByRole('alert')).toContainText('Montant prévu');
      await expect(page.locator('#champ-prevu')).toHaveValue('deux mille');
      await page.locator('#champ-prevu').fill('2 345,50');
      await page.getByLabel('est une entreprise de produits de santé').check();
      await page.locator('#champ-paie').fill('le déjeuner');
      await page.getByRole('button', { name: 'Enregistrer ce partenaire' }).click();
      await expect(page.getByText('C’est enregistré')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);

      const disguised = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
      await page.locator('#champ-logo').setInputFiles(logo('logo.png', 'image/png', disguised));
      await page.getByRole('button', { name: 'Envoyer ce logo' }).click();
      await expect(page.getByText('n’est pas une image PNG, JPEG ou WebP')).toBeVisible();
      const heavy = logo('logo.png', 'image/png', aPng(20, 20, 600_000));
      await page.locator('#champ-logo').setInputFiles(heavy);
      await page.getByRole('button', { name: 'Envoyer ce logo' }).click();
      await expect(page.getByText('dépasse 500 Ko')).toBeVisible();
      await page.locator('#champ-logo').setInputFiles(logo('x.svg', 'image/svg+xml', aPng()));
      await page.getByRole('button', { name: 'Envoyer ce logo' }).click();
      await expect(page.getByText('Logo enregistré')).toBeVisible();

      // Two tabs on the same partner: the second is told, and loses nothing.
      const second = await page.context().newPage();
      await second.goto(labo);
      await page.goto(labo);
      await page.locator('#champ-moyens').fill('Une salle');
      await page.getByRole('button', { name: 'Enregistrer ce partenaire' }).click();
      await second.locator('#champ-moyens').fill('Deux salles');
      await second.getByRole('button', { name: 'Enregistrer ce partenaire' }).click();
      await expect(second.getByText('Quelqu’un d’autre vient d’enregistrer')).toBeVisible();
      await expect(second.getByText('Une salle', { exact: true })).toBeVisible();
      await expect(second.locator('#champ-moyens')).toHaveValue('Deux salles');
      await second.getByRole('button', { name: 'Enregistrer ma saisie' }).click();
      await expect(second.getByText('C’est enregistré')).toBeVisible();
      await second.close();

      const visitor = await (await browser.newContext({ javaScriptEnabled })).newPage();
      await visitor.goto(`/rencontres/${slug}`);
      await expect(visitor.getByText('Financé par l’industrie')).toBeVisible();
      await expect(visitor.getByText('Deux salles')).toBeVisible();
      expect(await visitor.content()).not.toContain('2345');
      expect(await visitor.content()).not.toMatch(/2\s345/);
      const source = await visitor.locator('img[src*="/logos/"]').getAttribute('src');
      const image = await visitor.request.get(source!);
      expect(image.headers()).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox"
      });
      if (javaScriptEnabled) await expectAccessible(visitor);

      await addPartner(page, root, 'Lycée hôtelier', 'supporter');
      await page.goto(`${root}/partenaires`);
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: 'Monter Lycée hôtelier' }).click();
      await expect(page.locator('main li h2').first()).toHaveText('Lycée hôtelier');
      await page.getByRole('button', { name: 'Retirer Laboratoire Inventé' }).click();
      await expect(page.getByText('Laboratoire Inventé est retiré de la liste')).toBeVisible();
      await visitor.goto(`/rencontres/${slug}`);
      await expect(visitor.getByText('Laboratoire Inventé')).toHaveCount(0);
      await page.getByRole('button', { name: 'Remettre Laboratoire Inventé' }).first().click();
      await expect(page.locator('main li h2')).toHaveText([
        'Lycée hôtelier',
        'Laboratoire Inventé'
      ]);

      await page.goto(`${root}/partenaires/budget`);
      await page.locator('#champ-libelle-0').fill('Salle');
      await page.locator('#champ-prevu-0').fill('3 000');
      await page.getByRole('button', { name: 'Enregistrer le budget' }).click();
      await expect(page.getByText('Budget enregistré')).toBeVisible();
      await expect(page.getByRole('row', { name: 'Solde' })).toContainText('−654,50');
      if (javaScriptEnabled) await expectAccessible(page);
      await visitor.context().close();
    });

    test('a relay has its link, its poster and its count', async ({ page, browser }) => {
      test.slow();
      const slug = await anEdition(browser, `Relais ${how}`);
      const root = `/gestion/rencontres/${slug}`;
      await enterAs(page, PERSON.animator, origin());
      await page.goto(`${root}/relais`);
      await page.locator('#champ-nom').fill('Conseil de l’Ordre');
      await page.locator('#champ-code').fill('cdom');
      await page.getByRole('button', { name: 'Ajouter ce relais' }).click();
      await expect(page.getByText('Ce relais est prêt')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      const relay = new URL(page.url()).pathname;
      await expect(page.getByLabel('Texte à recopier').first()).toContainText('?relais=cdom');
      const poster = await page.request.get(`${relay}/affiche.pdf`);
      expect(poster.headers()['content-type']).toBe('application/pdf');
      expect((await poster.body()).subarray(0, 5).toString()).toBe('%PDF-');
      const short = (await page.locator('.short').innerText()).replace(/^https?:\/\/[^/]+/, '');
      await aPlace(browser, short, 'Nour');
      await page.goto(`${root}/relais`);
      await expect(page.getByRole('listitem').filter({ hasText: 'cdom' })).toContainText(
        '1 inscription'
      );
      expect(await page.content()).not.toMatch(/nour|Nomsecret/i);
      if (javaScriptEnabled) await expectAccessible(page);
      await page.goto(relay);
      await expect(page.locator('#champ-code')).toHaveAttribute('readonly', '');
    });

    test('two registered people come together without showing an address', async ({
      page,
      browser
    }) => {
      test.slow();
      const slug = await anEdition(browser, `Covoiturage ${how}`);
      const register = `/rencontres/${slug}/inscription`;
      const [offers, looks] = [
        await aPlace(browser, register, 'Sacha'),
        await aPlace(browser, register, 'Nour')
      ];
      await page.goto(`${offers}/covoiturage`);
      await page.getByRole('button', { name: 'Publier mon annonce' }).click();
      await expect(page.getByRole('alert')).toContainText('2 points sont à corriger');
      await page.getByLabel('Je propose des places').check();
      await page.locator('#champ-commune').fill('Moissac');
      if (javaScriptEnabled)
        await page
          .getByRole('option', { name: /Moissac/ })
          .first()
          .click();
      await page.locator('#champ-places').fill('3');
      await page.getByRole('button', { name: 'Publier mon annonce' }).click();
      await expect(page.getByText('Votre annonce est visible')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);

      await page.goto(`${looks}/covoiturage`);
      await expect(page.getByText('propose 3 places')).toBeVisible();
      expect(await page.locator('main').innerHTML()).not.toMatch(/Nomsecret|sacha\./);
      await page.getByRole('link', { name: 'Écrire à Sacha' }).click();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.locator('#champ-message').fill('NIR 2 42 03 82 112 005 71, à sept heures ?');
      await page.getByRole('button', { name: 'Envoyer le message' }).click();
      await expect(page.getByText('Une seconde lecture')).toBeVisible();
      await page.locator('#champ-message').fill('Est-ce possible à sept heures ?');
      await page.getByRole('button', { name: 'Envoyer le message' }).click();
      await expect(page.getByText('Message envoyé')).toBeVisible();

      await page.goto(`${offers}/covoiturage`);
      await page.getByRole('button', { name: 'Retirer mon annonce' }).click();
      await expect(page.getByText('Votre annonce est retirée')).toBeVisible();
      await page.goto(`${looks}/covoiturage`);
      await expect(page.getByText('Personne d’autre pour l’instant')).toBeVisible();
    });
  });
}
