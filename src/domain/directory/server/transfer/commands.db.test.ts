import { deflateRawSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { StructureInput } from '../../model.ts';
import { completeRecord } from '../../transfer/record.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createStructures, saveVocabulary } from '../commands.ts';
import { listStructureInputs } from '../queries.ts';
import vocabulary from '../../defaults/vocabulary.json' with { type: 'json' };
import { abandonImport, applyImport, checkImport } from './commands.ts';
import type { ImportOptions } from './reading/commands.ts';
import { exportStructures, wholeFile } from './documents.ts';
import type { ByteSource } from './intake/documents.ts';
import { getImport, listImports } from './queries.ts';

const db = await testDatabase({ geography: true });
const actor = operator('test');

const OPTIONS: ImportOptions = {
  territory: null,
  defaultType: null,
  finess: { categories: [], communes: [], departements: [] }
};

function file(content: string | Uint8Array, name = 'structures.csv'): ByteSource {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.length,
    open: async function* () {
      // Cut in odd places, as the network does.
      for (let at = 0; at < bytes.length; at += 7919) yield bytes.subarray(at, at + 7919);
    }
  };
}

const fiche = (values: Partial<StructureInput>): StructureInput => completeRecord({ values });

async function check(content: string | Uint8Array, options: Partial<ImportOptions> = {}) {
  const checked = await checkImport(db, actor, file(content), { ...OPTIONS, ...options });
  if (!checked.ok) throw new Error(checked.message);
  return checked;
}

async function refusalOf(content: string | Uint8Array): Promise<string> {
  const checked = await checkImport(db, actor, file(content), OPTIONS);
  return checked.ok ? '' : checked.message;
}

const apply = (id: string, decisions = {}, skipRefused = false) =>
  applyImport(db, actor, id, { decisions, skipRefused });

const names = async () => (await listStructureInputs(db)).map(({ name }) => name).sort();

beforeAll(async () => {
  await saveVocabulary(db, actor, vocabulary as never);
});

beforeEach(async () => {
  await sql`truncate structure, import_batch cascade`.execute(db);
});

