import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** Whoever loses what let her write, while a form is open, loses none of her words. */
const origin = () => new URL(test.info().project.use.baseURL!).origin;
const own = (words: string) => `${words} ${Date.now().toString(36)}`;

async function typeProject(page: Page, title: string): Promise<void> {
  await page.goto('/partage/projets/nouveau');
  await page.getByLabel(/^Le projet/).fill(title);
  await page.getByLabel(/^En une phrase/).fill('Deux minibus, le mardi et le jeudi.');
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test('who was signed out while she wrote signs in beside, and sends what she had typed', async ({
      page
    }) => {
      const title = own('Une navette du soir');
      await enterAs(page, PERSON.member, origin());
      await typeProject(page, title);
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'Publier' }).first().click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Votre envoi n’a pas été pris'
      );
      await expect(page.locator('pre', { hasText: title })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await enterAs(page, PERSON.member, origin());
      await page.getByRole('button', { name: 'Renvoyer' }).click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    });

    test('who is no longer of the network finds her words to copy them, and nothing is written', async ({
      page
    }) => {
      const title = own('Une navette du matin');
      await enterAs(page, PERSON.member, origin());
      await typeProject(page, title);
      // Somebody who has an account and is of no network that shares.
      await page.context().clearCookies();
      await enterAs(page, PERSON.reception, origin());
      await page.getByRole('button', { name: 'Publier' }).first().click();
      await expect(page.locator('main')).toContainText('réservé');
      await expect(page.locator('pre', { hasText: title })).toBeVisible();
      await expect(page.getByText('Deux minibus, le mardi et le jeudi.')).toBeVisible();
      await expect(page.getByRole('button')).toHaveCount(0);
      await page.context().clearCookies();
      await enterAs(page, PERSON.member, origin());
      await page.goto(`/partage/projets?q=${encodeURIComponent(title)}`);
      await expect(page.getByRole('link', { name: title })).toHaveCount(0);
    });
  });
}
