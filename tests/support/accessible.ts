import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No axe violation, in the state the page is in, and nothing wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  // Contrast is the slow rule, and what is written on the areas of maps is checked by src/ui/tokens.test.ts.
  const structure = await new AxeBuilder({ page }).disableRules(['color-contrast']).analyze();
  const contrast = await new AxeBuilder({ page })
    .withRules(['color-contrast'])
    .exclude('svg')
    .analyze();
  const violations = [...structure.violations, ...contrast.violations];
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const { scroll, screen } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth
  }));
  expect(scroll).toBe(screen);
}

/** The screens every page is looked at on. */
export const SCREENS = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desktop', width: 1280, height: 900 }
];
