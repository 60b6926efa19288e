import { existsSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

const PAGE = '/territoires/trois-confluents/couverture';
const MOISSAC = '82112';

const cell = (page: Page, theme: string, epci: string) =>
  page.locator(`td a[href*="besoin=${theme}"][href*="epci=${epci}"]`);

test.describe('the coverage of a territory', () => {
  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('blanks say « aucune », doubts say whom to ask', async ({ page }) => {
      await page.goto(PAGE);
      await expect(cell(page, 'soins-non-programmes', '248200057')).toContainText('aucune');
      await expect(cell(page, 'sante-mentale', '248200057')).toContainText('1 à préciser');
      const row = page
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name: 'Santé mentale' }) });
      await expect(row).toContainText('non établi');

      await page.getByRole('rowheader').getByRole('link', { name: 'Santé mentale' }).click();
      await expect(
        page.getByRole('heading', { name: 'Santé mentale, commune par commune' })
      ).toBeVisible();
      await expect(page.getByText('à interroger avant de conclure')).toBeVisible();
    });

    test('an EPCI opens to its communes, a commune to its structures', async ({ page }) => {
      await page.goto(PAGE);
      await page
        .getByRole('columnheader')
        .getByRole('link', { name: 'Terres des Confluences' })
        .click();
      await expect(page.getByRole('rowheader', { name: 'Moissac' }).first()).toBeVisible();

      await page.goto(`${PAGE}?besoin=soutien-aidants`);
      await page
        .locator('table')
        .last()
        .getByRole('link', { name: 'Moissac', exact: true })
        .click();
      const panel = page.locator('#commune');
      await expect(panel.getByRole('heading', { name: 'Moissac' })).toBeVisible();
      await panel.getByRole('link', { name: 'Qui intervient à Moissac' }).click();
      await expect(page).toHaveURL(/qui-couvre\?commune=82112&besoin=soutien-aidants/);
    });

    test('a tile is a link', async ({ page }) => {
      await page.goto(`${PAGE}?besoin=soutien-aidants`);
      await page.locator(`.tiles.wide a[data-code="${MOISSAC}"]`).click();
      await expect(page.locator('#commune h3')).toHaveText('Moissac');
    });

    test('the choice to publish is the animator’s, told and taken back', async ({ page }) => {
      await signIn(page, PERSON.administrator);
      await page.goto('/territoires/loir-et-cher/couverture');
      await page.getByRole('button', { name: 'Réserver au réseau' }).click();
      await expect(page.getByText('n’est visible que du réseau')).toBeVisible();
      await page.getByRole('button', { name: 'Rendre publique' }).click();
      await expect(page.getByText('Cette couverture est publique')).toBeVisible();
    });
  });

  test('arrows go from a commune to its neighbour, Enter opens it, every view follows', async ({
    page
  }) => {
    await page.goto(`${PAGE}?besoin=soutien-aidants`);
    const entry = page.locator('.tiles.wide a[tabindex="0"]');
    await expect(page.locator('[data-readout]')).toBeVisible();
    await entry.focus();
    const start = await entry.getAttribute('data-code');
    await page.keyboard.press('ArrowRight');
    const focused = page.locator('.tiles.wide a:focus');
    const code = (await focused.getAttribute('data-code')) ?? '';
    expect(code).not.toBe(start);
    await expect(page.locator('[data-readout]')).toHaveText(
      (await focused.getAttribute('aria-label')) ?? ''
    );
    await expect(page.locator(`tr[data-code="${code}"]`)).toHaveClass(/active/);

    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`commune=${code}`));
    await expect(page.locator('#commune h3')).toBeFocused();
    await expect(page.locator(`.tiles.wide a[data-code="${code}"]`)).toHaveAttribute(
      'aria-current',
      'true'
    );
  });

  test('the map shows the same communes as the plan, with the same selection', async ({ page }) => {
    test.skip(!existsSync('../shared/data/geo'), 'no contours beside the project');
    await page.goto(`${PAGE}?besoin=soutien-aidants&commune=${MOISSAC}`);
    const mapped = await page.locator('.map a[data-code]').count();
    const placed = await page.locator('.tiles.wide a[data-code]').count();
    // Four communes of this network lie in other départements, whose contours are not beside the project.
    expect(placed - mapped).toBe(4);
    await expect(page.getByText('Sans contour chargé')).toContainText('Montrosier');
    await expect(page.locator('.map a[aria-current]')).toHaveAttribute('data-code', MOISSAC);
    const outlines = await page.request.get('/territoires/trois-confluents/contours.geojson');
    expect(outlines.headers()['content-type']).toContain('application/geo+json');
    expect(outlines.headers()['etag']).toBeTruthy();
  });

  test('the file opens in a French spreadsheet', async ({ request }) => {
    const file = await request.get(`${PAGE}.csv?besoin=addictions`);
    const text = await file.text();
    expect(file.headers()['content-disposition']).toContain('couverture-trois-confluents.csv');
    expect(text.startsWith('\uFEFFBesoin;Commune;Code INSEE;')).toBe(true);
    expect(text.trim().split('\n')).toHaveLength(1 + 199);
  });

  test('the page and the API agree on a commune', async ({ page, request }) => {
    const answer = await request.get(
      '/api/v1/territoires/trois-confluents/couverture?theme=soutien-aidants'
    );
    const { communes } = (await answer.json()) as {
      communes: { code: string; structures: string[] }[];
    };
    const slugs = communes.find((commune) => commune.code === MOISSAC)?.structures ?? [];
    await page.goto(`${PAGE}?besoin=soutien-aidants&commune=${MOISSAC}`);
    const links = page.locator('#commune li a[href^="/annuaire/"]');
    expect(
      await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.slice(10)))
    ).toEqual(slugs);
  });
});
