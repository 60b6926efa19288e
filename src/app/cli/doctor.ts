import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emailAddress } from '#domain/identity/forms.ts';
import { operator } from '#domain/identity/model.ts';
import { isInventedAddress } from '#server/mail/fiction.ts';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import { examine, type Patient } from '../doctor/examine.ts';
import { worstOf, type Finding } from '../doctor/finding.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

export const command: Command = {
  name: 'doctor',
  summary: 'Dire comment va l’instance, et que faire',
  usage: 'doctor [--mail ADRESSE]',
  async run(context, args) {
    const { values } = parseArgs({ args, strict: true, options: { mail: { type: 'string' } } });
    const mailTo = values.mail === undefined ? null : readAddress(values.mail);
    const findings = await examine(operator('ligne de commande'), {
      environment: context.environment,
      database: await findDatabase(context),
      clock: () => new Date(),
      ...{ outside: true, heavy: true, mailTo }
    });
    const state = worstOf(findings);
    context.print(`${findings.map(written).join('\n')}\n\n${summary(findings)}`, {
      state,
      findings
    });
    if (state === 'bad') throw new Refusal('');
  }
};

function readAddress(typed: string): string {
  const email = emailAddress.safeParse(typed);
  if (!email.success) throw new BadUsage(`« ${typed} » n’est pas une adresse électronique.`);
  if (isInventedAddress(email.data))
    throw new BadUsage(`${email.data} est une adresse inventée : rien ne lui est jamais remis.`);
  return email.data;
}

/** Looks without making anything: a folder without a database stays without one. */
async function findDatabase(context: CommandContext): Promise<Patient['database']> {
  const { databaseUrl, data } = context.environment;
  if (!databaseUrl && !existsSync(join(data, 'postgres', 'PG_VERSION')))
    return { lost: `Il n’y a pas encore de base dans ${data} : démarrez Maillage une fois.` };
  try {
    return await context.unpreparedDatabase();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { lost: error.message };
  }
}

const MARKS = { good: '✓', watch: '!', bad: '✗' } as const;

function written({ state, label, value, detail, remedy }: Finding): string {
  const line = `${MARKS[state]} ${label} : ${value}. ${detail}`;
  return remedy ? `${line}\n    → ${remedy}` : line;
}

function summary(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length;
  const [bad, watch] = [count('bad'), count('watch')];
  if (bad + watch === 0) return 'Tout va bien.';
  return [
    ...(bad > 0 ? [`${plural(bad, 'point')} à réparer`] : []),
    ...(watch > 0 ? [`${plural(watch, 'point')} à surveiller`] : [])
  ].join(', ');
}
