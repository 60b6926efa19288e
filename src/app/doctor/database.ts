import { sql } from 'kysely';
import type { Database, Executor } from '#server/db/connection.ts';
import { compareMigrations } from '#server/db/migrate.ts';
import { formatNumber, plural } from '#shared/text.ts';
import type { Finding } from './finding.ts';

const LABEL = 'Base de données';
const OLDEST = 15;
const EXTENSIONS = ['pg_trgm', 'fuzzystrmatch'];
/** A server takes up to ten for its pages and seven for its jobs. */
const ENOUGH_CONNECTIONS = 17;

/** What a database says of itself. */
export interface DatabaseFacts {
  readonly version: string;
  readonly major: number;
  /** Bytes. */
  readonly size: number;
  readonly encoding: string;
  readonly extensions: readonly string[];
  readonly connections: { readonly used: number; readonly most: number };
  /** Its journal repeats what statements are given: names, addresses. */
  readonly tellsParameters: boolean;
  /** The migrations it has not had, and those it has had that this version does not know. */
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

/** Reads nothing but what every PostgreSQL has: the schema may be of another version, or absent. */
export async function readDatabaseFacts(db: Database): Promise<DatabaseFacts> {
  const { rows } = await facts.execute(db);
  return { ...rows[0]!, ...(await compareMigrations(db)) };
}

const facts = sql<Omit<DatabaseFacts, 'missing' | 'unknown'>>`
  select current_setting('server_version') as version,
    current_setting('server_version_num')::int / 10000 as major,
    pg_database_size(current_database()) as size,
    pg_encoding_to_char(encoding) as encoding,
    array(select extname::text from pg_extension) as extensions,
    json_build_object(
      'used', (select count(*) from pg_stat_activity where backend_type = 'client backend'),
      'most', current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int) as connections,
    (current_setting('log_statement') <> 'none'
      or current_setting('log_min_duration_statement')::int >= 0
      or current_setting('log_min_duration_sample')::int >= 0)
      and current_setting('log_parameter_max_length')::int <> 0 as "tellsParameters"
  from pg_database where datname = current_database()`;

/** Whether Maillage can work with it, today and for some time. */
export function judgeDatabase(facts: DatabaseFacts): Finding {
  const { used, most } = facts.connections;
  const found = problemOf(facts) ?? concernOf(facts);
  return {
    ...{ check: 'database', label: LABEL, state: found?.state ?? 'good' },
    value: found?.value ?? `${formatNumber(Math.ceil(facts.size / 1_000_000))} Mo`,
    detail: `PostgreSQL ${facts.version.split(' ')[0]!}, ${facts.encoding}, ${plural(used, 'connexion')} sur ${formatNumber(most)}, schéma ${facts.missing.length + facts.unknown.length === 0 ? 'à jour' : 'd’une autre version'}.`,
    remedy: found?.remedy ?? null
  };
}

type Found = Pick<Finding, 'state' | 'value' | 'remedy'> | null;

function problemOf({ major, encoding, extensions, missing, unknown }: DatabaseFacts): Found {
  const bad = (value: string, remedy: string): Found => ({ state: 'bad', value, remedy });
  const absent = EXTENSIONS.filter((name) => !extensions.includes(name));
  if (major < OLDEST)
    return bad('Trop ancienne', `Maillage demande PostgreSQL ${OLDEST} ou plus récent.`);
  if (encoding !== 'UTF8')
    return bad(
      `Encodage ${encoding}`,
      'Les accents s’y perdraient : créez la base en UTF-8 (createdb --encoding=UTF8 --template=template0).'
    );
  if (missing.length > 0)
    return bad(
      `${plural(missing.length, 'migration')} à faire`,
      'Redémarrez Maillage, ou lancez « maillage migrate » : ce qui se lit dans la base n’a pas été vérifié.'
    );
  if (unknown.length > 0)
    return bad(
      'Plus récente que Maillage',
      'Un Maillage plus récent s’est servi de cette base : réinstallez sa version, ou restaurez une sauvegarde d’avant.'
    );
  if (absent.length > 0)
    return bad(
      'Extension absente',
      `Avec un compte qui le peut : ${absent.map((name) => `create extension ${name};`).join(' ')}`
    );
  return null;
}

function concernOf({ connections: { used, most }, tellsParameters }: DatabaseFacts): Found {
  if (most - used < ENOUGH_CONNECTIONS)
    return {
      ...{ state: 'watch', value: `${plural(Math.max(0, most - used), 'connexion')} de reste` },
      remedy: `Un serveur en prend jusqu’à ${ENOUGH_CONNECTIONS} : augmentez max_connections, ou fermez ce qui les tient.`
    };
  if (tellsParameters)
    return {
      ...{ state: 'watch', value: 'Journal bavard' },
      remedy:
        'Le journal de ce PostgreSQL répète ce qu’on lui donne, donc des noms et des adresses : réglez log_parameter_max_length = 0.'
    };
  return null;
}

/** How many communes of each département of the territories have no contour. */
export async function examineContours(
  db: Executor,
  departements: readonly string[]
): Promise<Finding> {
  const label = 'Contours des cartes';
  const href = '/territoires';
  const { rows } = await sql<{ code: string; absent: number; total: number }>`
    select departement_code as code, count(*) as total,
      count(*) filter (where contour.code is null) as absent
    from commune
    left join contour on contour.level = 'commune' and contour.code = commune.code
    where merged_into is null and departement_code = any(${departements}::text[])
    group by departement_code order by departement_code`.execute(db);
  const lacking = rows.filter(({ absent }) => absent > 0).map(({ code }) => code);
  const value =
    departements.length === 0
      ? 'Aucun territoire'
      : lacking.length === 0
        ? plural(rows.length, 'département')
        : `Il en manque : ${lacking.join(', ')}`;
  return {
    ...{ check: 'contours', label, state: lacking.length > 0 ? 'watch' : 'good', value, href },
    detail:
      lacking.length > 0
        ? 'Le plan schématique remplace la carte là où ils manquent.'
        : 'Ceux des communes de chaque territoire.',
    remedy:
      lacking.length > 0
        ? `Lancez « maillage contours fetch --departement ${lacking[0]!} », ou « maillage contours load DOSSIER » sans réseau.`
        : null
  };
}
