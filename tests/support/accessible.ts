import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No axe violation, in the state the page is in, and nothing wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const structure = await axe(page).disableRules(['color-contrast']).analyze();
  expect(violationsOf(structure)).toEqual([]);
  // Axe is in the page already: what is given again is nothing.
  await expectContrast(page, ';');
  await expectNoSidewaysScroll(page);
}

/** Every text stands out of its background. What is written on the areas of maps is checked by src/ui/tokens.test.ts. */
export async function expectContrast(page: Page, axeSource?: string): Promise<void> {
  const contrast = await axe(page, axeSource)
    .withRules(['color-contrast'])
    .exclude('svg')
    .analyze();
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

/**
 * In the page itself: otherwise a window is opened for each analysis, for frames that our pages do not have.
 * What passes is counted and not described: describing it takes longer than looking for what fails.
 */
function axe(page: Page, axeSource?: string): AxeBuilder {
  return new AxeBuilder({ page, axeSource })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true);
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
