import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cogYearOf, type OfficialGeography } from '../../geography.ts';

const PACKAGE = '@etalab/decoupage-administratif';

/**
 * The official geography shipped with the npm package: its JSON files only, because its `index.js` reads them
 * relative to the working directory.
 *
 * @param installedAs - the name it is installed under; tests install an older release beside the current one.
 */
export async function readOfficialGeography(
  installedAs: string = PACKAGE
): Promise<OfficialGeography> {
  const { resolve } = createRequire(import.meta.url);
  const json = async <T>(file: string): Promise<T> =>
    JSON.parse(await readFile(resolve(`${installedAs}/${file}`), 'utf8')) as T;
  const { version } = await json<{ version: string }>('package.json');
  return {
    year: cogYearOf(version),
    source: `${PACKAGE} ${version}`,
    communes: await json('data/communes.json'),
    epci: await json('data/epci.json'),
    departements: await json('data/departements.json'),
    regions: await json('data/regions.json')
  };
}
