import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, SCREENS } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

/**
 * The pages of what one wrote oneself, which the demonstration gives to nobody whose place one can take: a project and a
 * question are written, then each of their pages is looked at, light on a telephone and dark on a desk, with and without
 * JavaScript.
 */
const origin = () => new URL(test.info().project.use.baseURL!).origin;

interface Written {
  readonly kind: 'projets' | 'questions';
  readonly form: string;
  /** The label of its title. */
  readonly title: RegExp;
  readonly keep: RegExp;
  readonly pages: readonly string[];
}

const WRITTEN: readonly Written[] = [
  {
    ...{ kind: 'projets', form: '/partage/projets/nouveau' },
    ...{ title: /^Le projet/, keep: /brouillon/ },
    pages: ['', '/modifier', '/historique', '/besoins', '/interesses']
  },
  {
    ...{ kind: 'questions', form: '/partage/questions/nouvelle' },
    ...{ title: /^Votre question/, keep: /brouillon/ },
    pages: ['', '/modifier', '/historique']
  }
];

/** Keeps a draft, as its form does. @returns its address. */
async function keepDraft(page: Page, { kind, form, title, keep }: Written): Promise<string> {
  await page.goto(form);
  await page.getByLabel(title).fill(`À relire ${Date.now().toString(36)}`);
  await page.getByRole('button', { name: keep }).first().click();
  await expect(page).toHaveURL(new RegExp(`/partage/${kind}/a-relire`));
  return new URL(page.url()).pathname;
}

for (const { name, width, height } of SCREENS)
  for (const javaScriptEnabled of [true, false])
    for (const written of WRITTEN) {
      const how = `${name}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`;
      test.describe(how, () => {
        const colorScheme = name === 'phone' ? 'light' : 'dark';
        test.use({ javaScriptEnabled, colorScheme, viewport: { width, height } });
        test(`one’s own ${written.kind} are written, changed and looked back at`, async ({
          page
        }) => {
          test.slow();
          await enterAs(page, PERSON.member, origin());
          const address = await keepDraft(page, written);
          for (const part of written.pages) {
            const response = await page.goto(address + part);
            expect(response?.status(), address + part).toBe(200);
            await expect(page.locator('h1')).toHaveCount(1);
            // What examines a page is a script itself.
            if (javaScriptEnabled) await expectAccessible(page);
            else await expectNoSidewaysScroll(page);
          }
        });
      });
    }
