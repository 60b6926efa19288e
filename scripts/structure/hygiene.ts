import { lineAt, type Breach, type Project, type ProjectFile } from './project.ts';

interface Trace {
  found: RegExp;
  message: string;
  /** Where to look; everywhere when absent. */
  where?: RegExp;
}

const TRACES: Trace[] = [
  {
    found: /(?<![\w.~/-])\/(home|root|work|tmp|Users)\/[\w.-]+/g,
    message: 'a path of one machine'
  },
  {
    found: /\b(?:registry|artifactory|nexus|verdaccio)\.[a-z0-9.-]+\.[a-z]{2,}\b/gi,
    message: 'the host of a package registry'
  },
  {
    found: /"resolved":\s*"[^"]+"/g,
    message: 'a download address in the lock file: leave it to the registry of whoever installs',
    where: /^package-lock\.json$/
  },
  {
    found: /\b(TODO|FIXME|XXX)\b(?!.*#\d)/g,
    message: 'a promise without an issue number: do it, or name the issue',
    where: /\.(ts|mjs|js|svelte|css|sql)$/
  }
];

/** Ranges that the French regulator (ARCEP) reserves for fiction, as national digits. */
const FICTION = /^(019900|026191|035301|046571|053649|063998)\d{4}$/;
const PHONE = /(?<![\d.])(?:\+33[ .]?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)/g;
/** This rule and its test name what they look for. */
const EXEMPT = ['scripts/structure/hygiene.ts', 'tests/checks/hygiene.test.ts'];

/** What must never be committed, whoever's machine it was written on. */
export function checkHygiene({ files }: Project): Breach[] {
  return files
    .filter(({ path }) => !EXEMPT.includes(path))
    .flatMap((file) => [...traces(file), ...realPhones(file)]);
}

function traces(file: ProjectFile): Breach[] {
  return TRACES.filter(({ where }) => !where || where.test(file.path)).flatMap(
    ({ found, message }) => {
      const first = file.text.matchAll(found).next().value;
      return first ? [breach(file, first, `${message} (« ${first[0]} »)`)] : [];
    }
  );
}

/** Everything invented lives in the fictional territory, on numbers that ring nowhere. */
function realPhones(file: ProjectFile): Breach[] {
  if (!/^demo\/.*trois-confluents/.test(file.path)) return [];
  return [...file.text.matchAll(PHONE)]
    .filter(([number]) => !FICTION.test(number.replace(/^\+33/, '0').replace(/[ .-]/g, '')))
    .map((found) => breach(file, found, `${found[0]} is not in a range reserved for fiction`));
}

function breach(file: ProjectFile, found: RegExpMatchArray, message: string): Breach {
  return {
    rule: 'hygiene',
    file: file.path,
    line: lineAt(file.text, found.index ?? 0),
    message,
    level: 'error'
  };
}
