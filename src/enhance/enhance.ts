/**
 * What JavaScript adds to pages that work without it. An element asks for a behaviour by name:
 * `data-enhance="combobox"`. A behaviour receives the element once and returns nothing.
 */
import { combobox } from './combobox.ts';
import { copy } from './copy.ts';
import { dialog } from './dialog.ts';
import { draft } from './draft.ts';
import { fileField } from './file-field.ts';
import { goTo } from './go-to.ts';
import { liveForm } from './live-form.ts';
import { livePreview } from './live-preview.ts';
import { menu } from './menu.ts';
import { print } from './print.ts';
import { refresh } from './refresh.ts';
import { searchShortcut } from './search-shortcut.ts';
import { swap } from './swap.ts';
import { toast } from './toast.ts';

type Behaviour = (element: HTMLElement) => void | Promise<void>;

const behaviours: Record<string, Behaviour> = {
  // Needed on a few pages only: loaded when asked for.
  'local-draft': async (element) => (await import('./local-draft.ts')).localDraft(element),
  survey: async (element) => (await import('./survey.ts')).survey(element),
  areas: async (element) => (await import('./areas.ts')).areas(element),
  wave: async (element) => (await import('./wave.ts')).wave(element),
  map: async (element) => (await import('./map.ts')).map(element),
  combobox,
  copy,
  dialog,
  draft,
  'file-field': fileField,
  'go-to': goTo,
  'live-form': liveForm,
  'live-preview': livePreview,
  menu,
  print,
  refresh,
  swap,
  toast
};

function enhance(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-enhance]')) {
    for (const name of (element.dataset['enhance'] ?? '').split(' '))
      void behaviours[name]?.(element);
  }
}

enhance(document);
// What comes in place of something else asks for its behaviours too.
document.addEventListener('swapped', ({ target }) => enhance(target as Element));
searchShortcut();
