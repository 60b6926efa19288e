import { DOMAINS, type Domain } from './domains.ts';
import type { Breach, Project } from './project.ts';

/** Pure concepts (a file, or a folder of files) that a domain names besides model, rules and forms. A new one is a line here, seen in review. */
const NOUNS: Partial<Record<Domain, string[]>> = {
  seating: [
    'annealing',
    'arrays',
    'bonds',
    'bounds',
    'checking',
    'conflicts',
    'constructions',
    'cyclic',
    'differences',
    'field',
    'random',
    'cards',
    'papers',
    'placing',
    'plan',
    'problem',
    'relabelling',
    'resolvable',
    'replan',
    'seats',
    'contradictions',
    'moves',
    'room',
    'sizes',
    'solver',
    'symmetries',
    'weights',
    'wording'
  ],
  identity: ['device', 'outbox', 'person', 'return-path', 'session'],
  confidentiality: [
    'barrier',
    'controller',
    'findings',
    'free-text',
    'patient',
    'processing',
    'retention'
  ],
  territory: [
    'atlas',
    'changes',
    'contour',
    'costs',
    'cover',
    'description',
    'forest',
    'gazetteer',
    'geography',
    'membership',
    'names',
    'perimeter',
    'reason',
    'typo'
  ],
  directory: [
    'answering',
    'bulk',
    'commune-coverage',
    'confirmation',
    'coverage',
    'coverage-matrix',
    'editor',
    'fiche',
    'history',
    'introductions',
    'invitations',
    'joining',
    'listing',
    'merge',
    'offers',
    'opening',
    'opening-week',
    'quality',
    'relay',
    'search',
    'stewardship',
    'suggestion',
    'transfer',
    'vcard',
    'vocabulary',
    'withheld',
    'wording'
  ],
  events: [
    'availability',
    'budget',
    'calendar',
    'conflicts',
    'edition',
    'holidays',
    'logo',
    'partners',
    'poll',
    'poster',
    'programme',
    'relays',
    'tasks',
    'team',
    'timetable',
    'wording',
    'withheld',
    'workshop'
  ],
  registrations: [
    'attendance',
    'audience',
    'badges',
    'calendar',
    'carpool',
    'certificate',
    'checkin',
    'desk',
    'duplicates',
    'figures',
    'interviews',
    'invitations',
    'live',
    'messages',
    'places',
    'profession',
    'registrant',
    'requests',
    'settings',
    'sheets',
    'signs',
    'signature',
    'transfer'
  ],
  surveys: [
    'anonymity',
    'figures',
    'measures',
    'questions',
    'results',
    'templates',
    'transfer',
    'wording'
  ],
  minutes: ['attendees', 'follow-ups', 'wording'],
  network: ['drawing', 'effect', 'introductions', 'measures', 'wording'],
  sharing: [
    'care',
    'comparison',
    'content',
    'conversations',
    'details',
    'documents',
    'experiences',
    'headings',
    'kinds',
    'measures',
    'mentions',
    'needs',
    'opportunities',
    'overlaps',
    'pairing',
    'people',
    'projects',
    'questions',
    'replies',
    'reuse',
    'wording'
  ],
  discovery: [
    'agenda',
    'digest',
    'feeds',
    'follows',
    'news',
    'newsletter',
    'passages',
    'search',
    'wording'
  ],
  plans: [
    'committees',
    'comparison',
    'figures',
    'filtering',
    'funding',
    'headings',
    'importing',
    'indicators',
    'key-figures',
    'money',
    'notes',
    'numbering',
    'overview',
    'papers',
    'piloting',
    'progress',
    'reading',
    'references',
    'renewal',
    'sheet',
    'tables',
    'timeline',
    'wording',
    'workload'
  ]
};

/** What src/shared holds: listed, because a drawer for everything ends up holding everything. */
const SHARED = ['errors', 'ids', 'text', 'dates', 'pictures'];

const PURE = ['model', 'rules', 'forms'];
/** worker: what runs in a thread of its own, away from the one that answers requests. */
const SERVER = ['queries', 'commands', 'mails', 'jobs', 'documents', 'worker'];
const SAYS_NOTHING = /^(utils?|helpers?|index|service|managers?|types?|commons?|misc|lib)$/i;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const TEST_SUFFIX = /(\.db)?\.test$/;

/** Which names a file may have, and where: the layers of Maillage are file names, not top folders. */
export function checkVocabulary({ files }: Project): Breach[] {
  return files.flatMap(({ path }) => {
    const message = saysNothing(path) ?? misplaced(path);
    return message ? [{ rule: 'vocabulary', file: path, message, level: 'error' as const }] : [];
  });
}

function saysNothing(path: string): string | null {
  if (!/^(src|bin|scripts|tests)\//.test(path)) return null;
  const name = baseName(path);
  return SAYS_NOTHING.test(name)
    ? `« ${name} » says nothing of what the file holds: name the thing`
    : null;
}

function misplaced(path: string): string | null {
  const parts = path.split('/');
  if (parts[0] !== 'src') return null;
  if (parts[1] === 'domain') return misplacedInDomain(parts.slice(2));
  const name = baseName(path);
  if (parts[1] === 'shared' && !SHARED.includes(name)) {
    return `src/shared holds only ${SHARED.join(', ')}`;
  }
  if (path.endsWith('.svelte')) return misnamedComponent(path, name);
  if (path.endsWith('.ts') && !name.startsWith('+') && !KEBAB.test(name.replaceAll('.', '-'))) {
    return 'TypeScript files are named in kebab-case';
  }
  return null;
}

function misplacedInDomain(parts: string[]): string | null {
  const domain = DOMAINS.find((known) => known === parts[0]);
  if (!domain)
    return `« ${parts[0]} » is not in the list of domains (scripts/structure/domains.ts)`;
  const name = baseName(parts.join('/'));
  if (parts.length === 2) return misplacedConcept(domain, name);
  if (parts[1] === 'components') {
    return PASCAL.test(name) ? null : 'components/ holds Svelte components, named in PascalCase';
  }
  if (parts[1] === 'defaults')
    return parts[2]?.endsWith('.json') ? null : 'defaults/ holds JSON only';
  if (parts[1] !== 'server') return misplacedConcept(domain, parts[1] ?? '');
  if (SERVER.includes(name)) return null;
  return `a server folder holds only ${SERVER.join(', ')} (or folders of the same vocabulary)`;
}

function misplacedConcept(domain: Domain, name: string): string | null {
  if ([...PURE, ...(NOUNS[domain] ?? [])].includes(name)) return null;
  return `« ${name} » is not a concept listed for ${domain} (scripts/structure/vocabulary.ts)`;
}

function misnamedComponent(path: string, name: string): string | null {
  if (path.startsWith('src/routes/') && name.startsWith('+')) return null;
  return PASCAL.test(name) ? null : 'components are named in PascalCase';
}

function baseName(path: string): string {
  const file = path.split('/').at(-1) ?? path;
  return file.replace(/\.[a-z]+$/, '').replace(TEST_SUFFIX, '');
}
