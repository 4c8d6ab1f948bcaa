/** Screens that are opened seldom: one part of the app, loaded when the first of them is asked for. */
export { addition } from './addition.js';
export { aloud } from './aloud.js';
export { check } from './check.js';
export { correct } from './correct.js';
export { install } from './install.js';
export { readAloud } from './read-aloud.js';
