export { mayPublish } from './publish.js';
