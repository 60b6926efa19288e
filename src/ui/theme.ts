/** The choice between the light and the dark theme: a cookie, since it must work without JavaScript. */

export type Theme = 'auto' | 'light' | 'dark';

export const THEME_COOKIE = 'theme';

/** In `app.html`, replaced in each page by the reader's choice (`writeTheme`). */
const MARK = '%maillage.theme%';

/** The theme of a cookie or of a form; anything unknown follows the system. */
export function parseTheme(value: unknown): Theme {
  return value === 'light' || value === 'dark' ? value : 'auto';
}

/** Writes the choice on the `html` element. Given to `transformPageChunk` by the hooks. */
export function writeTheme(html: string, theme: Theme): string {
  return html.replace(MARK, theme);
}
