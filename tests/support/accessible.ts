import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No axe violation, in the state the page is in, and nothing wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const structure = await axe(page).disableRules(['color-contrast']).analyze();
  expect(violationsOf(structure)).toEqual([]);
  await expectContrast(page);
  await expectNoSidewaysScroll(page);
}

/** Every text stands out of its background. What is written on the areas of maps is checked by src/ui/tokens.test.ts. */
export async function expectContrast(page: Page): Promise<void> {
  const contrast = await axe(page).withRules(['color-contrast']).exclude('svg').analyze();
  expect(violationsOf(contrast)).toEqual([]);
}

/** Nothing is wider than the screen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scroll, screen } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth
  }));
  expect(scroll).toBe(screen);
}

/** In the page itself: otherwise a window is opened for each analysis, for frames that our pages do not have. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true);
}

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;

function violationsOf({ violations }: Results): [string, string[]][] {
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

/** The screens every page is looked at on. */
export const SCREENS = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desktop', width: 1280, height: 900 }
];