describe('a spreadsheet', () => {
  it('creates structures with services, zones by name and by code, and telephone in any writing', async () => {
    const { id, report } = await check(
      [
        'Nom;Type;Commune;Téléphone;Zones couvertes;Zones exclues;Service : nom;Service : publics',
        'CLIC de Moissac;CLIC;Moissac;05.36.49.00.01;CC Terres des Confluences;82112 ;Accueil;Personnes âgées',
        ';;;;;;Visites;"aidants ; personnes-agees"'
      ].join('\n')
    );
    expect(report.counts).toMatchObject({ create: 1, refused: 0 });
    expect(await apply(id)).toMatchObject({ ok: true, result: { created: 1 } });
    const [created] = await listStructureInputs(db);
    expect(created).toMatchObject({
      slug: 'clic-de-moissac',
      type: 'CLIC',
      communeCode: '82112',
      phone: '0536490001',
      reliability: 'to_confirm',
      perimeter: { certainty: 'declared', exclude: [{ level: 'commune', code: '82112' }] }
    });
    expect(created!.perimeter.include[0]!.level).toBe('epci');
    expect(created!.services.map(({ name, audiences }) => [name, audiences])).toEqual([
      ['Accueil', ['personnes-agees']],
      ['Visites', ['personnes-agees', 'aidants']]
    ]);
  });

  it('changes only the columns it has, and only what differs', async () => {
    await createStructures(db, actor, [
      fiche({
        slug: 'a',
        name: 'CLIC A',
        type: 'CLIC',
        phone: '0536490001',
        summary: 'Gardé',
        services: []
      }),
      fiche({ slug: 'b', name: 'CLIC B', type: 'CLIC', phone: '0536490002' })
    ]);
    const { id, report } = await check(
      'Identifiant;Nom;Téléphone\na;CLIC A;05 36 49 00 09\nb;CLIC B;0536490002'
    );
    expect(report.entries.map(({ action, changes }) => [action, changes])).toEqual([
      ['update', [{ field: 'Téléphone', before: '0536490001', after: '0536490009' }]],
      ['unchanged', []]
    ]);
    expect(await apply(id)).toMatchObject({ ok: true, result: { updated: 1, unchanged: 1 } });
    const [a] = await listStructureInputs(db);
    expect(a).toMatchObject({ phone: '0536490009', summary: 'Gardé' });
  });

  it('says line, column and reason of each refusal, and writes nothing unless the rest is chosen', async () => {
    const { id, report } = await check(
      [
        'Nom;Type;Commune;SIRET;Téléphone',
        'Bonne;CLIC;Moissac;;',
        'Sans type;;Moissac;;',
        'Mauvais type;CLICC;Moissac;;',
        'Deux communes;CLIC;Saint-Ouen;;',
        'Ailleurs;CLIC;Nullepart;;',
        'SIRET arrondi;CLIC;Moissac;1,23457E+13;',
        'Mauvais numéro;CLIC;Moissac;;12345',
        'Bonne;CLIC;Moissac;;'
      ].join('\r\n')
    );
    const problems = report.entries.flatMap((entry) =>
      entry.problems.map((p) => [p.line, p.column, p.message])
    );
    expect(problems).toEqual([
      [3, 'Type', 'une nouvelle structure a besoin d’un type'],
      [4, 'Type', expect.stringContaining('Vouliez-vous dire « CLIC')],
      [5, 'Commune', expect.stringContaining('Loir-et-Cher (41)')],
      [6, 'Commune', expect.stringContaining('ne correspond à aucune commune')],
      [7, 'SIRET', expect.stringContaining('arrondi par le tableur')],
      [8, 'Téléphone', expect.stringContaining('numéro de téléphone non reconnu')],
      [9, 'Nom', expect.stringContaining('même structure (nom et lieu) qu’à la ligne 2')]
    ]);
    expect(await apply(id)).toMatchObject({ ok: false, reason: 'refused-lines' });
    expect(await names()).toEqual([]);
    expect(await apply(id, {}, true)).toMatchObject({
      ok: true,
      result: { created: 1, refused: 7 }
    });
  });

  it('refuses the line that repeats another', async () => {
    const { report } = await check('Nom;Type;Commune\nCLIC A;CLIC;Moissac\nCLIC A;CLIC;Moissac');
    expect(report.entries[0]!.problems).toMatchObject([
      { line: 3, message: 'ligne identique à la ligne 2 : supprimez-en une' }
    ]);
  });

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['Windows-1252', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')]
  ])('reads the accents of %s, whatever the separator', async (_, encode) => {
    for (const separator of [';', ',', '\t']) {
      const text = [
        ['Nom', 'Type', 'Note'],
        ['Été à Moissac', 'CLIC', '"« œuvre »\n2e ligne"'],
        ['Autre', 'CLIC', 'x']
      ]
        .map((cells) => cells.join(separator))
        .join('\r\n')
        .replace(/«|»|œ/g, encode('œ').length === 1 ? '' : '$&');
      const { report } = await check(encode(text));
      expect(report.entries.map(({ label, lines }) => [label, lines])).toEqual([
        ['Été à Moissac', [2]],
        ['Autre', [4]]
      ]);
    }
  });
});

describe('a wrong file', () => {
  it.each([
    ['empty', '', 'vide'],
    ['a PDF', '%PDF-1.7 ...', 'un document PDF'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]), 'une image'],
    ['a web page', '<!DOCTYPE html><html>', 'une page web'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'ancien classeur Excel'],
    [
      'an archive that is no workbook',
      Buffer.from('PK\x03\x04 not a zip at all'),
      'pas un classeur Excel'
    ],
    ['bytes', Buffer.from([1, 2, 0, 4, 5, 6, 7]), 'pas un fichier de texte'],
    ['another table', 'a;b;c\n1;2;3', 'Aucune colonne'],
    ['a header alone', 'Nom;Type', 'que sa ligne de titres'],
    ['broken JSON', '{"structures": [', 'pas un JSON valable'],
    ['another JSON', '{"a": 1}', 'ni un export Maillage'],
    ['an open quotation mark', 'Nom;Type\n"CLIC;CLIC\nB;CLIC', 'guillemet'],
    ['damaged accents', 'Nom;Téléphone\nÃ‰tÃ©;1', 'accents de ce fichier']
  ])('that is %s is named, and nothing changes', async (_, content, message) => {
    expect(await refusalOf(content)).toContain(message);
    expect(await listStructureInputs(db)).toEqual([]);
    const [trace] = await listImports(db, actor);
    expect(trace).toMatchObject({ status: 'refused', message: expect.stringContaining(message) });
  });
});

