import type { Command } from './command.ts';

/** Every command, loaded only when called. */
export const commands: readonly { name: string; load: () => Promise<{ command: Command }> }[] = [
  { name: 'serve', load: () => import('./serve.ts') },
  { name: 'migrate', load: () => import('./migrate.ts') },
  { name: 'backup', load: () => import('./backup.ts') },
  { name: 'restore', load: () => import('./restore.ts') },
  { name: 'demo', load: () => import('./demo.ts') },
  { name: 'doctor', load: () => import('./doctor.ts') },
  { name: 'contours', load: () => import('./contours.ts') },
  { name: 'import', load: () => import('./import.ts') },
  { name: 'export', load: () => import('./export-structures.ts') },
  { name: 'files', load: () => import('./files-move.ts') },
  { name: 'mail', load: () => import('./mail.ts') },
  { name: 'seat', load: () => import('./seat.ts') },
  { name: 'user', load: () => import('./user-invite.ts') }
];
