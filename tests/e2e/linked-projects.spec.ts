/** A project and a sheet of a plan: linked by who writes the sheet, read on both sides by who may. */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

const origin = () => new URL(test.info().project.use.baseURL!).origin;
const SHEETS = '/plans/cls-des-trois-confluents/fiches';

async function expectNoOverflow(page: Page): Promise<void> {
  const [wide, seen] = await page.evaluate(
    () => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const
  );
  expect(wide).toBeLessThanOrEqual(seen);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    const wanted = javaScriptEnabled
      ? { said: 'bus de la prev', title: /^Un bus de la prévention/, isPublic: true, sheet: '8' }
      : { said: 'preparer les sorties', title: /^Une heure commune/, isPublic: false, sheet: '4' };

    const sheet = `${SHEETS}/${wanted.sheet}`;
    const name = wanted.sheet === '8' ? /^Aider à venir/ : /^Tenir à jour/;

    test('who writes a sheet links a project to it; both say so, to who may read both', async ({
      page
    }) => {
      await enterAs(page, PERSON.animator, origin());
      await page.goto(`${sheet}/acteurs`);
      const field = page.locator('[name="partage"]');
      await field.fill('zzz');
      await page.getByRole('button', { name: 'Enregistrer les liens' }).click();
      await expect(page.locator('main')).toContainText('Partage : choisissez-le dans la liste');
      await expect(field).toHaveValue('zzz');
      await field.fill(wanted.said);
      if (javaScriptEnabled) await page.getByRole('option', { name: wanted.title }).click();
      await page.getByRole('button', { name: 'Enregistrer les liens' }).click();
      await expect(page.locator('main')).toContainText('Liens, thèmes et lieu enregistrés');
      await expectNoOverflow(page);
      if (javaScriptEnabled) await expectAccessible(page);

      await page.goto(sheet);
      await expectNoOverflow(page);
      const link = page.locator('main').getByRole('link', { name: wanted.title });
      await link.click();
      await expect(page.getByRole('heading', { name: /^Fiches? action liée/ })).toBeVisible();
      await expectNoOverflow(page);
      if (javaScriptEnabled) await expectAccessible(page);
      await page
        .locator('section', { has: page.getByRole('heading', { name: /^Fiches? action liée/ }) })
        .getByRole('link', { name })
        .click();
      await expect(page).toHaveURL(new RegExp(`${sheet}$`));

      await page.context().clearCookies();
      await page.goto(sheet);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
      await expect(link).toHaveCount(wanted.isPublic ? 1 : 0);
    });
  });
}