describe('likely duplicates', () => {
  const known = () =>
    createStructures(db, actor, [
      fiche({
        slug: 'clic-moissac',
        name: 'CLIC de Moissac',
        type: 'CLIC',
        communeCode: '82112',
        siret: '12345678901234'
      }),
      fiche({ slug: 'ccas-moissac', name: 'CCAS de Moissac', type: 'CCAS', communeCode: '82112' })
    ]);

  it('are shown with the reason and wait for a person', async () => {
    const [clic] = await known();
    const { id, report } = await check(
      'Nom;Type;Commune;Téléphone\nCentre local d’information et de coordination - Moissac;CLIC;Moissac;0536490001'
    );
    expect(report.entries[0]).toMatchObject({
      action: 'choose',
      candidates: [{ id: clic, reason: expect.stringContaining('même commune') }]
    });
    expect(await apply(id)).toMatchObject({ ok: false, reason: 'undecided' });
    expect(await names()).toEqual(['CCAS de Moissac', 'CLIC de Moissac']);
    expect(await apply(id, { 0: { kind: 'update', id: clic } })).toMatchObject({
      ok: true,
      result: { updated: 1 }
    });
    expect(await names()).toEqual([
      'CCAS de Moissac',
      'Centre local d’information et de coordination - Moissac'
    ]);
  });

  it('become new fiches, or are left aside, when a person says so; the SIRET stays where it was', async () => {
    await known();
    const { id, report } = await check(
      'Nom;Type;SIRET\nÉquipe mobile;EMG;12345678901234\nCLIC de Moissac;CLIC;'
    );
    expect(report.entries.map(({ action, candidates }) => [action, candidates[0]?.reason])).toEqual(
      [
        ['choose', 'même SIRET'],
        ['choose', 'même nom, commune non renseignée']
      ]
    );
    const outcome = await apply(id, { 0: { kind: 'create' }, 1: { kind: 'skip' } });
    expect(outcome).toMatchObject({ ok: true, result: { created: 1, skipped: 1 } });
    const created = (await listStructureInputs(db)).find(({ name }) => name === 'Équipe mobile');
    expect(created).toMatchObject({ siret: null });
  });

  it('are not neighbours that only share their commune', async () => {
    await known();
    const { report } = await check(
      'Nom;Type;Commune\nSSIAD des Deux Rives;SSIAD;Moissac\nMairie de Moissac;COLLECTIVITE;Moissac'
    );
    expect(report.counts).toMatchObject({ create: 2, choose: 0 });
  });

  it('with the same SIRET and a close name are recognised without asking', async () => {
    await known();
    const { report } = await check(
      'Nom;Type;SIRET;Téléphone\nCLIC Moissac;CLIC;123 456 789 01234;0536490001'
    );
    expect(report.entries[0]).toMatchObject({ action: 'update', target: { slug: 'clic-moissac' } });
  });
});

describe('between the check and the import', () => {
  it('a change of the directory is seen, the report is made again and nothing is written', async () => {
    const { id } = await check('Nom;Type;Commune\nCLIC de Moissac;CLIC;Moissac');
    await createStructures(db, actor, [
      fiche({ name: 'CLIC Moissac', type: 'CLIC', communeCode: '82112' })
    ]);
    expect(await apply(id)).toMatchObject({ ok: false, reason: 'changed' });
    expect(await names()).toEqual(['CLIC Moissac']);
    expect((await getImport(db, actor, id)).report.counts).toMatchObject({ choose: 1 });
    expect(await apply(id, { 0: { kind: 'create' } })).toMatchObject({ ok: true });
  });

  it('two people importing the same file at once write it once', async () => {
    const { id } = await check('Nom;Type\nCLIC A;CLIC\nCLIC B;CLIC');
    const outcomes = await Promise.all([apply(id), apply(id), apply(id)]);
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, false, true]);
    expect(await names()).toEqual(['CLIC A', 'CLIC B']);
  });

  it('the content of an abandoned or imported file is forgotten, its trace stays', async () => {
    const { id } = await check('Nom;Type\nCLIC A;CLIC');
    await abandonImport(db, actor, id);
    expect(await apply(id)).toMatchObject({ ok: false, reason: 'not-waiting' });
    const { id: other } = await check('Nom;Type\nCLIC A;CLIC');
    await apply(other);
    const { rows } = await sql<{ records: unknown }>`select records from import_batch`.execute(db);
    expect(rows.map(({ records }) => records)).toEqual([[], []]);
    expect((await listImports(db, actor)).map(({ status }) => status).sort()).toEqual([
      'abandoned',
      'applied'
    ]);
  });

  it('a branch whose parent is left aside is refused with its reason', async () => {
    await createStructures(db, actor, [
      fiche({ name: 'Siège Moissac', slug: 'autre', type: 'CLIC', communeCode: '82112' })
    ]);
    const { id } = await check(
      'Identifiant;Nom;Type;Commune;Structure mère\nsiege;Siège Moissac;CLIC;Moissac;\nantenne;Antenne de Castelsarrasin;CLIC;Castelsarrasin;siege'
    );
    expect(await apply(id, { 0: { kind: 'skip' } })).toMatchObject({
      ok: false,
      reason: 'missing-parent'
    });
    expect(await apply(id, { 0: { kind: 'create' } })).toMatchObject({
      ok: true,
      result: { created: 2 }
    });
    expect((await listStructureInputs(db)).find(({ slug }) => slug === 'antenne')!.parent).toBe(
      'siege'
    );
  });
});

