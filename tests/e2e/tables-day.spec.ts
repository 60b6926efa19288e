import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

const origin = () => new URL(test.info().project.use.baseURL!).origin;
const PEOPLE = 9;

/** Nine people at tables of five at most: a table of five, a table of four. */
async function composeTables(page: Page, slug: string): Promise<void> {
  for (let at = 1; at <= PEOPLE; at++) {
    const answer = await page.request.post(`/gestion/rencontres/${slug}/inscriptions/ajouter`, {
      form: {
        ...{ prenom: 'Camille', nom: `Essai ${at}`, courriel: `jour-${slug}-${at}@exemple.test` },
        ...{ profession: 'Infirmier', structure: `Cabinet ${at}` }
      },
      ...{ headers: { origin: origin(), accept: 'text/html' }, maxRedirects: 0 }
    });
    expect(answer.status(), await answer.text()).toBe(303);
  }
  await page.goto(`/gestion/rencontres/${slug}/tables`);
  await page.getByRole('link', { name: 'Préparer les tables' }).click();
  await page.getByLabel('Personnes par table, au plus').fill('5');
  await page.getByLabel('Nombre de tours').fill('3');
  await page.getByRole('button', { name: 'Enregistrer les réglages' }).click();
  await page.getByLabel('Durée de la recherche, au plus').selectOption('5');
  await page.getByRole('button', { name: 'Composer les tables' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });

    test('tables are done again in one gesture for who is not there, seen before, confirmed, undone', async ({
      page
    }) => {
      test.slow();
      await enterAs(page, PERSON.animator, origin());
      const title = `Tables du jour ${how} ${Date.now().toString(36)}`;
      const slug = await openRegistration(page.request, origin(), { title });
      await composeTables(page, slug);
      const address = `/gestion/rencontres/${slug}/tables/jour`;
      await expect(async () => {
        await page.goto(address);
        await expect(page.getByRole('heading', { name: /^Table 2/ })).toBeVisible({ timeout: 500 });
      }).toPass();
      await expect(page.getByText('Aucune arrivée n’est notée')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);

      await page.getByRole('button', { name: 'Le tour 1 est passé' }).click();
      await expect(page.getByText('C’est noté')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Les tables du tour 2' })).toBeVisible();

      const away = page.getByRole('checkbox', { name: 'est partie : Camille Essai 3' });
      await away.check();
      await page.getByRole('button', { name: 'Refaire les tables des tours à venir' }).click();
      await expect(page.getByRole('heading', { name: 'Ce qui changerait' })).toBeVisible();
      await expect(page.getByText(/1 place libérée/).first()).toContainText('Camille Essai 3');
      await expect(page.getByText('Personne d’autre ne change de table').first()).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: 'Refaire ces tables' }).click();

      await expect(page.getByText('Les tables sont refaites')).toBeVisible();
      await expect(away).toHaveCount(0);
      await page.getByRole('button', { name: /^Annuler ce qui a été refait/ }).click();
      await expect(page.getByText('C’est annulé')).toBeVisible();
      await expect(away).toBeVisible();
    });
  });
}
