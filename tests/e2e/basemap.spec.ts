import { expect, test } from '@playwright/test';
import { findHeadless } from '../support/chromium.ts';

/** The base map of another origin that an installation may choose: tests/support/basemap.ts. */
const PAGE = '/territoires/trois-confluents';

test.use({
  launchOptions: {
    executablePath: findHeadless(),
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking']
  }
});

test('its style and its tiles come only once one zooms, under the communes, and it is named', async ({
  page
}) => {
  const asked: string[] = [];
  const blocked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) blocked.push(message.text());
  });
  const foreign = () =>
    asked.filter((url) => url.startsWith('http') && !url.startsWith(new URL(page.url()).origin));
  const answer = await page.goto(PAGE);
  expect(answer!.headers()['content-security-policy']).toMatch(
    /connect-src 'self' http:\/\/127\.0\.0\.1:\d+/
  );
  expect(foreign()).toEqual([]);
  const open = page.getByRole('button', { name: 'Zoomer dans la carte' });
  test.skip(!(await open.isVisible()), 'no contours, or no WebGL, on this machine');
  await open.click();
  await expect(page.locator('.is-zoomable canvas')).toBeVisible();
  await expect(page.getByText('Fond inventé')).toBeAttached();
  await expect.poll(() => foreign().some((url) => url.endsWith('/style.json'))).toBe(true);
  await expect.poll(() => foreign().some((url) => url.endsWith('.png'))).toBe(true);
  expect(blocked).toEqual([]);
});

test('a base map that does not answer leaves the communes to zoom', async ({ page }) => {
  await page.route('**/style.json', (route) => route.abort());
  await page.goto(PAGE);
  const open = page.getByRole('button', { name: 'Zoomer dans la carte' });
  test.skip(!(await open.isVisible()), 'no contours, or no WebGL, on this machine');
  await open.click();
  await expect(page.locator('.is-zoomable canvas')).toBeVisible();
  await expect(open).toBeHidden();
});

test('the page on privacy names it', async ({ page }) => {
  await page.goto('/confidentialite');
  await expect(page.getByText(/son fond vient de 127\.0\.0\.1/)).toBeVisible();
});
