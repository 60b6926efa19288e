import { parseTheme, THEME_COOKIE } from '#ui/theme.ts';
import { VERSION } from '#server/version.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies }) => {
  const territories: { slug: string; name: string }[] = [];
  return { territories, theme: parseTheme(cookies.get(THEME_COOKIE)), version: VERSION };
};
