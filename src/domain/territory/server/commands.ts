/** What other domains and the application call to write the geography, perimeters and territories. */
export { fetchContours, loadContours } from './contours/commands.ts';
export { loadGeography } from './geography/commands.ts';
export { createPerimeters, deletePerimeters, replacePerimeter } from './perimeters/commands.ts';
export { createTerritory } from './spaces/commands.ts';
