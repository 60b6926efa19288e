import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** Faster, it would be a machine. */
const READING_MS = 2200;
const SEND = 'Envoyer le signalement';

async function begin(page: Page): Promise<void> {
  await page.goto('/accessibilite');
  await page.getByRole('link', { name: 'Signaler un défaut d’accessibilité' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Signaler un défaut d’accessibilité'
  );
}

for (const javaScriptEnabled of [false, true]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('anybody says what keeps her out; who runs the instance reads it, closes it, takes it back', async ({
      page,
      baseURL
    }) => {
      const happened = `Au clavier, la liste ${javaScriptEnabled ? 'des communes' : 'des publics'} ne s’ouvre pas.`;
      await begin(page);
      // Axe is JavaScript.
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByLabel('Ce qui s’est passé').fill(happened);
      await page.getByLabel('Sur quelle page').fill('Qui couvre ?');
      await page.getByLabel('Ce que vous utilisez').fill('NVDA et Firefox');
      await page.getByLabel('Votre adresse électronique').fill('lea@exemple.test');
      await page.waitForTimeout(READING_MS);
      await page.getByRole('button', { name: SEND }).click();
      await expect(page.getByText('Votre signalement est transmis')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Défenseur des droits' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);

      await enterAs(page, PERSON.administrator, baseURL!);
      await page.goto('/gestion/instance/accessibilite');
      const report = page.getByRole('article').filter({ hasText: happened });
      await expect(report).toContainText('Qui couvre ?');
      await expect(report).toContainText('NVDA et Firefox');
      await expect(report.getByRole('link', { name: 'lea@exemple.test' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await report.getByRole('button', { name: 'Clore' }).click();
      await expect(page.getByText('Le signalement est clos')).toBeVisible();
      await report.getByRole('button', { name: 'Rouvrir' }).click();
      await expect(page.getByText('de nouveau à traiter')).toBeVisible();
      await expect(report.getByRole('button', { name: 'Clore' })).toBeVisible();
    });
  });
}

test.describe('what is refused is given back', () => {
  test.use({ javaScriptEnabled: false });
  test('with everything that was typed: an address that is none, a text that names somebody, sent too fast', async ({
    page
  }) => {
    await begin(page);
    const happened = 'Mme Dupuis ne peut pas lire la carte.';
    const fill = async (email: string) => {
      await page.getByLabel('Ce qui s’est passé').fill(happened);
      await page.getByLabel('Sur quelle page').fill('La carte');
      await page.getByLabel('Votre adresse électronique').fill(email);
      await page.locator('form:has(#champ-happened)').evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
    };
    const isKept = async (email: string) => {
      await expect(page.getByLabel('Ce qui s’est passé')).toHaveValue(happened);
      await expect(page.getByLabel('Sur quelle page')).toHaveValue('La carte');
      await expect(page.getByLabel('Votre adresse électronique')).toHaveValue(email);
    };
    await fill('lea arobase exemple');
    await page.getByRole('button', { name: SEND }).click();
    await expect(page.getByRole('alert')).toContainText('adresse électronique non reconnue');
    await isKept('lea arobase exemple');

    await page.getByLabel('Votre adresse électronique').fill('');
    await page.waitForTimeout(READING_MS);
    await page.getByRole('button', { name: SEND }).click();
    await expect(page.getByText('Une seconde lecture avant d’enregistrer')).toBeVisible();
    await isKept('');
    await page.getByLabel('J’ai relu').check();
    await page.waitForTimeout(READING_MS);
    await page.getByRole('button', { name: SEND }).click();
    await expect(page.getByText('Votre signalement est transmis')).toBeVisible();
  });

  test('what a machine sends is not kept', async ({ page, baseURL }) => {
    const happened = 'Achetez des montres au rabais';
    const send = (form: Record<string, string>) =>
      page.request.post('/accessibilite/signaler', {
        form: { happened, ...form },
        headers: { origin: baseURL!, accept: 'text/html' },
        maxRedirects: 0
      });
    // The field that nobody sees: the machine is told that all went well.
    expect((await send({ 'adresse-du-site': 'https://exemple.test' })).status()).toBe(303);
    const tooFast = await send({});
    expect(tooFast.status()).toBe(400);
    const html = await tooFast.text();
    expect(html).toContain('parti trop vite');
    expect(html).toContain(happened);
    await enterAs(page, PERSON.administrator, baseURL!);
    await page.goto('/gestion/instance/accessibilite');
    await expect(page.getByText(happened)).toHaveCount(0);
  });
});
