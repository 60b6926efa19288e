/**
 * Pages are plain HTML: no framework is sent to the browser (docs/adr/0004). What helps when JavaScript
 * is there (completion, maps, shortcuts) comes from `src/enhance`. A page that edits in place opts back in.
 */
export const csr = false;
