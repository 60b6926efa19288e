import { committeeInput } from '#domain/plans/forms/committee.ts';
import { fundingLineInput } from '#domain/plans/forms/funding.ts';
import { noteInput, proposalInput } from '#domain/plans/forms/note.ts';
import { branchInput, planInput } from '#domain/plans/forms/plan.ts';
import { headingInput } from '#domain/plans/forms/heading.ts';
import { stepInput } from '#domain/plans/forms/step.ts';
import { freezeCommittee } from '#domain/plans/server/committees/commands.ts';
import { setFunding } from '#domain/plans/server/funding/commands.ts';
import { applySheetImport } from '#domain/plans/server/importing/applying/commands.ts';
import { beginSheetImport } from '#domain/plans/server/importing/commands.ts';
import { saveIndicator } from '#domain/plans/server/indicators/commands.ts';
import { setValue } from '#domain/plans/server/indicators/values/commands.ts';
import { refuseProposal } from '#domain/plans/server/notes/answering/commands.ts';
import { addNote, proposeWords } from '#domain/plans/server/notes/commands.ts';
import { createAxis } from '#domain/plans/server/numbering/axes/commands.ts';
import { addHeading } from '#domain/plans/server/setup/headings/commands.ts';
import { updatePlan } from '#domain/plans/server/setup/settings/commands.ts';
import { saveStep } from '#domain/plans/server/steps/commands.ts';
import { writeSheet } from '#domain/plans/server/writing/commands.ts';
import { aPlan, aSheet } from '../factories/plans.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

const TODAY = '2026-11-22';

/** How each form of plans is sent, with a text that names somebody. */
export function sendersOfPlans(here: Here): Senders {
  return { ...ofPlans(here), ...ofSheets(here), ...ofNotes(here), ...ofFigures(here) };
}

async function somewhere({ db, territory }: Here) {
  const { plan } = await aPlan(db, { territory: territory.id });
  return { plan, sheet: await aSheet(db, { plan, texts: { stakes: ['Se connaître'] } }) };
}

function ofPlans(here: Here): Senders {
  const { db, actor, text } = here;
  return {
    planInput: async (field) => {
      const { plan } = await somewhere(here);
      const input = planInput.parse({ title: 'Plan', shortTitle: 'P', kind: 'cls', [field]: text });
      return (reread) => updatePlan(db, actor, plan, { input, version: 1, reread });
    },
    branchInput: async (field) => {
      const { plan } = await somewhere(here);
      const input = branchInput.parse({ number: '9', title: 'Axe', [field]: text });
      return (reread) => createAxis(db, actor, { plan, input, reread });
    },
    headingInput: async (field) => {
      const { plan } = await somewhere(here);
      const input = headingInput.parse({ label: 'Évaluation', [field]: text });
      return (reread) => addHeading(db, actor, plan, { input, reread });
    },
    committeeInput: async (field) => {
      const { plan } = await somewhere(here);
      const input = committeeInput.parse({ title: 'COPIL', heldOn: TODAY, [field]: text });
      return (reread) => freezeCommittee(db, actor, plan, { input, now: NOW, reread });
    }
  };
}

function ofSheets(here: Here): Senders {
  const { db, actor, text } = here;
  return {
    sheetInput: async (field) => {
      const { sheet } = await somewhere(here);
      const input = field === 'texts' ? { texts: { stakes: [text] } } : { [field]: text };
      return (reread) => writeSheet(db, actor, sheet, input, { reread });
    },
    importPartInput: async () => {
      const { plan } = await somewhere(here);
      const source = `Fiche 44\nUne action\nDiagnostic : ${text}\nEnjeux : Se connaître`;
      const begun = await beginSheetImport(db, actor, { plan, sourceName: 'texte', text: source });
      if (!begun.ok) throw new Error(begun.message);
      await db
        .updateTable('sheet_import_part')
        .set({ decision: 'create' })
        .where('import_id', '=', begun.id)
        .execute();
      return (reread) => applySheetImport(db, actor, begun.id, { reread });
    },
    stepInput: async (field) => {
      const { sheet } = await somewhere(here);
      const blank = { title: 'Écrire', dueOn: null, status: 'todo', doneOn: null };
      const input = stepInput.parse({
        ...{ ...blank, responsible: '', renewsYearly: false },
        [field]: text
      });
      return (reread) => saveStep(db, actor, sheet, { step: null, input, today: TODAY, reread });
    },
    fundingLineInput: async (field) => {
      const { sheet } = await somewhere(here);
      const blank = { funder: 'Département', year: '', planned: '', actual: '' };
      const lines = [fundingLineInput.parse({ ...blank, [field]: text })];
      return (reread) => setFunding(db, actor, sheet, { version: 1, lines, reread });
    }
  };
}

function ofNotes(here: Here): Senders {
  const { db, actor, text } = here;
  return {
    noteInput: async (field) => {
      const { sheet } = await somewhere(here);
      const input = noteInput.parse({ body: 'Vu', writtenOn: TODAY, [field]: text });
      return (reread) => addNote(db, actor, sheet, { kind: 'comment', input, reread });
    },
    proposalInput: async (field) => {
      const { sheet } = await somewhere(here);
      const blank = { heading: 'stakes', proposed: 'Se rencontrer', body: '' };
      const input = proposalInput.parse({ ...blank, [field]: text });
      return (reread) => proposeWords(db, actor, sheet, input, { today: TODAY, reread });
    },
    refusalReasonInput: async () => {
      const { sheet } = await somewhere(here);
      const blank = { heading: 'stakes', proposed: 'Se rencontrer', body: '' };
      const made = await proposeWords(db, actor, sheet, proposalInput.parse(blank), {
        today: TODAY
      });
      if (!made.ok) throw new Error(made.reason);
      return (reread) => refuseProposal(db, actor, made.note, { answer: text, reread }, NOW);
    }
  };
}

function ofFigures(here: Here): Senders {
  const { db, actor, text } = here;
  return {
    indicatorInput: async (field) => {
      const { plan, sheet } = await somewhere(here);
      const input = { label: 'Participants', unit: 'personnes', [field]: text };
      return (reread) => saveIndicator(db, actor, { plan, sheet, input, reread });
    },
    valueInput: async (field) => {
      const { plan, sheet } = await somewhere(here);
      const input = { label: 'Participants', unit: 'personnes' };
      const made = await saveIndicator(db, actor, { plan, sheet, input });
      if (!made.ok) throw new Error(made.reason);
      const value = { indicator: made.id, year: 2026, value: 12, today: TODAY };
      return (reread) => setValue(db, actor, { ...value, [field]: text, reread });
    }
  };
}
