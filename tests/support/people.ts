import { expect, type Page } from '@playwright/test';

/** The ready-made people of the demonstration. */
export const PERSON = {
  member: 'lucie.esquisse@exemple.test',
  referent: 'ines.essai@exemple.test',
  animator: 'salome.essai@exemple.test',
  departement: 'helene.croquis@exemple.test',
  reception: 'tom.brouillon@exemple.test',
  administrator: 'aline.calque@exemple.test'
} as const;

/** Signs in as one of the invented people, as a person would: by the button of `/connexion`. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/connexion');
  await page.locator(`form:has(input[name="personne"][value="${email}"]) button`).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bonjour' })).toBeVisible();
}

/** The same, at once: for a test that is about something else. */
export async function enterAs(page: Page, email: string, origin: string): Promise<void> {
  const answer = await page.request.post('/connexion?/demonstration', {
    form: { personne: email },
    headers: { origin, accept: 'text/html' },
    maxRedirects: 0
  });
  expect(answer.status()).toBe(303);
}
