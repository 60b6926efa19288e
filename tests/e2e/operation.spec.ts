import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** What who runs the instance does in a browser, besides people and territories. */

const DAY_MS = 86_400_000;

test('a backup is made when it is asked for, and its line says when and how large', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.administrator, baseURL!);
  await page.goto('/gestion/instance/sauvegardes');
  await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
  await expect(page.getByText('La sauvegarde est demandée')).toBeVisible();
  const line = page.getByRole('listitem').filter({ hasText: '-demande.tar.gz' }).first();
  await expect(async () => {
    await page.goto('/gestion/instance/sauvegardes');
    await expect(line).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 50_000 });
  await expect(line).toContainText(/demandée · [\d,.]+\sMo/);
  await expect(page.getByText('Dernière sauvegarde réussie')).toBeVisible();
  await expect(page.getByText('qui affiche cette page')).toBeVisible();
  // It holds everybody's data: no page gives it away.
  await expect(page.getByRole('link', { name: /tar\.gz|Télécharger/ })).toHaveCount(0);
  // Restoring is not done from a page, and the command that does it asks first.
  await expect(page.getByText('ce qui serait effacé')).toBeVisible();
  await expectAccessible(page);
});

test.describe('who answers for the instance', () => {
  test.use({ javaScriptEnabled: false });
  test('is said once, on every page that must say it; bad input loses nothing', async ({
    page,
    baseURL
  }) => {
    await enterAs(page, PERSON.administrator, baseURL!);
    await page.goto('/gestion/instance/organisme');
    const typed = [
      ['Organisme responsable', 'Groupement d’essai des Trois Confluents'],
      ['Adresse postale', '1 place de l’Essai, 82000 Montauban'],
      ['Adresse électronique de contact', 'droits@exemple.test'],
      ['Délégué·e à la protection des données', 'dpd@exemple.test'],
      ['Hébergeur', 'Hébergeur d’essai, Toulouse'],
      ['Signaler un défaut d’accessibilité', 'acces@exemple.test'],
      ['Signaler une faille de sécurité', 'une adresse qui n’en est pas une']
    ] as const;
    for (const [label, value] of typed) await page.getByLabel(label).fill(value);
    await page.locator('form:has(#champ-security)').evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await page.getByRole('button', { name: 'Enregistrer l’organisme' }).click();
    await expect(page.getByRole('alert')).toContainText('une adresse électronique est attendue');
    for (const [label, value] of typed) await expect(page.getByLabel(label)).toHaveValue(value);

    await page.getByLabel('Signaler une faille de sécurité').fill('ssi@exemple.test');
    await page.getByRole('button', { name: 'Enregistrer l’organisme' }).click();
    await expect(page.getByText('Organisme enregistré')).toBeVisible();

    await page.goto('/confidentialite');
    for (const [, value] of typed.slice(0, 5)) await expect(page.getByText(value)).toBeVisible();
    await page.goto('/accessibilite');
    await expect(page.getByRole('link', { name: 'acces@exemple.test' })).toBeVisible();

    const now = Date.now();
    const answer = await page.request.get('/.well-known/security.txt');
    expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8');
    const fields = (await answer.text()).trimEnd().split('\n');
    expect(fields.map((line) => line.split(': ')[0])).toEqual([
      ...['Contact', 'Expires', 'Preferred-Languages', 'Canonical']
    ]);
    const [contact, expires, , canonical] = fields.map((line) => line.replace(/^[\w-]+: /, ''));
    expect(contact).toBe('mailto:ssi@exemple.test');
    expect(canonical).toMatch(/^https?:\/\/.+\/\.well-known\/security\.txt$/);
    expect(expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    expect(Date.parse(expires!)).toBeGreaterThan(now);
    // RFC 9116, 2.5.5: less than a year.
    expect(Date.parse(expires!)).toBeLessThan(now + 365 * DAY_MS);

    // Nobody to be written to: the file does not exist.
    await page.goto('/gestion/instance/organisme');
    await page.getByLabel('Signaler une faille de sécurité').fill('');
    await page.getByRole('button', { name: 'Enregistrer l’organisme' }).click();
    await expect(page.getByText('Il reste 1 à compléter')).toBeVisible();
    expect((await page.request.get('/.well-known/security.txt')).status()).toBe(404);
  });
});

test('the register is taken away as a table that a spreadsheet reads, by who runs the instance alone', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  for (const address of ['/gestion/instance/registre', '/gestion/instance/registre/export'])
    expect([address, (await page.request.get(address)).status()]).toEqual([address, 403]);

  await enterAs(page, PERSON.administrator, baseURL!);
  await page.goto('/gestion/instance/registre');
  const names = await page.getByRole('heading', { level: 2 }).allInnerTexts();
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: /CSV/ }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('registre-des-traitements.csv');
  const bytes = await readFile(await download.path());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows: string[][] = parse(bytes, { bom: true, delimiter: ';' });
  expect(rows[0]).toEqual(['traitement', 'rubrique', 'contenu']);
  const told = new Set(rows.slice(1).map(([name]) => name));
  for (const name of ['Signalements d’accessibilité', 'Rencontres et inscriptions']) {
    expect(told).toContain(name);
    expect(names.join('\n')).toContain(name);
    const sections = rows.filter(([one]) => one === name).map(([, section]) => section);
    expect(sections).toEqual(
      expect.arrayContaining(['Finalité', 'Données', 'Base légale', 'Destinataires', 'Durée'])
    );
  }
});
