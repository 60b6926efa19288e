import { expect, test } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

// Loir-et-Cher: no other spec reads its front doors.
const PAGE = '/gestion/portes-d-entree/loir-et-cher';
const QUESTION = '/qui-couvre?commune=41018';

test.describe('who is called first', () => {
  test.use({ javaScriptEnabled: false });

  test('the order set by the territory is the order of the answer, and its reason is told', async ({
    page
  }) => {
    await signIn(page, PERSON.administrator);
    await page.goto(PAGE);
    const added = page.getByRole('group', { name: 'Porte à ajouter' }).first();
    await added.getByLabel('Ordre').fill('0');
    await added.getByLabel('Structure ou type').selectOption('type:MDPH');
    await page
      .getByLabel('Pourquoi cet ordre')
      .fill('La maison de l’autonomie oriente vers toutes les autres.');
    await page.getByRole('button', { name: 'Enregistrer l’ordre' }).click();
    await expect(page.getByText('Ordre enregistré')).toBeVisible();

    await page.goto(QUESTION);
    await expect(
      page.getByRole('article').first().getByText('MDPH', { exact: true })
    ).toBeVisible();
    await page.getByText('Pourquoi cet ordre').click();
    await expect(
      page.getByText('La maison de l’autonomie oriente vers toutes les autres.')
    ).toBeVisible();
  });

  test('an explanation too long is refused with its length, and nothing typed is lost', async ({
    page
  }) => {
    await signIn(page, PERSON.administrator);
    await page.goto(PAGE);
    const reason = 'mot '.repeat(300).trim();
    await page.getByLabel('Pourquoi cet ordre').fill(reason);
    await page.getByRole('button', { name: 'Enregistrer l’ordre' }).click();
    await expect(page.getByText('1199 caractères')).toBeVisible();
    await expect(page.getByLabel('Pourquoi cet ordre')).toHaveValue(reason);
  });
});