describe('the FINESS files', () => {
  const line = (finess: string, name: string, commune: string, category: string) =>
    `structureet;${finess};820000001;${name};${name};;;12;R;DE LA PAIX;;BP 3;${commune};82;TARN ET GARONNE;82200 MOISSAC;0536490001;;${category};libellé;4401;;12345678901234;8810A;;;;;;;;`;
  const classic = [
    'finess;etalab;100;2026-11-10',
    line('820000010', 'SSIAD DE MOISSAC', '112', '354'),
    line('820000028', 'PHARMACIE DU CENTRE', '112', '620'),
    line('820000036', 'CLINIQUE EN FACE', '112', '365')
  ].join('\n');
  const finess = { categories: [], communes: [], departements: ['82'] };

  it('give typed structures with a telephone, to confirm, whose perimeter is unknown', async () => {
    const { id, report } = await check(Buffer.from(classic, 'latin1'), { finess });
    expect(report.counts).toMatchObject({ create: 1 });
    await apply(id);
    expect((await listStructureInputs(db))[0]).toMatchObject({
      name: 'SSIAD de Moissac',
      type: 'SSIAD',
      finess: '820000010',
      address: '12 rue de la Paix',
      postalCode: '82200',
      communeCode: '82112',
      phone: '0536490001',
      reliability: 'to_confirm',
      sources: ['FINESS'],
      perimeter: { certainty: 'unknown' }
    });
  });

  it('complete a fiche that people keep, and overwrite nothing in it', async () => {
    await createStructures(db, actor, [
      fiche({
        name: 'Soins à domicile de Moissac (SSIAD)',
        type: 'SSIAD',
        finess: '820000010',
        phone: '0536490099',
        confirmedAt: '2026-03-01T12:00:00.000Z'
      })
    ]);
    const { id, report } = await check(classic, { finess });
    const decisions =
      report.entries[0]!.action === 'choose'
        ? { 0: { kind: 'update' as const, id: report.entries[0]!.candidates[0]!.id } }
        : {};
    expect(await apply(id, decisions)).toMatchObject({ ok: true, result: { updated: 1 } });
    expect((await listStructureInputs(db))[0]).toMatchObject({
      name: 'Soins à domicile de Moissac (SSIAD)',
      phone: '0536490099',
      postalCode: '82200'
    });
  });

  it('need a place: nobody imports the whole country by mistake', async () => {
    expect(await refusalOf(classic)).toContain('au moins un département');
  });

  it('are read in the FINESS+ flux too, entity by entity, closed places left out', async () => {
    const place = (finess: string, state: string) => ({
      informationsGeneralesEGE: {
        numFinessEge: finess,
        nomEgeLong: 'MAISON DE SANTE DE MOISSAC    ',
        siret: ''
      },
      categorieentiteGeographiqueExercice: '603',
      adresse: [{ cogCommune: '82112', codePostal: '82200', ligneQuatre: '1 RUE DU PORT' }],
      contact: [{ telecom: { telephone: '0536490002' } }],
      etatObjet: state
    });
    const flux = JSON.stringify(
      {
        schemaVersion: 'v1.0.0',
        gcc: [{ nomGcc: 'a "}{" b', pmejDuGcc: [{ pmSmsseId: '1' }] }],
        gco: [],
        pmej: [
          { informationsGeneralesPMEJ: {}, ege: [place('820000044', 'A')] },
          { ege: [place('820000051', 'I')] }
        ]
      },
      null,
      2
    );
    const { report } = await check(flux, { finess });
    expect(report.entries.map(({ label, action }) => [label, action])).toEqual([
      ['Maison de Sante de Moissac', 'create']
    ]);
  });
});

