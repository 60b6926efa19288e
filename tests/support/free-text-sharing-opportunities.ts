import { decideConduct, reportConduct } from '#domain/sharing/server/conduct/commands.ts';
import { listConductReports } from '#domain/sharing/server/conduct/queries.ts';
import { aContribution } from '../factories/contributions.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

/** How what is said against a text, and why it stays or goes, are sent with a text that names somebody. */
export function sendersOfConduct({ db, actor, territory, text }: Here): Senders {
  const reported = async () => {
    const { id } = await aContribution(db, { territory: territory.id });
    return { about: 'contribution' as const, key: String(id) };
  };
  return {
    conductReportInput: async () => {
      const target = await reported();
      return (reread) =>
        reportConduct(db, actor, target, { reason: 'tone', details: text }, { reread });
    },
    conductDecisionInput: async () => {
      await reportConduct(db, actor, await reported(), { reason: 'tone', details: '' });
      const { waiting } = await listConductReports(db, actor, territory.id);
      const said = { decision: 'kept' as const, reason: text };
      return (reread) => decideConduct(db, actor, waiting.at(-1)!.id, said, { now: NOW, reread });
    }
  };
}
