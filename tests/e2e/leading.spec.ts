import { expect, test } from '@playwright/test';
import { enterAs, PERSON } from '../support/people.ts';

const ROOT = '/gestion/territoires/trois-confluents';

for (const width of [390, 1280]) {
  test(`without JavaScript, every page of a network is two links away at ${width} px`, async ({
    browser,
    baseURL
  }) => {
    const context = await browser.newContext({
      ...{ javaScriptEnabled: false, viewport: { width, height: 844 }, baseURL: baseURL! }
    });
    const page = await context.newPage();
    await enterAs(page, PERSON.animator, baseURL!);
    await page.goto(ROOT);
    const groups = page.getByRole('navigation', { name: 'Pages de gestion' });
    const [first, ...others] = await groups.getByRole('link').all();
    await expect(first!).toHaveAttribute('aria-current', 'true');
    expect(others).toHaveLength(3);
    for (const link of await groups.getByRole('link').all()) {
      const box = (await link.boundingBox())!;
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      if (width < 641) expect(box.height).toBeGreaterThanOrEqual(44);
    }
    for (const name of ['Annuaire', 'Se connaître', 'Modération', 'Réseau']) {
      await groups.getByRole('link', { name }).click();
      const tabs = page.getByRole('navigation', { name: new RegExp(`^${name}\\s: `) });
      await expect(tabs.locator('[aria-current=page]')).toHaveCount(1);
      for (const link of await tabs.getByRole('link').all()) {
        const box = (await link.boundingBox())!;
        expect(box.x + box.width).toBeLessThanOrEqual(width);
      }
    }
    await page.goto('/gestion/portes-d-entree/trois-confluents');
    await expect(groups.getByRole('link', { name: 'Annuaire' })).toHaveAttribute(
      'aria-current',
      'true'
    );
    await context.close();
  });
}
