import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Static TTF: Typst ignores woff2 without a word. Their families are named in ground.typ. */
const FILES = [
  'atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf',
  'atkinson-hyperlegible-next/400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf',
  'atkinson-hyperlegible-next/600SemiBold/AtkinsonHyperlegibleNext_600SemiBold.ttf',
  'atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf',
  'bricolage-grotesque/600SemiBold/BricolageGrotesque_600SemiBold.ttf',
  'bricolage-grotesque/700Bold/BricolageGrotesque_700Bold.ttf',
  // Arabic, Hebrew, Cyrillic.
  'rubik/400Regular/Rubik_400Regular.ttf',
  'rubik/700Bold/Rubik_700Bold.ttf'
];

/** The fonts of every document. */
export function readFonts(): Buffer[] {
  return FILES.map((file) =>
    readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`)))
  );
}
