import { CONTROLLER_FIELDS } from '#domain/confidentiality/controller.ts';
import { MEASURES, PROCESSINGS, retentionWords } from '#domain/confidentiality/processing.ts';
import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { csvText } from '#domain/directory/server/transfer/documents.ts';
import type { RequestHandler } from './$types';

const HEADINGS = ['traitement', 'rubrique', 'contenu'];

/** The register to complete in a spreadsheet: it names nobody but who answers for the instance. */
export const GET: RequestHandler = async ({ locals: { db } }) => {
  const [controller, rules] = [await getController(db), await listRetentionRules(db)];
  const rows = [
    ...CONTROLLER_FIELDS.map(({ name, label }) => [
      'Responsable du traitement',
      label,
      controller[name] || 'à compléter'
    ]),
    ...PROCESSINGS.flatMap((one) => [
      [one.name, 'Finalité', one.purpose],
      [one.name, 'Personnes concernées', one.people],
      [one.name, 'Données', one.data],
      [one.name, 'Base légale', one.legalBasis],
      [one.name, 'Destinataires', one.recipients],
      ...retentionWords(one, rules).map((line) => [one.name, 'Durée', line])
    ]),
    ...MEASURES.map((measure) => ['Mesures de sécurité', '', measure])
  ];
  return new Response(`\ufeff${csvText([HEADINGS, ...rows])}`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="registre-des-traitements.csv"'
    }
  });
};