describe('data·inclusion', () => {
  it('gives structures and services, and lists what has no place here', async () => {
    const content = {
      structures: [
        {
          source: 'dora',
          id: 'dora--1',
          nom: 'CCAS de Moissac',
          date_maj: '2026-01-01',
          code_insee: '82112',
          reseaux_porteurs: ['ccas-cias', 'france-service'],
          telephone: '+33536490003',
          accessibilite_lieu: 'https://acceslibre.beta.gouv.fr/x'
        },
        { source: 'dora', id: 'dora--2', nom: 'Le Lieu', date_maj: '2026-01-01' }
      ],
      services: [
        {
          source: 'dora',
          structure_id: 'dora--1',
          id: 's1',
          nom: 'Aide',
          description: 'Aide aux démarches',
          date_maj: '2026-01-01',
          thematiques: ['sante--acces-aux-soins', 'mobilite--preparer-un-permis'],
          publics: ['seniors'],
          zone_eligibilite: ['82', '82121', '200066884'],
          modes_mobilisation: ['telephoner'],
          mobilisable_par: ['usagers'],
          contact_nom_prenom: 'Personne Inventée'
        },
        {
          source: 'dora',
          structure_id: 'absente',
          id: 's2',
          nom: 'Orphelin',
          description: 'xxxxx',
          date_maj: '2026-01-01'
        }
      ]
    };
    const { id, report } = await check(JSON.stringify(content));
    expect(report.unkept.map(({ field, value }) => [field, value])).toEqual(
      expect.arrayContaining([
        ['thematiques', 'mobilite--preparer-un-permis'],
        ['reseaux_porteurs', 'france-service'],
        ['accessibilite_lieu', '']
      ])
    );
    expect(report.entries.map(({ label, action }) => [label, action])).toEqual([
      ['CCAS de Moissac', 'create'],
      ['Le Lieu', 'refused'],
      ['Orphelin', 'refused']
    ]);
    await apply(id, {}, true);
    const [created] = await listStructureInputs(db);
    expect(created).toMatchObject({
      type: 'CCAS',
      externalId: 'dora--1',
      phone: '0536490003',
      perimeter: { certainty: 'unknown' }
    });
    expect(created!.services[0]).toMatchObject({
      themes: ['acces-aux-soins'],
      audiences: ['personnes-agees'],
      solicitedThrough: ['telephoner']
    });
    expect(created!.services[0]!.perimeter!.include.map(({ level }) => level).sort()).toEqual([
      'commune',
      'departement',
      'epci'
    ]);
    expect(created!.contacts).toMatchObject([{ name: 'Personne Inventée', visibility: 'nobody' }]);
  });
});

it('a small workbook that unpacks to a huge one is refused before it fills the memory', async () => {
  const bomb = deflateRawSync(Buffer.alloc(220_000_000), { level: 9 });
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(bomb.length, 20);
  // It claims to unpack to ten bytes.
  central.writeUInt32LE(10, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + bomb.length, 16);
  expect(await refusalOf(Buffer.concat([local, name, bomb, central, name, end]))).toContain(
    'dépasserait 200 Mo'
  );
});

it('a visitor imports nothing and reads no waiting file', async () => {
  await expect(checkImport(db, VISITOR, file('Nom;Type\nA;CLIC'), OPTIONS)).rejects.toThrow(
    'importer'
  );
  await expect(listImports(db, VISITOR)).rejects.toThrow('importer');
});

it('public exports hold no contact that is not public, and no person’s e-mail', async () => {
  const person = { role: 'Coordination', phone: '', consentAt: '2026-01-01' };
  await createStructures(db, actor, [
    fiche({
      name: 'CLIC A',
      type: 'CLIC',
      contacts: [
        { ...person, name: 'Camille Visible', email: 'camille@exemple.fr', visibility: 'public' },
        {
          ...person,
          name: 'Dominique Membres',
          email: 'dominique@exemple.fr',
          visibility: 'members'
        },
        { ...person, name: 'Claude Cachee', email: 'claude@exemple.fr', visibility: 'nobody' }
      ]
    })
  ]);
  for (const format of ['csv', 'json', 'geojson', 'datainclusion'] as const) {
    const text = (await wholeFile(await exportStructures(db, VISITOR, format))).toString();
    expect(text).not.toMatch(/Dominique|Claude|@exemple/);
    if (format === 'csv') expect(text).toContain('Camille Visible');
  }
  const complete = (await wholeFile(await exportStructures(db, actor, 'csv'))).toString();
  expect(complete).toMatch(/claude@exemple\.fr/);
});
